"""What was entered is edited while its entry is open, and by nobody once a step has closed it."""

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, models, transaction
from django.urls import reverse

from actip.accounts import person
from actip.records import actions, catalogue
from tests.access import policy
from tests.access.conftest import refuses, sql, tried
from tests.api.conftest import Caller
from tests.cases.conftest import as_owner
from tests.compensation.test_step_columns import _another as another
from tests.records.handover import browser

pytestmark = pytest.mark.django_db
EDIT = "UPDATE {} SET version = version + 1, updated_at = now() WHERE id = %s"
WORKED = [kind for kind in catalogue.all_types() if kind.workflow and kind.scope.guard]
# What some states ask for beside the facts of tables.FACTS, so that a row of the scene can be put into them.
MORE = {
    ("case-charges", "dropped"): "drop_reason = 'x'",
    ("evidence", "returned"): "ended_on = '2026-02-01', end_reference = '1'",
    ("evidence", "forfeited"): "ended_on = '2026-02-01', end_reference = '1'",
    ("evidence", "destroyed"): "ended_on = '2026-02-01', end_reference = '1'",
    ("hearings", "cancelled"): "cancel_reason = 'x'",
    ("consents", "withdrawn"): "withdrawn_on = '2026-02-01'",
    ("evidence-alarms", "answered"): "answer = 'x'",
}


def closed_states(kind) -> list[str]:
    known = kind.model._meta.get_field(kind.workflow.field).choices
    return sorted(state for state, _label in known if not kind.can_change(state))


def put(kind, pk, state: str) -> bool:
    """Put a row into a state as the system; False where constraints ask for more than is known here."""
    facts = MORE.get((kind.slug, state)) or policy.FACTS.get((kind.slug, state), policy.FACTS.get(state, ""))
    try:
        with person.as_system("it was closed"), transaction.atomic():
            sql(f"UPDATE {kind.table} SET status = %s{facts and f', {facts}'} WHERE id = %s", [state, pk])
    except DatabaseError:
        return False
    return True


def editors(scene, kind, pk) -> set[str]:
    """The roles that edit a row by raw SQL; undone."""
    found = set()
    for role in policy.ROLES:
        with person.as_user(scene.users[role]):
            if tried(EDIT.format(kind.table), [pk]):
                found.add(role)
    return found


def test_an_entry_is_edited_while_it_is_open_and_by_nobody_when_it_is_closed(scene):
    seen = set()
    for kind in WORKED:
        pk = (scene.payments["requested"] if kind.slug == "fund-payments" else scene.rows[kind.slug])["agency"]
        for state in closed_states(kind):
            with transaction.atomic():
                if put(kind, pk, state):
                    assert editors(scene, kind, pk) == set(), (kind.slug, state)
                    seen.add(kind.slug)
                transaction.set_rollback(True)
        if kind.slug in seen:
            assert editors(scene, kind, pk), "the control: some edit it while it is open"
    assert len(seen) >= 22, sorted(seen)


def steps_columns(kind) -> list[str]:
    """Columns that a step writes and nobody enters: facts, and who made it and when."""
    meta, moves = kind.model._meta, kind.workflow.moves
    stamps = [f"{move.stamp}_{what}" for move in moves if move.stamp for what in ("by", "at")]
    names = {*stamps, *(name for move in moves for name in move.fields + move.derives)} - set(kind.fields)
    return sorted(meta.get_field(name).column for name in names)


def test_whoever_edits_an_open_entry_writes_no_step_into_it(scene):
    """Not that it was indicted, returned, answered, nor when: that is written by making the step."""
    seen = set()
    for kind in WORKED:
        pk = (scene.payments["requested"] if kind.slug == "fund-payments" else scene.rows[kind.slug])["agency"]
        for role in editors(scene, kind, pk) if steps_columns(kind) else ():
            with person.as_user(scene.users[role]):
                for column in steps_columns(kind):
                    written = f"UPDATE {kind.table} SET {column} = {_another(kind, column)} WHERE id = %s"
                    assert not tried(written, [pk]), (kind.slug, role, column)
                    seen.add((kind.slug, column))
    assert len({slug for slug, _column in seen}) >= 22, sorted(seen)


