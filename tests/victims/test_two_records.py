"""Two records of one person, merged: what protects her protects both, and what is true of one is true of her."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actip.accounts import person
from actip.records import actions
from compensation import ledger
from compensation.models import Line
from tests.access.conftest import sql
from tests.cases.test_section_41 import DOCUMENT, LISTED, SENTENCE
from tests.compensation.test_court import Court
from tests.factories import make
from tests.victims.test_identification import FOUND
from tests.victims.test_witness import Witness
from victims.matching import private
from victims.models import MatchRequest, Person, SamePersonLink, VictimIdentity

pytestmark = pytest.mark.django_db


def merged(world, role: str, kept, other):
    """Requested by the user of a role and approved by another of the same agency."""
    first = world.user(role)
    second = world.add_user(role, first.agency.code, f"{role}-second")
    with person.as_user(first):
        merge = make("merges", by=first, person=kept, merged=other)
    with person.as_user(second):
        return actions.move(merge, "approve", by=second)


@pytest.fixture
def hers(world):
    """A victim by decision, and a second record of her that has her document."""
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        kept, other = make("people", by=pmj), make("people", by=pmj)
        make("identities", by=pmj, person=other, document=DOCUMENT)
        decision = make("identification-decisions", by=pmj, person=kept)
        actions.move(decision, "decide_victim", by=pmj, facts=FOUND)
    return kept, other


@pytest.fixture
def suspect(world):
    pol = world.user("POL")
    with person.as_user(pol):
        found = make("suspects", by=pol, case=make("cases", by=pol))
        make("suspect-identities", by=pol, suspect=found, document=DOCUMENT)
    return found


def charge(world, suspect):
    pol = world.user("POL")
    with person.as_user(pol):
        return make("case-charges", by=pol, case=suspect.case, suspect=suspect, **LISTED)


def test_no_listed_charge_against_a_victim_whose_document_stands_in_the_other_record(world, hers, suspect):
    merged(world, "PMJ", *hers)
    with pytest.raises(ValidationError, match=SENTENCE):
        charge(world, suspect)


def test_the_checkers_are_told_when_the_merge_says_that_she_is_a_victim(world, hers, suspect):
    charge(world, suspect)  # nobody knew
    with person.as_system("look"):
        assert not SamePersonLink.objects.filter(needs_permission=True).exists()
    merge = merged(world, "PMJ", *hers)
    with person.as_system("look"):
        assert SamePersonLink.objects.get().needs_permission
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        actions.move(merge, "undo", by=pmj, facts={"undo_reason": "คนละคน"})
    with person.as_system("look"):
        assert not SamePersonLink.objects.get().needs_permission


def test_the_checkers_are_told_when_the_record_that_is_kept_is_decided(world, suspect):
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        kept, other = make("people", by=pmj), make("people", by=pmj)
        make("identities", by=pmj, person=other, document=DOCUMENT)
    merged(world, "PMJ", kept, other)
    charge(world, suspect)
    with person.as_user(pmj):
        make("identification-decisions", by=pmj, person=kept)
    with person.as_system("look"):
        assert SamePersonLink.objects.get().needs_permission


def test_a_programme_locks_the_other_record_of_the_witness_as_well(world):
    witness = Witness(world)
    pol = world.user("POL")
    with person.as_user(pol):
        other = make("people", by=pol)
        make("identities", by=pol, person=other)
        actions.assign(other.matter, by=pol, agency=world.province, basis="protection")
    merged(world, "POL", witness.victim, other)
    programme = witness.programme()
    for somebody in witness.others():
        with person.as_user(somebody):
            assert not Person.objects.filter(pk=other.pk).exists(), somebody
            assert not VictimIdentity.objects.filter(person=other).exists(), somebody
    witness.end(programme)
    with person.as_user(pol):
        assert VictimIdentity.objects.filter(person=other).exists()


def test_a_programme_that_is_extended_hides_her_still_and_nobody_else(world):
    witness = Witness(world)
    pmj = world.user("PMJ")
    programme = witness.programme()
    with person.as_user(witness.wpo):
        actions.move(programme, "extend", by=witness.wpo, facts={"runs_until": date(2028, 1, 13)})
    with person.as_user(pmj):
        kept, other = make("people", by=pmj), make("people", by=pmj)
    merged(world, "PMJ", kept, other)  # by which their locks are looked at
    for somebody in witness.others():
        with person.as_user(somebody):
            assert not Person.objects.filter(pk=witness.victim.pk).exists(), somebody
    with person.as_user(pmj):
        assert Person.objects.filter(pk__in=[kept.pk, other.pk]).count() == 2


def test_where_she_lived_is_read_from_either_record(world, hers):
    kept, other = hers
    pmj = world.user("PMJ")
    with person.as_system("shelters"):
        home = make("shelters", agency=world.shelter)
        make("shelter-addresses", shelter=home)
    with person.as_user(pmj):
        stay = make("placements", by=pmj, person=other, shelter=home)
        stay = actions.move(stay, "accept", by=pmj)
        actions.move(stay, "place", by=pmj, facts={"placed_on": date(2026, 1, 9)})
    merged(world, "PMJ", kept, other)
    with person.as_user(pmj):
        payment = make("fund-payments", by=pmj, person=kept, amount=Decimal("3000.00"))
    with world.as_("FAP"):
        payment = actions.move(payment, "approve", by=world.user("FAP"))
    with world.as_("PAY"):
        payment = actions.move(payment, "pay", by=world.user("PAY"), facts={"paid_on": date(2026, 2, 3)})
    assert payment.residence == "government_shelter"
    with person.as_system("look"):
        assert set(Line.objects.filter(entry__kind="payment").values_list("shelter", flat=True)) == {home.pk}


def test_another_agency_that_asks_is_answered_by_the_record_that_is_kept(world, hers):
    merged(world, "PMJ", *hers)
    pol = world.user("POL")
    asked = {"full_name": "", "birth_date": "", "nationality": "", "document": DOCUMENT}
    with person.as_user(pol):
        assert private.ask(by=pol, purpose="พบหญิงคนหนึ่งที่ด่าน", **asked)
    with person.as_system("look"):
        assert MatchRequest.objects.get().person == hers[0]


def test_what_was_approved_before_a_merge_is_paid_and_what_came_for_an_order_is_recorded(world, hers):
    kept, other = hers
    pmj, fap, pay = world.user("PMJ"), world.user("FAP"), world.user("PAY")
    with person.as_user(pmj):
        payment = make("fund-payments", by=pmj, person=other, amount=Decimal("3000.00"))
    with person.as_user(fap):
        payment = actions.move(payment, "approve", by=fap)
    merged(world, "PMJ", kept, other)
    with person.as_user(pay):
        assert actions.move(payment, "pay", by=pay, facts={"paid_on": date(2026, 2, 3)}).status == "paid"
    with person.as_user(pmj), pytest.raises(ValidationError) as refused:
        make("fund-payments", by=pmj, person=other, amount=Decimal("3000.00"))
    assert refused.value.code == "person_merged_is_read_only"


def test_what_was_saved_before_a_merge_is_paid_out_to_her(world, hers):
    kept, other = hers
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        for kind, amount in (("wage", "9000.00"), ("saving", "2000.00")):
            make("income-entries", by=pmj, person=other, kind=kind, amount=Decimal(amount))
    merged(world, "PMJ", kept, other)
    with person.as_user(pmj):
        make("income-entries", by=pmj, person=other, kind="withdrawal", amount=Decimal("2000.00"))
        with pytest.raises(ValidationError):
            make("income-entries", by=pmj, person=other, kind="wage", amount=Decimal("1.00"))
        assert ledger.balances()["income.held"] == 0


def test_money_of_a_court_still_comes_to_a_record_that_was_merged(world):
    case = Court(world)
    order = case.order("80000.00")
    with person.as_user(case.police):
        kept = make("people", by=case.police, case=case.case)
    merged(world, "POL", kept, case.victim)
    case.receive(order, "30000.00")
    assert case.balances()["court.received"] == 30000


def test_she_takes_a_consent_back_and_leaves_a_home_whichever_record_says_so(world, hers):
    kept, other = hers
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        consent = make("consents", by=pmj, person=other, recipient=world.ngo)
        consent = actions.move(consent, "share", by=pmj)
        stay = make("placements", by=pmj, person=other, kind="outside")
        stay = actions.move(
            actions.move(stay, "accept", by=pmj), "place", by=pmj, facts={"placed_on": date(2026, 1, 9)}
        )
    merged(world, "PMJ", kept, other)
    with person.as_user(pmj):
        facts = {"withdrawn_on": date(2026, 2, 1), "withdrawal_reason": "เปลี่ยนใจ"}
        assert actions.move(consent, "withdraw", by=pmj, facts=facts).status == "withdrawn"
        facts = {"left_on": date(2026, 2, 1), "left_reason": "own_wish"}
        assert actions.move(stay, "leave", by=pmj, facts=facts).status == "left"


def test_an_identification_left_open_in_a_merged_record_finds_no_victim_there(world, hers):
    kept, other = hers
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        found = make("identification-decisions", by=pmj, person=other)
    merged(world, "PMJ", kept, other)
    with person.as_user(pmj):
        with pytest.raises(ValidationError) as refused:
            actions.move(found, "decide_victim", by=pmj, facts=FOUND)
        assert refused.value.code == "person_merged_is_read_only"
        facts = {"decided_on": date(2026, 2, 1), "reasons": "บันทึกซ้ำ"}
        assert actions.move(found, "close_undetermined", by=pmj, facts=facts).status == "undetermined"


def copied(table: str, row, **changed) -> None:
    """The row once more by SQL, with other values in some columns; undone where the database refuses it."""
    names = [field.column for field in row._meta.fields]
    values = {"id": uuid.uuid4()} | changed
    chosen = ", ".join("%s" if name in values else name for name in names)
    with transaction.atomic():
        sql(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {chosen} FROM {table} WHERE id = %s",
            [*(values[name] for name in names if name in values), row.pk],
        )


def test_by_sql_nothing_begins_in_a_merged_record_under_the_name_of_a_withdrawal(world, hers):
    kept, other = hers
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        payment = make("fund-payments", by=pmj, person=other, amount=Decimal("3000.00"))
        stay = make("placements", by=pmj, person=other, kind="outside")
        savings = make("income-entries", by=pmj, person=other, kind="wage", amount=Decimal("9000.00"))
    merged(world, "PMJ", kept, other)
    with person.as_user(pmj):
        for table, row in (("compensation_fundpayment", payment), ("victims_placement", stay)):
            with pytest.raises(IntegrityError, match="read only"):
                copied(table, row, kind="withdrawal")
        with pytest.raises(IntegrityError, match="held for her"):
            copied("compensation_incomeentry", savings, kind="withdrawal")
        with pytest.raises(IntegrityError):
            copied("compensation_incomeentry", savings, kind="x")


def test_by_sql_a_step_in_a_merged_record_changes_nothing_that_was_entered(world, hers):
    kept, other = hers
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        stay = make("placements", by=pmj, person=other, kind="outside")
    merged(world, "PMJ", kept, other)
    with person.as_user(pmj):
        with pytest.raises(IntegrityError, match="read only"), transaction.atomic():
            sql("UPDATE victims_placement SET status = 'accepted', kind = 'hospital' WHERE id = %s", [stay.pk])
        sql("UPDATE victims_placement SET status = 'accepted' WHERE id = %s", [stay.pk])


def test_by_sql_no_more_is_paid_out_than_is_held_whatever_it_is_called(world, hers):
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        wage = make("income-entries", by=pmj, person=hers[0], kind="wage", amount=Decimal("9000.00"))
        for kind in ("withdrawal", "x"):
            with pytest.raises(IntegrityError):
                copied("compensation_incomeentry", wage, kind=kind)
        assert ledger.balances().get("income.held", 0) == 0
