"""A hand-over: offered with a note and a target, and answered by nobody but its receiver."""

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions
from actip.records.models import Clock
from tests.records.handover import NOTE, _settings, browser, offered  # noqa: F401  a fixture too

pytestmark = pytest.mark.django_db


def states(offer) -> str:
    with person.as_system("look"):
        return Assignment.objects.get(pk=offer.pk).state


def clock_of(offer) -> Clock:
    with person.as_system("look"):
        return Clock.objects.get(record_id=offer.pk, rule__code="HO-01")


# Offered with a note and a target


def test_the_form_asks_for_a_note_on_a_hand_over(world, case):
    client, path = browser(world.user("POL")), f"/cases/{case.pk}/assign/"
    wanted = {"agency": str(world.prosecutor.pk), "basis": "referral", "note": ""}

    assert client.post(path, wanted).status_code == 422
    assert client.post(path, wanted | {"note": NOTE}).status_code == 302


@pytest.mark.parametrize(("step", "by", "facts"), [
    ("accept", "PRO", {}), ("decline", "PRO", {"reason": "ไม่ใช่เขตอำนาจ"}), ("end", "POL", {}),
])  # fmt: skip
def test_an_offer_has_a_target_which_ends_with_its_answer(world, offer, step, by, facts):
    running = clock_of(offer)
    with world.as_(by):
        actions.move(offer, step, by=world.user(by), facts=facts)
    ended = clock_of(offer)

    assert (running.ended_at, running.due_at > running.starts_at) == (None, True)
    assert ended.ended_at
    assert ended.ended_recorded_at


def test_both_sides_see_the_target_and_nobody_else(world, offer):
    for role, seen in (("POL", 1), ("PRO", 1), ("DSI", 0), ("ADM", 0)):
        with world.as_(role):
            assert Clock.objects.filter(record_id=offer.pk).count() == seen, role


def test_access_given_at_once_has_no_target(world, case):
    with world.as_("POL"):
        given = actions.assign(case.matter, by=world.user("POL"), agency=world.dsi, basis="case_team")
        assert not Clock.objects.filter(record_id=given.pk).exists()


# Answered by nobody else


def test_only_the_receiving_agency_accepts(world, offer):
    for role in ("DSI", "SHG", "POL"):
        with world.as_(role), pytest.raises((actions.OutOfReach, actions.Refused)):
            actions.move(offer, "accept", by=world.user(role))
        with world.as_(role), transaction.atomic():
            assert _accepted_by_sql(offer) in (0, "refused"), role
    assert states(offer) == "offered"

    with world.as_("PRO"):
        assert actions.move(offer, "accept", by=world.user("PRO")).state == "accepted"


def _accepted_by_sql(offer):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE access_assignment SET state = 'accepted' WHERE id = %s", [offer.pk])
            return cursor.rowcount
    except ProgrammingError:
        return "refused"


def test_an_offer_to_one_officer_is_accepted_by_her_alone(world, case):
    named, other = world.user("POL"), world.add_user("SPV", "police", "another-supervisor")
    offer = offered(world, case, world.police, officer=world.user("SPV"))
    for user in (named, other):
        with person.as_user(user), pytest.raises(actions.OutOfReach):
            actions.move(offer, "accept", by=user)
        with person.as_user(user), transaction.atomic():
            assert _accepted_by_sql(offer) in (0, "refused")

    with world.as_("SPV"):
        assert actions.move(offer, "accept", by=world.user("SPV")).state == "accepted"


def test_what_was_withdrawn_is_accepted_by_nobody(world, case, offer):
    with world.as_("POL"):
        actions.move(offer, "end", by=world.user("POL"))
    with world.as_("PRO"), pytest.raises((actions.OutOfReach, ValidationError)):
        actions.move(offer, "accept", by=world.user("PRO"))
    with world.as_("PRO"), transaction.atomic():
        assert _accepted_by_sql(offer) in (0, "refused")

    assert states(offer) == "ended"


def test_the_pages_and_the_api_refuse_as_well(world, offer, caller):
    for role in ("DSI", "POL"):
        page = browser(world.user(role)).post(f"/assignments/{offer.pk}/moves/accept/")
        api = caller(role).post(f"assignments/{offer.pk}/moves/accept/", {}, If_Match="*")
        assert page.status_code in (403, 404, 409, 422), (role, page.status_code)
        assert api.status == 404, (role, api.body)
    assert states(offer) == "offered"

    assert browser(world.user("PRO")).post(f"/assignments/{offer.pk}/moves/accept/").status_code == 302
    assert states(offer) == "accepted"


def test_nobody_assigns_a_matter_out_of_her_reach(world, case, caller):
    stranger = world.add_user("POL", "police_two")
    client = browser(stranger)
    wanted = {"agency": str(world.police_two.pk), "basis": "case_team", "note": "x"}
    api = {"matter": str(case.pk), "agency": "police_two", "basis": "case_team"}

    assert client.post(f"/cases/{case.pk}/assign/", wanted).status_code == 404
    with person.as_user(stranger), pytest.raises((actions.OutOfReach, ValidationError)):
        actions.assign(case.matter, by=stranger, agency=world.police_two, basis="case_team")
    assert caller(user=stranger).post("assignments/", api).status in (400, 404)
    assert caller("POL").post("assignments/", api).status == 201
    with person.as_system("look"):
        assert Assignment.objects.get(agency=world.police_two).assigned_by.agency == world.police
