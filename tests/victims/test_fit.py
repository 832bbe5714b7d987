"""A home is chosen for the person: sex is a refusal, age and special needs a warning that takes a reason."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from actip.records.models import Clock
from tests.access.conftest import sql
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(world):
    return world.user("PMJ")


def home(world, **values):
    with person.as_system("a home"):
        return make("shelters", agency=world.shelter, **values)


def stay(officer, guest, shelter, **values):
    return make("placements", by=officer, person=guest, shelter=shelter, **values)


@pytest.mark.parametrize(("admits", "sex", "is_taken"), [
    ("female", "male", False), ("female", "female", True), ("male", "female", False), ("male", "male", True),
    ("female", "other", True), ("male", "unknown", True), ("all", "male", True),
])  # fmt: skip
def test_a_home_takes_people_of_its_sex_alone(world, officer, admits, sex, is_taken):
    shelter = home(world, admits=admits)
    with person.as_user(officer):
        make("people", by=officer, sex="other")  # who she is counts, not who else there is
        guest = make("people", by=officer, sex=sex)
        if is_taken:
            assert stay(officer, guest, shelter).pk
            return
        with pytest.raises(ValidationError, match="sex"):
            stay(officer, guest, shelter, override_reason="no other place")
        elsewhere = stay(officer, guest, home(world))
        with pytest.raises(IntegrityError, match="people of this sex"), transaction.atomic():
            sql("UPDATE victims_placement SET shelter_id = %s WHERE id = %s", [shelter.pk, elsewhere.pk])


@pytest.mark.parametrize(("profile", "needs"), [
    ({"ages": ["under_15"]}, []), ({"is_open": False}, []), ({"special_needs": ["infant"]}, ["wheelchair"]),
    ({"kind": "private_registered", "registration_number": "1", "registered_until": date(2025, 1, 1)}, []),
])  # fmt: skip
def test_a_home_that_does_not_fit_takes_a_reason(world, officer, profile, needs):
    """One thing that does not fit is enough."""
    shelter = home(world, **profile)
    with person.as_user(officer):
        guest = make("people", by=officer)
        with pytest.raises(ValidationError, match="does not fit"):
            stay(officer, guest, shelter, needs=needs)
        given = stay(officer, guest, shelter, needs=needs, override_reason="The only place tonight")
        assert given.warnings({})
        with pytest.raises(IntegrityError, match="does not fit"), transaction.atomic():
            sql("UPDATE victims_placement SET override_reason = '' WHERE id = %s", [given.pk])


def test_needs_that_come_later_ask_for_a_reason_as_well(world, officer):
    with person.as_user(officer):
        given = stay(officer, make("people", by=officer), home(world))
        with pytest.raises(IntegrityError, match="does not fit"), transaction.atomic():
            sql("UPDATE victims_placement SET needs = '{wheelchair}' WHERE id = %s", [given.pk])


def test_a_home_that_fits_asks_for_no_reason(world, officer):
    shelter = home(world, ages=["18_24"], special_needs=["wheelchair", "infant"])
    with person.as_user(officer):
        given = stay(officer, make("people", by=officer), shelter, needs=["wheelchair"])
    assert not given.warnings({})


def test_a_private_shelter_is_registered(world):
    with person.as_system("a home"), pytest.raises(ValidationError, match="registration number"):
        make("shelters", agency=world.ngo, kind="private_registered")
    assert home(world, kind="private_registered", registration_number="12/2568", registered_until=date(2028, 1, 1)).pk


@pytest.mark.parametrize("limit", [
    {"moves_freely": False}, {"moves_freely": False, "limit_reason": "threats"}, {"phones_freely": False},
    {"phones_freely": False, "review_on": date(2026, 2, 1)}, {"phones_freely": False, "limit_reason": "threats", "review_on": date(2026, 2, 1)},
])  # fmt: skip
def test_a_limit_on_freedom_or_telephone_has_its_reason_and_a_date_of_review(world, officer, limit):
    with person.as_user(officer), pytest.raises(ValidationError, match="date of review"):
        stay(officer, make("people", by=officer), home(world), **limit)


def test_the_review_of_a_limit_runs_as_a_clock_and_a_new_date_ends_the_old(world, officer):
    soon, later = (timezone.localdate() + timedelta(days=days) for days in (7, 14))
    with person.as_user(officer):
        limited = stay(officer, make("people", by=officer), home(world), offered_on=timezone.localdate(),
                       moves_freely=False, limit_reason="Threatened at the gate", review_on=soon)  # fmt: skip
        actions.move(limited, "accept", by=officer)
        limited = actions.move(limited, "place", by=officer, facts={"placed_on": timezone.localdate()})

        def due():
            found = Clock.objects.filter(record_id=limited.pk, ended_at=None)
            return [timezone.localtime(clock.due_at).date() for clock in found]

        assert due() == [soon]
        limited = actions.move(limited, "limit", by=officer, facts={"review_on": later})
        assert due() == [later]
        actions.move(limited, "limit", by=officer, facts={"moves_freely": True, "limit_reason": "", "review_on": None})
        assert due() == []


def test_a_stay_abroad_names_no_shelter(world, officer):
    with person.as_user(officer):
        guest = make("people", by=officer)
        assert stay(officer, guest, None, kind="abroad").pk
        with pytest.raises(ValidationError, match="Choose the shelter"):
            stay(officer, guest, None)


@pytest.mark.parametrize(("age", "agreement", "is_taken"), [
    ("18_24", "consent", True), ("18_24", "best_interest", False), ("under_15", "consent", False),
    ("15_17", "best_interest", True), ("unknown", "consent", True), ("unknown", "best_interest", True),
])  # fmt: skip
def test_an_adult_consents_and_a_best_interest_note_stands_for_a_child(world, officer, age, agreement, is_taken):
    with person.as_user(officer):
        guest = make("people", by=officer, age_band=age)
        if is_taken:
            assert stay(officer, guest, home(world), agreement=agreement).pk
            return
        with pytest.raises(ValidationError, match="best-interest"):
            stay(officer, guest, home(world), agreement=agreement)
        given = stay(officer, guest, home(world))
        with pytest.raises(IntegrityError, match="best-interest"), transaction.atomic():
            sql("UPDATE victims_placement SET agreement = %s WHERE id = %s", [agreement, given.pk])


def test_what_is_known_of_her_age_now_decides_where_she_fits(world, officer):
    with person.as_user(officer):
        guest = make("people", by=officer, age_band="18_24", corrected_age_band="15_17", corrected_age_basis="document")
        given = stay(officer, guest, home(world, ages=["15_17"]))
        assert (given.agreement, given.warnings({})) == ("best_interest", [])
        with pytest.raises(ValidationError, match="does not fit"):
            stay(officer, guest, home(world, ages=["18_24"]))
        accepted = actions.move(given, "accept", by=officer)
        guest.corrected_age_band, guest.corrected_age_basis = "", ""
        actions.save(guest, by=officer)
        accepted.refresh_from_db()
        assert actions.move(accepted, "place", by=officer, facts={"placed_on": date(2026, 1, 9)}).status == "placed"
