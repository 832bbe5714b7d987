"""A clock is started and ended by whoever's work it measures, never by who merely knows of the record or reads it."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from actip.accounts import person
from actip.records import actions, catalogue, clocks
from actip.records.models import Clock
from actip.records.pages import history
from tests.access import policy
from tests.access.conftest import refuses, sql, tried
from tests.cases.conftest import as_owner
from tests.factories import make

pytestmark = pytest.mark.django_db

END = "UPDATE records_clock SET ended_at = now() WHERE id = %s"
START = (
    "INSERT INTO records_clock SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(),"
    " 'starts_at', now() - interval '1 hour', 'ended_at', NULL))).* FROM records_clock c WHERE id = %s"
)


@pytest.fixture
def shared(world, story):
    """The case and the person of the story, open to every agency there is."""
    pol = world.user("POL")
    with person.as_user(pol):
        for agency in world.agencies.values():
            for record in (story.case, story.victim):
                actions.assign(record.matter, by=pol, agency=agency, basis="case_team")
    return story


def started(world, record, rule: str) -> Clock:
    with person.as_system("a limit began"):
        clock = clocks.start(record, rule, timezone.now() - timedelta(hours=2))
    assert clock, f"{rule} is in force"
    return clock


def ends(world, clock: Clock) -> dict[str, bool]:
    """Of each role that sees the clock whether she ends it by hand, and, which must be the same, starts another."""
    found = {}
    for role in policy.ROLES:
        with world.as_(role):
            if Clock.objects.filter(pk=clock.pk).exists():
                found[role] = tried(END, [clock.pk])
                assert tried(START, [clock.pk]) == found[role], role
    return found


def writers(*slugs: str) -> set[str]:
    return {role for role in policy.ROLES for slug in slugs if policy.letter(role, slug) == "w"}


@pytest.mark.parametrize(
    ("slug", "rule"), [("cases", "DL-01"), ("suspects", "DL-06"), ("suspects", "DL-07-84"), ("people", "DL-14")]
)
def test_a_clock_is_ended_and_started_by_hand_by_who_changes_its_record_alone(world, shared, slug, rule):
    record = {"cases": shared.case, "suspects": shared.suspect, "people": shared.victim}[slug]

    done = ends(world, started(world, record, rule))

    assert {role for role, ended in done.items() if ended} == writers(slug)
    assert len(done) > len(writers(slug))  # the control: others were there to try


def test_whose_act_ends_a_limit_on_anothers_record_ends_it_with_that_act_and_not_without(world, shared):
    """A prosecutor reads suspects; her file of the case ends and begins the ceiling of their remand."""
    clock, pro = started(world, shared.suspect, "DL-07-84"), world.user("PRO")
    with person.as_user(world.user("POL")):
        other = make("cases", by=world.user("POL"))
        actions.assign(other.matter, by=world.user("POL"), agency=world.prosecutor, basis="case_team")
    with person.as_user(pro):
        assert refuses(END, [clock.pk])
        make("prosecutions", by=pro, case=other)
        assert refuses(END, [clock.pk])  # an act in another matter is none here
        sql("SELECT actip.audit('open', 'prosecutions', %s, %s)", [str(other.pk), shared.case.matter_id])
        assert refuses(END, [clock.pk])  # nor is a look

        make("prosecutions", by=pro, case=shared.case)
        assert tried(END, [clock.pk])
        assert tried(START, [clock.pk])
    with world.as_("CRT"):
        assert refuses(END, [clock.pk])  # what a prosecutor did is not done by the court


def test_an_act_of_the_trail_is_not_invented(world, shared):
    """Else she would only have to say that she did it."""
    with world.as_("PRO"):
        for verb in ("create", "change", "move", "assign", "clock_started", "clock_ended"):
            told = "SELECT actip.audit(%s, 'prosecutions', '1', %s)"
            assert refuses(told, [verb, shared.case.matter_id]), verb
        assert tried("SELECT actip.audit('open', 'prosecutions', '1', %s)", [shared.case.matter_id])


def test_the_control_without_the_act_the_right_to_it_is_enough(world, shared):
    """A green run proves something only if it is the question for the act that refuses."""
    clock = started(world, shared.suspect, "DL-07-84")
    with world.as_("PRO"):
        [[asked]] = sql("SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = 'has_just_written'")
        as_owner(asked[: asked.index("AS $function$")] + "AS $function$ SELECT true $function$")
        try:
            assert tried(END, [clock.pk])
        finally:
            as_owner(asked)
        assert refuses(END, [clock.pk])


def test_who_knows_of_a_decision_and_works_with_the_person_ends_the_wait_for_her_notice_alone(world, shared):
    pol, lab = world.user("POL"), world.user("LAB")
    with person.as_user(pol):
        decision = make("identification-decisions", by=pol, person=shared.victim)
    protection, notice = started(world, decision, "DL-01"), started(world, decision, "DL-05")

    with person.as_user(lab):
        assert policy.letter("LAB", "identification-decisions") == "x"
        assert refuses(END, [protection.pk])
        make("rights-notices", by=lab, person=shared.victim)
    with person.as_user(pol):
        assert Clock.objects.get(pk=notice.pk).ended_at
        assert Clock.objects.get(pk=protection.pk).ended_at is None


def test_the_clock_of_an_offer_ends_with_its_answer_and_by_no_hand(world, story):
    pol, pro = world.user("POL"), world.user("PRO")
    with person.as_user(pol):
        offer = actions.assign(
            story.case.matter, by=pol, agency=world.prosecutor, basis="referral", note="To be indicted"
        )
        clock = Clock.objects.get(record_id=offer.pk)
        assert refuses(END, [clock.pk])
    with person.as_user(pro):
        assert refuses(END, [clock.pk])
        actions.move(offer, "accept", by=pro)
    with person.as_user(pol):
        assert Clock.objects.get(pk=clock.pk).ended_at
        assert refuses(START, [clock.pk])


MADE_UP = (
    "INSERT INTO records_clock (id, matter_id, rule_id, record_type, record_id, starts_at, due_at, breach_reason, breach_note, created_at)"
    " SELECT gen_random_uuid(), %s, id, %s, %s, now(), now() + interval '1 day', '', '', now() FROM records_rule"
    " WHERE code = 'DL-01' LIMIT 1"
)


def invents(matter, slug: str, pk) -> str:
    """The constraint that forbids a clock for such a record; "" where it is let through. Undone."""
    try:
        with transaction.atomic():
            sql(MADE_UP, [matter, slug, pk])
            sql("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return ""


def test_a_clock_hangs_on_a_record_that_there_is_in_its_own_matter(world, story):
    pol = world.user("POL")
    with person.as_user(pol):
        other = make("cases", by=pol)
        here, case, suspect = story.case.matter_id, story.case.pk, story.suspect.pk
        assert invents(here, "cases", case) == invents(here, "suspects", suspect) == ""  # the control
        for matter, slug, pk in (
            (here, "suspects", uuid.uuid4()), (other.matter_id, "suspects", suspect), (here, "cases", suspect),
            (here, "suspects", case),
        ):  # fmt: skip
            assert invents(matter, slug, pk) == "clock_of_a_record", (slug, pk)
    with person.as_system("an import"):
        assert invents(here, "suspects", uuid.uuid4()) == "clock_of_a_record"
        assert invents(here, "users", uuid.uuid4()) == "clock_of_a_record"


def test_the_control_without_the_question_a_clock_hangs_on_nothing(world, story):
    with world.as_("POL"):
        [[asked]] = sql("SELECT pg_get_functiondef('actip.clock_has_record'::regproc)")
        as_owner(asked[: asked.index("BEGIN")] + "BEGIN RETURN NULL; END $function$")
        try:
            assert invents(story.case.matter_id, "suspects", uuid.uuid4()) == ""
        finally:
            as_owner(asked)


def test_the_start_of_a_clock_stands_in_the_history_of_its_record_with_who_and_by_which_rule(world, story):
    pol = world.user("POL")
    with person.as_user(pol):
        assert tried(MADE_UP, [story.case.matter_id, "cases", story.case.pk])
        sql(MADE_UP, [story.case.matter_id, "cases", story.case.pk])
        told = sql(
            "SELECT user_id, detail ->> 'rule', at > now() - interval '1 minute' FROM actip.history('cases', %s)"
            " WHERE verb = 'clock_started'",
            [str(story.case.pk)],
        )
        assert told == [(pol.pk, "DL-01", True)]
        for language, name, began, rule in (
            ("en", "Officer POL", "Limit began", "Temporary protection, 24 hours at most"),
            ("th", "เจ้าหน้าที่ POL", "เริ่มนับกำหนดเวลา", "คุ้มครองชั่วคราวไม่เกิน 24 ชั่วโมง"),
        ):
            with translation.override(language):
                [event] = [
                    event for event in history.of_record(catalogue.get("cases"), story.case.pk) if "text" in event
                ]
            assert (event["title"], event["text"]) == (began, f"DL-01 · {rule}")
            assert event["by"].startswith(name)


def test_the_end_of_a_clock_stands_in_the_history_of_its_record(world, story):
    clock, pol = started(world, story.case, "DL-01"), world.user("POL")
    with person.as_user(pol):
        clocks.stop(story.case, "DL-01", at=timezone.now())
        sql("UPDATE records_clock SET ended_at = ended_at WHERE id = %s", [clock.pk])  # nothing happened
        told = sql(
            "SELECT user_id, detail ->> 'rule' FROM actip.history('cases', %s) WHERE verb = 'clock_ended'",
            [str(story.case.pk)],
        )
    assert told == [(pol.pk, "DL-01")]


def test_the_control_without_the_question_whoever_knows_of_it_ends_it(world, shared):
    """A green run proves something only if it is the guard that refuses."""
    clock = started(world, shared.case, "DL-01")
    with world.as_("SHG"):
        [[guard]] = sql("SELECT pg_get_functiondef('actip.works_on_clock'::regproc)")
        as_owner(guard[: guard.index("BEGIN")] + "BEGIN RETURN true; END $function$")
        try:
            assert tried(END, [clock.pk])
        finally:
            as_owner(guard)
        assert refuses(END, [clock.pk])