def _another(kind, column: str) -> str:
    """Another value than stands there, of its type."""
    match next(field for field in kind.model._meta.concrete_fields if field.column == column):
        case models.BooleanField():
            return f"{column} IS NOT TRUE"
        case models.ForeignKey() | models.DateTimeField() | models.DateField() | models.DecimalField() as field:
            return another(field)
        case models.IntegerField():
            return f"coalesce({column}, 0) + 1"
        case ArrayField():
            return "'{z}'"
    return "'z'"


def test_the_control_without_that_list_she_would(world, story):
    written, pk = "UPDATE cases_case SET close_reason = 'x' WHERE id = %s", story.case.pk
    with world.as_("POL"):
        assert refuses(written, [pk])
        [[guard]] = sql("SELECT pg_get_functiondef('actip.guard_move'::regproc)")
        as_owner(guard.replace("AND NOT written && TG_ARGV[5]::text[]", ""))
        try:
            assert tried(written, [pk])
        finally:
            as_owner(guard)


def test_the_database_takes_the_same_states_for_open_as_pages_and_api(world):
    """Of every record type, also where no row could be put into its closed states above."""
    held = {
        bytes(args).split(b"\0")[0].decode(): bytes(args).split(b"\0")[4].decode()
        for (args,) in sql("SELECT tgargs FROM pg_trigger WHERE tgname = 'guard_move'")
    }

    assert held == {kind.slug: f"{{{','.join(kind.open_states)}}}" for kind in WORKED}


def test_an_answered_or_ended_offer_is_edited_by_nobody(world, story):
    """Assignments have a guard of their own."""
    pol, pro = world.user("POL"), world.user("PRO")
    with person.as_user(pol):
        offer = actions.assign(
            story.case.matter, by=pol, agency=world.prosecutor, basis="referral", note="To be indicted"
        )
    with person.as_user(pro):
        actions.move(offer, "decline", by=pro, facts={"reason": "not ours"})
    for user in (pol, pro):
        with person.as_user(user):
            for change in ("note = 'x'", "reason = 'x'", "until = now()", "starts_at = now()"):
                assert not tried(f"UPDATE access_assignment SET {change} WHERE id = %s", [offer.pk]), change


def test_page_and_api_say_that_it_cannot_be_changed(world, story, settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    pol, pk = world.user("POL"), story.case.pk
    with person.as_system("it was closed"):
        sql("UPDATE cases_case SET status = 'closed', closed_on = '2026-02-01', close_reason = 'x' WHERE id = %s", [pk])
    page = browser(pol).post(reverse("records:change", args=["cases", pk]), {"is_online": "on"})
    told = Caller(pol, session=True).patch(f"cases/{pk}/", {"is_online": True}, If_Match="*")

    assert (page.status_code, "cannot be changed" in page.content.decode()) == (409, True)
    assert (told.status, told.body["code"]) == (409, "state")


def test_the_control_without_the_question_a_closed_entry_is_edited(world, story):
    """A green run proves something only if it is the guard that refuses."""
    edit, pk = EDIT.format("cases_case"), story.case.pk
    with person.as_system("it was closed"):
        sql("UPDATE cases_case SET status = 'closed', closed_on = '2026-02-01', close_reason = 'x' WHERE id = %s", [pk])
    with world.as_("POL"):
        assert refuses(edit, [pk])
        [[guard]] = sql("SELECT pg_get_functiondef('actip.guard_move'::regproc)")
        as_owner(guard.replace("was = ANY (TG_ARGV[4]::text[])", "true"))
        try:
            assert tried(edit, [pk])
        finally:
            as_owner(guard)
        assert refuses(edit, [pk])
