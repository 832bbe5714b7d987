"""The way home: safe and consented, visited at 3, 6 and 12 months; who was trafficked again is known to whoever holds both records."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from actip.accounts import person
from actip.records import actions, clocks
from actip.records.models import Clock
from tests.access.conftest import refuses, sql
from tests.access.story import Story
from tests.factories import make
from tests.victims.browsers import browsing
from victims.models import EarlierMatter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]
ROAD = (
    ("trace", {"traced_on": date(2026, 1, 11)}),
    ("assess", {"assessed_on": date(2026, 1, 20), "is_safe": True, "family_found": True}),
    ("consent", {"consented_on": date(2026, 1, 21), "consent_form": "signed"}),
    ("prepare", {"papers": ["travel_document"]}),
    ("schedule", {"scheduled_for": date(2026, 2, 10)}),
    ("return", {"returned_on": date(2026, 2, 10), "received_by": "ngo"}),
    ("follow_up", {"followed_up_on": date(2026, 2, 17)}),
)


@pytest.fixture
def story(world):
    return Story(world)


@pytest.fixture
def officer(world):
    return world.user("PMJ")


def test_a_return_goes_step_by_step(story, officer):
    with person.as_user(officer):
        journey = make("returns", by=officer, person=story.victim)
        states = []
        for name, facts in ROAD:
            journey = actions.move(journey, name, by=officer, facts=facts)
            states.append(journey.status)
    assert states == ["family_tracing", "assessed", "consented", "documents", "scheduled", "returned", "followed_up"]


def test_nobody_is_returned_who_did_not_consent_or_would_not_be_safe(story, officer):
    with person.as_user(officer):
        journey = make("returns", by=officer, person=story.victim)
        assert refuses("UPDATE victims_return SET status = 'returned' WHERE id = %s", [journey.pk])
        journey = actions.move(
            journey, "assess", by=officer, facts={"assessed_on": date(2026, 1, 20), "is_safe": False}
        )
        with pytest.raises(ValidationError, match="safe"):
            actions.move(journey, "consent", by=officer, facts=dict(ROAD)["consent"])
        with pytest.raises(IntegrityError, match="return_is_assessed"), transaction.atomic():
            sql("UPDATE victims_return SET status = 'consented' WHERE id = %s", [journey.pk])
        journey = actions.move(journey, "cancel", by=officer, facts={"cancel_reason": "not_safe"})
    assert journey.status == "cancelled"


@pytest.mark.parametrize(("direction", "place"), [
    ("foreigner_home", {"country": ""}), ("thai_from_abroad", {"country": "MY", "province": ""}),
    ("thai_home_province", {"country": "", "province": ""}),
])  # fmt: skip
def test_a_return_says_where_to(story, officer, direction, place):
    with person.as_user(officer), pytest.raises(ValidationError, match="Choose"):
        make("returns", by=officer, person=story.victim, direction=direction, **place)


def test_visits_are_due_after_3_6_and_12_months_and_each_visit_ends_the_next_clock(story, officer):
    began = timezone.localdate() - timedelta(days=100)
    with person.as_user(officer):
        help_ = make("reintegrations", by=officer, person=story.victim)
        help_ = actions.move(help_, "begin", by=officer, facts={"started_on": began})

        def running():
            found = Clock.objects.filter(record_id=help_.pk, ended_at=None).order_by("due_at")
            return [timezone.localtime(clock.due_at).date() for clock in found]

        due = [clocks.months_later(began, months) for months in (3, 6, 12)]

        assert running() == due
        make(
            "follow-ups",
            by=officer,
            reintegration=help_,
            visited_on=timezone.localdate(),
            way="not_found",
            safety="unknown",
        )
        assert running() == due
        make("follow-ups", by=officer, reintegration=help_, visited_on=timezone.localdate())
        assert running() == due[1:]
        help_ = actions.move(help_, "follow", by=officer)
        actions.move(help_, "close", by=officer, facts={"closed_on": timezone.localdate(), "outcome": "self_reliant"})
        assert running() == []


def test_where_nobody_was_found_nothing_is_claimed(story, officer):
    with person.as_user(officer):
        help_ = make("reintegrations", by=officer, person=story.victim)
        with pytest.raises(ValidationError, match="nothing is known"):
            make("follow-ups", by=officer, reintegration=help_, way="not_found")


def test_the_earlier_matter_is_there_only_for_who_reaches_both(world, story, officer):
    other = world.add_user("PMJ", "province_two")
    with person.as_user(other):
        earlier = make("people", by=other)
    with person.as_user(officer), pytest.raises((ValidationError, actions.OutOfReach)):
        make("earlier-matters", by=officer, person=story.victim, earlier=earlier)
    with person.as_user(other):
        actions.assign(earlier.matter, by=other, agency=world.province, basis="protection")
    with person.as_user(officer):
        with pytest.raises(ValidationError, match="earlier record"):
            make("earlier-matters", by=officer, person=story.victim, earlier=story.victim)
        link = make("earlier-matters", by=officer, person=story.victim, earlier=earlier)
    for user in (other, world.user("SHG")):  # one holds the earlier record, one the new
        with person.as_user(user):
            assert not EarlierMatter.objects.exists()
        with browsing(user) as browser:
            assert browser.get(f"/earlier-matters/{link.pk}/").status_code == 404
            assert (
                str(earlier.pk) not in browser.get(f"/people/{story.victim.pk}/?tab=earlier-matters").content.decode()
            )
    with person.as_user(officer):
        assert EarlierMatter.objects.get().earlier_id == earlier.pk
    with browsing(officer) as browser:
        assert "Came back into care" in browser.get(f"/people/{earlier.pk}/").content.decode()
    with browsing(other) as browser:
        assert "Came back into care" not in browser.get(f"/people/{earlier.pk}/").content.decode()


def test_police_know_only_that_there_is_a_return(world, story, officer):
    with person.as_user(officer):
        journey = make("returns", by=officer, person=story.victim)
    with browsing(world.user("POL")) as browser:
        assert browser.get(f"/returns/{journey.pk}/").status_code == 403
        assert "returns" in browser.get(f"/people/{story.victim.pk}/").content.decode()
