"""Two records of one person, merged: what protects her protects both, and what is true of one is true of her."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from actip.accounts import person
from actip.records import actions
from compensation.models import Line
from tests.cases.test_section_41 import DOCUMENT, LISTED, SENTENCE
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
