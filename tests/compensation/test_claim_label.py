"""Two claims of one person without a date are told apart wherever they are named, and the words leak nothing."""

from datetime import date

import pytest
from django.utils import translation

from actip.accounts import person
from actip.records import actions, shapes
from compensation.models import Claim
from tests.compensation.conftest import refused
from tests.compensation.test_court import Court, filed
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def court(world) -> Court:
    return Court(world)


def titles(court, user=None) -> list[str]:
    with person.as_user(user or court.user):
        return [shapes.title(claim) for claim in Claim.objects.order_by("created_at", "pk")]


def test_two_undated_claims_of_one_person_have_different_names(court):
    court.make("claims", person=court.victim)
    court.move(court.claim, "inform", informed_on=date(2026, 1, 8))

    first, second = titles(court)
    assert (first[:6], second[:6]) == ("no. 1 ", "no. 2 ")
    with translation.override("th"):
        assert len(set(titles(court))) == 2


def test_a_dated_claim_says_its_day(court):
    filed(court)

    assert titles(court) == ["no. 1 · 12 Jan 2026"]


def test_each_person_is_counted_for_herself(court):
    with person.as_user(court.police):
        other = make("people", by=court.police, case=court.case)
        actions.assign(other.matter, by=court.police, agency=court.world.prosecutor, basis="case_team")
    court.make("claims", person=other)

    assert [title.split(" · ")[0] for title in titles(court)] == ["no. 1", "no. 1"]


def test_a_number_is_nobodys_to_choose_or_to_change(court):
    with person.as_user(court.user):
        second = Claim(person=court.victim, matter=court.victim.matter, number=9)
        second.save(force_insert=True)
        second.refresh_from_db()
        assert second.number == 2
        assert refused("UPDATE compensation_claim SET number = 7") == ""  # lets it through, and keeps the numbers
        Claim.objects.filter(pk=second.pk).update(number=7)
        second.refresh_from_db()
        assert second.number == 2


def test_a_masked_reader_and_one_who_sees_no_person_tell_claims_apart_and_read_no_more_than_the_row_tells(court):
    """Who executes orders sees no person's number: claims of two people have two names all the same. Neither number of a person
    nor of a case, and no head or sum, is in them.
    """
    court.make("claims", person=court.victim)
    with person.as_user(court.police):
        other = make("people", by=court.police, case=court.case)
        actions.assign(other.matter, by=court.police, agency=court.world.prosecutor, basis="case_team")
        for role in ("AML", "LED"):
            for matter in (court.victim.matter, other.matter):
                actions.assign(matter, by=court.police, agency=court.world.user(role).agency, basis="case_team")
        numbers = [court.victim.matter.number, other.matter.number, court.case.matter.number]
    court.make("claims", person=other)
    for role in ("AML", "LED"):
        found = titles(court, court.world.user(role))
        assert len(set(found)) == len(found) == 3, role
        assert not [number for number in numbers if number in str(found)]
