"""Who gives, answers and ends access, whoever writes the row: the guard of assignments, one statement past it at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions
from cases.models import Case
from tests.access.conftest import refuses, sql, tried
from tests.compensation.conftest import refused
from tests.factories import make
from tests.records.handover import NOTE, offered
from tests.rows import copied

pytestmark = pytest.mark.django_db
TWICE = "23505"
DAY = timedelta(days=1)


def update(what: str) -> str:
    return f"UPDATE access_assignment SET {what} WHERE id = %s"


def test_an_offer_is_made_in_ones_own_name_and_waits(world, offer):
    def another(**changed) -> tuple[str, list]:
        return copied("access_assignment", offer, agency_id=world.dsi.pk, **changed)

    with world.as_("POL"):
        assert tried(*another())  # the control
        for changed in (
            {"from_agency_id": world.court.pk},
            {"from_agency_id": None},
            {"assigned_by_id": world.user("SPV").pk},
            {"assigned_by_id": None},
            {"state": "accepted"},
            {"is_lead": True},
            {"basis": "case_team"},  # access that is given is not offered
        ):
            assert refuses(*another(**changed)), changed


def test_it_keeps_who_gave_it(world, offer):
    with world.as_("SPV"):
        assert tried(update("note = 'urgent'"), [offer.pk])  # the control: she assigns here too
        assert refuses(update(f"assigned_by_id = {world.user('SPV').pk}"), [offer.pk])
        assert refuses(update(f"from_agency_id = {world.court.pk}"), [offer.pk])


def test_it_keeps_to_whom_it_was_given_and_on_what_basis(world, case, offer):
    """Else whoever gave access to one agency gives it to any other, past what may be given to whom."""
    to_her = offered(world, case, world.dsi, officer=world.user("DSI"))
    another = world.add_user("DSI", "dsi", "another-dsi")
    with world.as_("POL"):
        for assignment, what in (
            (offer, f"agency_id = {world.court.pk}"),
            (offer, "basis = 'case_team'"),
            (to_her, f"officer_id = {another.pk}"),
            (to_her, "officer_id = NULL"),
        ):
            assert refused(update(what), [assignment.pk]) == "23514", what


def test_access_that_is_shortened_ends_when_it_was_said_to(world, case):
    with world.as_("POL"):
        given = actions.assign(case.matter, by=world.user("POL"), agency=world.prosecutor, basis="case_team")
    with person.as_system("it began three days ago"):
        sql(update("starts_at = now() - interval '3 days'"), [given.pk])
    with world.as_("PRO"):
        assert Case.objects.exists()  # the control
    with world.as_("POL"):
        sql(update("until = now() - interval '1 minute'"), [given.pk])
    with world.as_("PRO"):
        assert not Case.objects.exists()


def test_accepting_it_changes_nothing_else(world, offer):
    accept = "state = 'accepted'"
    with world.as_("POL"):
        assert refuses(update(accept), [offer.pk])
    with world.as_("PRO"):
        assert tried(update(accept), [offer.pk])  # the control
        for more in ("until = now() + interval '1 day'", "starts_at = starts_at - interval '1 day'", "is_lead = true"):
            assert refuses(update(f"{accept}, {more}"), [offer.pk]), more
        assert refuses(update("state = 'ended'"), [offer.pk])
        actions.move(offer, "accept", by=world.user("PRO"))
        for state in ("offered", "declined"):
            assert refuses(update(f"state = '{state}', reason = 'x'"), [offer.pk]), state


def test_what_is_named_to_an_officer_is_not_answered_for_her(world, case):
    named = world.add_user("PRO", "prosecutor", "another-prosecutor")
    to_her = offered(world, case, world.prosecutor, officer=named)
    everybody = world.user("PRO")
    with world.as_("POL"):
        actions.assign(case.matter, by=world.user("POL"), agency=world.prosecutor, officer=everybody, basis="case_team")
    with person.as_user(everybody):
        assert refuses(update("state = 'accepted'"), [to_her.pk])
    with person.as_user(named):
        assert tried(update("state = 'accepted'"), [to_her.pk])


def test_the_lead_passes_and_nothing_with_it(world, case, offer):
    """Whoever accepted takes the lead; the access itself stays as it was given."""
    with world.as_("POL"):
        lead = case.matter.assignments.get(is_lead=True)
    with person.as_system("accepted, and the lead not yet passed on"):
        offer.state = "accepted"
        offer.save()
    with world.as_("PRO"):
        assert tried(update("is_lead = false"), [lead.pk])  # the control
        for more in ("state = 'ended'", "until = now() + interval '1 day'", "starts_at = starts_at - interval '1 day'"):
            assert refuses(update(f"is_lead = false, {more}"), [lead.pk]), more


def test_whoever_hands_a_case_on_withdraws_her_open_offer_and_no_more(world, case, offer):
    with world.as_("PRO"):
        actions.move(offer, "accept", by=world.user("PRO"))
        to_court = actions.assign(case.matter, by=world.user("PRO"), agency=world.court, basis="referral", note=NOTE)
    theirs = offered(world, case, world.dsi)
    end = update("state = 'ended'")
    with world.as_("PRO"):
        assert tried(end, [to_court.pk])  # the control
        assert refuses(end, [theirs.pk])
        for more in ("until = now() + interval '1 day'", "starts_at = starts_at + interval '1 minute'"):
            assert refuses(update(f"state = 'ended', {more}"), [to_court.pk]), more
        assert refuses(update("state = 'accepted'"), [to_court.pk])
        assert refuses(update("state = 'declined', reason = 'x'"), [to_court.pk])
        to_dsi = actions.assign(
            case.matter, by=world.user("PRO"), agency=world.dsi, officer=world.user("DSI"), basis="referral", note=NOTE
        )
    with person.as_system("accepted, and the lead not yet passed on"):
        assert sql(update("state = 'accepted'") + " RETURNING id", [to_court.pk])
    with world.as_("PRO"):
        assert tried(end, [to_dsi.pk])  # she still answers for the case
        assert refuses(end, [to_court.pk])
    with person.as_system("now it is passed on"):
        sql(update("is_lead = false"), [offer.pk])
        sql(update("is_lead = true"), [to_court.pk])
    with world.as_("PRO"):
        assert refuses(end, [to_dsi.pk])


def test_a_third_agency_writes_nothing_on_it(world, case):
    to_dsi = offered(world, case, world.dsi)
    with world.as_("POL"):
        actions.assign(case.matter, by=world.user("POL"), agency=world.prosecutor, basis="case_team")
    with world.as_("PRO"):
        assert sql("SELECT id FROM access_assignment WHERE id = %s", [to_dsi.pk])
        assert refuses(update("note = 'x'"), [to_dsi.pk])
    with world.as_("CRT"):
        sql("UPDATE access_assignment SET note = 'x'")  # of none, and so without a word


def test_an_agency_that_only_knows_of_the_case_answers_what_is_offered_to_it(world, case):
    to_shelter = offered(world, case, world.shelter)
    with world.as_("SHG"):
        assert not Case.objects.exists()
        assert tried(update("state = 'accepted'"), [to_shelter.pk])


def given(world, case, **values) -> Assignment:
    with person.as_system("whatever was given"):
        return Assignment.objects.create(matter=case.matter, starts_at=timezone.now() - 2 * DAY, **values)


def test_she_answers_for_a_case_by_a_referral_to_her_that_was_accepted_and_runs(world, case):
    """Nobody else hands it on: not who helps, nor whose time is over, nor the agency of a colleague to whom it went by name."""
    another = world.add_user("PRO", "prosecutor", "another-prosecutor")
    with world.as_("POL"):
        other = make("cases", by=world.user("POL"))
        leads = case.matter.assignments.get(is_lead=True)
    with person.as_system("nobody leads now"):
        sql(update("is_lead = false"), [leads.pk])
    for each in (case, other):
        given(world, each, agency=world.prosecutor, basis="case_team", until=timezone.now() + DAY)
    for is_hers, more in (
        (True, {}),
        (True, {"officer": world.user("PRO")}),
        (False, {"officer": another}),
        (False, {"basis": "case_team"}),
        (False, {"is_lead": False}),
        (False, {"until": timezone.now() - DAY}),
        (False, {"agency": world.court}),
    ):
        lead = given(world, case, **{"agency": world.prosecutor, "basis": "referral", "is_lead": True} | more)
        with world.as_("PRO"):
            assert sql("SELECT actip.leads(%s), actip.leads(%s)", [case.pk, other.pk]) == [(is_hers, False)], more
        with person.as_system("and is taken away"):
            sql(update("state = 'ended', is_lead = false"), [lead.pk])


@pytest.mark.parametrize(("role", "counts"), [("DSI", False), ("SPV", True)])
def test_until_when_she_reaches_a_matter_is_said_by_what_runs_for_her(world, case, role, counts):
    """What was ended, has not begun, or went to a colleague lengthens nothing; but she who assigns for her agency reaches what it has."""
    agency = world.user(role).agency
    another = world.add_user(role, agency.code, "another")
    hour = timezone.now() + DAY / 24
    reached = f"SELECT actip.reached_until('{case.pk}')::text"
    with person.as_system("not theirs by itself"):
        sql("UPDATE access_assignment SET state = 'ended', is_lead = false WHERE matter_id = %s", [case.pk])
    given(world, case, agency=agency, basis="case_team", until=hour)
    for lengthens, more in (
        (False, {"state": "ended"}),
        (False, {"starts_at": timezone.now() + DAY}),
        (False, {"until": timezone.now() - DAY}),
        (counts, {"officer": another}),
        (True, {"officer": world.user(role)}),
    ):
        with person.as_system("whatever was given"):
            values = {"agency": agency, "basis": "case_team", "starts_at": timezone.now() - 2 * DAY} | more
            one = Assignment.objects.create(matter=case.matter, **values)
        with world.as_(role):
            assert (sql(reached) == [("infinity",)]) == lengthens, more
        with person.as_system("and is taken away"):
            sql(update("state = 'ended'"), [one.pk])


def test_a_matter_has_one_lead_and_asks_an_agency_once_whoever_writes(world, case, offer):
    with person.as_system("an import"):
        assert refused(*copied("access_assignment", offer)) == TWICE
        assert (
            refused(*copied("access_assignment", offer, state="accepted", agency_id=world.dsi.pk)) == ""
        )  # the control
        lead = {"state": "accepted", "agency_id": world.dsi.pk, "is_lead": True}
        assert refused(*copied("access_assignment", offer, **lead)) == TWICE
