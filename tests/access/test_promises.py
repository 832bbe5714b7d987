"""What must never happen, in plain words; the numbers are those of the special rules of the access matrix."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from actip.access.models import Assignment, Matter
from actip.accounts import person
from actip.accounts.models import User
from actip.records import actions, catalogue
from actip.records.actions import OutOfReach
from cases.models import Case, Report, Suspect, SuspectIdentity
from compensation.models import FundPayment
from tests.access.conftest import refuses, sql, tried
from tests.factories import make
from victims.models import IdentificationDecision, Person, Placement, ShelterAddress, VictimIdentity

pytestmark = pytest.mark.django_db


# 2. The address of a shelter is shown for one stay.


def test_shelter_address_only_during_a_stay(world, story):
    pmj, place = world.user("PMJ"), ShelterAddress.objects.filter(shelter=story.shelter)
    with person.as_user(pmj):
        assert [found.shelter for found in ShelterAddress.objects.all()] == [story.shelter], "and of no other home"
        actions.move(story.stay, "decline", by=pmj, facts={"decline_reason": "full"})
        assert not place.exists()
        assert not ShelterAddress.objects.exists()
    with world.as_("SHG"):
        assert place.exists()  # its own house
    with person.as_user(world.add_user("SHG", "shelter_two")):
        assert not ShelterAddress.objects.exists()


@pytest.mark.parametrize("role", ["POL", "TIC", "DSI", "SPV", "PRO", "CRT", "HOT", "AUD", "ADM", "FND"])
def test_police_and_courts_know_no_shelter_address(world, story, role):
    with world.as_(role):
        assert not ShelterAddress.objects.exists()


# 5. Identity is for those who need it for their case.


@pytest.mark.parametrize("role", ["SPV", "LED", "LAB", "IMM", "FND", "MDT"])
def test_a_masked_reader_never_holds_an_identity(world, story, role):
    user = world.user(role)
    with person.as_system("assigned"):
        Assignment.objects.create(matter=story.victim.matter, agency=user.agency, officer=user, basis="case_team")
    with person.as_user(user):
        assert not VictimIdentity.objects.exists()


# 9. A team member's access ends with the decision, at latest after 30 days.


def test_a_team_member_is_there_for_30_days_at_most(world, story):
    pol = world.user("POL")
    with person.as_user(pol):
        make("identification-decisions", by=pol, person=story.victim)
        given = actions.assign(
            story.victim.matter, by=pol, agency=world.health, officer=world.user("MDT"), basis="team"
        )
        given.refresh_from_db()

    assert given.until - given.starts_at == timedelta(days=30)


def test_a_team_member_is_gone_once_the_decision_is_signed(world, story):
    pol, pmj, mdt = (world.user(role) for role in ("POL", "PMJ", "MDT"))
    with person.as_user(pmj):
        decision = make("identification-decisions", by=pmj, person=story.victim)
    with person.as_user(pol):
        actions.assign(story.victim.matter, by=pol, agency=world.health, officer=mdt, basis="team")
    with person.as_user(mdt):
        assert Person.objects.exists()
    with person.as_user(pmj):
        actions.move(decision, "close_undetermined", by=pmj, facts={"decided_on": date(2026, 1, 9), "reasons": "x"})
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    with person.as_user(mdt):
        assert not Person.objects.exists()
    with person.as_user(pol), override("en"), pytest.raises(ValidationError, match="No identification"):
        actions.assign(story.victim.matter, by=pol, agency=world.health, officer=mdt, basis="team")


# 10. An NGO sees its own clients, and nothing of the case.


def test_an_ngo_partner_never_sees_a_suspect(world, story):
    ngo, pmj = world.user("NGO"), world.user("PMJ")
    with person.as_user(pmj):
        make("placements", by=pmj, person=story.victim, shelter=story.home)
    with person.as_user(ngo):
        assert Person.objects.count() == 1
        assert not Suspect.objects.exists()
        assert not SuspectIdentity.objects.exists()
        assert not Case.objects.exists()
    with person.as_system("even when somebody assigns it the case"):
        Assignment.objects.create(matter=story.case.matter, agency=world.ngo, basis="case_team")
    with person.as_user(ngo):
        assert not Suspect.objects.exists()
        assert not Case.objects.exists()


# 11. Requester, approver and payer are three people; the payer learns code and amount only.


def test_a_payer_learns_code_and_amount_only(world, story):
    payment, fap, pay = story.payment(world), world.user("FAP"), world.user("PAY")
    kind = catalogue.get("fund-payments")
    with person.as_user(pay):
        assert not FundPayment.objects.exists()
    with person.as_user(fap):
        actions.move(payment, "approve", by=fap)
    with person.as_user(pay):
        found = FundPayment.objects.get()
        assert found.payee_code == story.victim.matter.number
        for model in (Person, VictimIdentity, Placement, IdentificationDecision, Matter, Assignment, Case, Report):
            assert not model.objects.exists()
    assert set(kind.payee) == {"payee_code", "amount", "status", "paid_on"}


# 12. Nobody gives herself access, and an administrator has no content.


def test_nobody_gives_herself_access(world, story):
    stranger = world.add_user("POL", "police_two")
    given = (
        "INSERT INTO access_assignment (id, matter_id, agency_id, officer_id, basis, state, is_lead, starts_at, note, reason,"
        " assigned_by_id, from_agency_id, version, created_at, updated_at) VALUES (gen_random_uuid(), %s, %s, %s, %s, 'accepted',"
        " false, now(), '', '', actip.me_user(), actip.me_agency(), 1, now(), now())"
    )
    for user in (stranger, world.user("SPV"), world.user("ADM"), world.user("DAT"), world.user("AUD")):
        with person.as_user(user):
            for basis in ("case_team", "referral", "placement", "fund", "oversight", "archive", "opened", "team"):
                matter = story.victim.matter_id if user != world.user("SPV") else make_elsewhere(world)
                assert refuses(given, [matter, user.agency_id, None, basis]), (user, basis)


def make_elsewhere(world):
    other = world.user("DSI")
    with person.as_user(other):
        return make("cases", by=other).matter_id


def test_nobody_lengthens_her_own_access(world, story):
    visitor = world.add_user("POL", "police_two")
    until = timezone.now() + timedelta(days=2)
    pol = world.user("POL")
    with person.as_user(pol):
        given = actions.assign(story.case.matter, by=pol, agency=world.police_two, basis="case_team", until=until)
    with person.as_user(visitor):
        assert Case.objects.exists()
        with pytest.raises(OutOfReach):
            actions.assign(story.case.matter, by=visitor, agency=world.police_two, basis="case_team")
        for change in (
            "until = NULL",
            "until = until + interval '1 day'",
            "is_lead = true",
            "starts_at = starts_at - interval '1 day'",
        ):
            assert refuses(f"UPDATE access_assignment SET {change} WHERE id = %s", [given.pk]), change
        assert tried("UPDATE access_assignment SET until = until - interval '1 day' WHERE id = %s", [given.pk])
        actions.assign(
            story.case.matter, by=visitor, agency=world.police_two, officer=visitor, basis="case_team", until=until
        )


def test_the_lead_is_offered_and_accepted_never_taken(world, story):
    visitor = world.add_user("POL", "police_two")
    pol = world.user("POL")
    with person.as_user(pol):
        given = actions.assign(story.case.matter, by=pol, agency=world.police_two, basis="case_team")
        lead = Assignment.objects.get(matter=story.case.matter, is_lead=True)
    with person.as_user(visitor):
        assert refuses("UPDATE access_assignment SET is_lead = false WHERE id = %s", [lead.pk])
        assert refuses("UPDATE access_assignment SET is_lead = true WHERE id = %s", [given.pk])


def test_an_officer_is_assigned_in_her_own_agency(world, story):
    stranger, pol = world.add_user("PAR", "partner", "friend"), world.user("POL")
    with person.as_user(pol), pytest.raises(ValidationError):
        actions.assign(story.case.matter, by=pol, agency=world.police, officer=stranger, basis="case_team")


@pytest.mark.parametrize("role", ["POL", "SPV", "DAT", "ADM"])
def test_a_user_cannot_change_her_own_role_by_sql(world, role):
    user, colleague = world.user(role), world.user("HOT")
    with person.as_user(user):
        for change in (
            "role = 'SPV'",
            f"agency_id = {world.fund.pk}",
            "is_superuser = true",
            "is_staff = NOT is_staff",
            "is_active = false",
        ):
            changed = User.objects.get(pk=user.pk)
            assert refuses(
                f"UPDATE accounts_user SET {change} WHERE id = %s AND {change.split(' = ')[0]} IS DISTINCT FROM ({change.split(' = ')[1]})",
                [changed.pk],
            ), change
        is_keeper = role == "ADM"
        assert refuses("UPDATE accounts_user SET role = 'MFA' WHERE id = %s", [colleague.pk])  # rule 12: two do that
        assert tried("UPDATE accounts_user SET password = 'x' WHERE id = %s", [colleague.pk]) == is_keeper
        assert tried("UPDATE accounts_user SET name_th = 'x' WHERE id = %s", [colleague.pk]) == is_keeper
        assert tried("UPDATE accounts_user SET name_th = 'x' WHERE id = %s", [user.pk])
        assert tried("UPDATE accounts_agency SET kind = 'fund' WHERE id = %s", [user.agency_id]) == is_keeper


def test_an_administrator_sees_no_content(world, story):
    with world.as_("ADM"):
        for kind in catalogue.all_types():
            assert not kind.model.objects.exists(), kind.slug
        assert not Matter.objects.exists()


# Access in time.


def test_assignment_with_an_end_closes_by_the_clock(world, story):
    """No job runs: the database compares the hours. The row is moved into the past, as time would."""
    visitor, pol = world.add_user("POL", "police_two"), world.user("POL")
    with person.as_user(pol):
        given = actions.assign(
            story.case.matter,
            by=pol,
            agency=world.police_two,
            basis="case_team",
            until=timezone.now() + timedelta(seconds=1),
        )
    with person.as_user(visitor):
        assert Case.objects.exists()
    with person.as_system("two seconds pass"):
        past = timezone.now() - timedelta(days=1)
        Assignment.objects.filter(pk=given.pk).update(starts_at=past, until=past + timedelta(hours=1))
        before = Matter.objects.get(pk=story.case.matter_id).reach
    with person.as_user(visitor):
        assert not Case.objects.exists()
        assert not Matter.objects.exists()
    with person.as_system("nothing was recounted"):
        assert Matter.objects.get(pk=story.case.matter_id).reach == before
