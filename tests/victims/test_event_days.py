"""A limit ends on the day of the event that ended it, whenever that was recorded; so nobody answers for a delay that there was not."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from actip.records.models import Clock, Rule
from tests.factories import make
from tests.victims.test_identification import FOUND, clocks, opened, pmj, step  # noqa: F401  fixtures
from tests.victims.test_witness import Witness

pytestmark = pytest.mark.django_db


def ago(days: int, hour: int = 10) -> datetime:
    """An hour of a day so many days ago, in Asia/Bangkok."""
    return timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=days), time(hour)))


def is_kept(clock: Clock) -> bool:
    return clock.ended_at is not None and clock.ended_at <= clock.due_at


def test_an_interview_held_in_time_and_recorded_late_was_in_time(opened, pmj):  # noqa: F811
    record = step(opened, "enter_stay", pmj, stay_began_at=ago(20))
    held = {"interview_on": timezone.localdate() - timedelta(days=6), "interviewer_sex": "female", "wished_sex": "any"}
    record = step(record, "hold_interview", pmj, **held)
    assert is_kept(clocks(record)["DL-03"])


def test_a_decision_in_time_and_recorded_late_was_in_time(opened, pmj):  # noqa: F811
    with person.as_user(pmj):
        opened.opened_on = timezone.localdate() - timedelta(days=90)
        actions.save(opened, by=pmj)
    record = step(opened, "offer_reflection", pmj, reflection_offered_at=ago(60))
    record = step(record, "decide_victim", pmj, **FOUND | {"decided_on": timezone.localdate() - timedelta(days=30)})
    assert is_kept(clocks(record)["DL-04"])


def test_a_reflection_period_ends_on_its_day(opened, pmj):  # noqa: F811
    record = step(opened, "offer_reflection", pmj, reflection_offered_at=ago(60))
    ended = timezone.localdate() - timedelta(days=20)
    record = step(record, "end_reflection", pmj, reflection_ended_on=ended, reflection_end="ready")
    assert is_kept(clocks(record)["DL-04"])


def test_protection_ends_when_the_stay_or_the_reflection_began(opened, pmj):  # noqa: F811
    record = step(opened, "protect", pmj, protection_started_at=ago(5))
    record = step(record, "enter_stay", pmj, stay_began_at=ago(5, 20))
    assert clocks(record)["DL-01"].ended_at == ago(5, 20)
    record = step(record, "offer_reflection", pmj, reflection_offered_at=ago(3))
    assert clocks(record)["DL-03"].ended_at == ago(3)


def test_a_decision_of_the_same_day_ends_the_24_hours_when_it_is_recorded(opened, pmj):  # noqa: F811
    record = step(opened, "protect", pmj, protection_started_at=timezone.now() - timedelta(hours=2))
    record = step(record, "decide_victim", pmj, **FOUND | {"decided_on": timezone.localdate()})
    ended = clocks(record)["DL-01"].ended_at
    assert timezone.now() - timedelta(minutes=5) < ended <= timezone.now()


def test_what_was_decided_before_protection_began_ends_no_limit_before_its_start(opened, pmj):  # noqa: F811
    record = step(opened, "protect", pmj, protection_started_at=ago(1))
    record = step(record, "decide_victim", pmj, **FOUND)  # in January
    assert clocks(record)["DL-01"].ended_at == ago(1)


def test_a_notice_is_owed_from_the_day_of_the_decision_and_given_on_its_own_day(world, story, opened, pmj):  # noqa: F811
    record = step(opened, "decide_victim", pmj, **FOUND)  # on 9 January
    owed = clocks(record)["DL-05"]
    assert timezone.localtime(owed.due_at).date() == FOUND["decided_on"]
    with person.as_user(pmj):
        make("rights-notices", by=pmj, person=story.victim, given_on=FOUND["decided_on"])
    assert is_kept(clocks(record)["DL-05"])


def test_a_notice_a_week_later_was_late(world, story, opened, pmj):  # noqa: F811
    record = step(opened, "decide_victim", pmj, **FOUND)
    with person.as_user(pmj):
        make("rights-notices", by=pmj, person=story.victim, given_on=date(2026, 1, 16))
    owed = clocks(record)["DL-05"]
    assert timezone.localtime(owed.ended_at).date() == date(2026, 1, 16)
    assert not is_kept(owed)


def test_leave_of_the_court_is_given_once_for_seven_days_at_most(opened, pmj):  # noqa: F811
    record = step(opened, "protect", pmj, protection_started_at=ago(9))
    record = step(record, "extend", pmj, court_leave_at=ago(8))
    step(record, "extend", pmj, court_leave_at=ago(2))
    with person.as_system("look"):
        found = list(Clock.objects.filter(record_id=record.pk, rule__code="DL-02", ended_at=None))
    assert len(found) == 1
    assert (timezone.localtime(found[0].due_at).date() - timezone.localdate()).days == -1


def test_a_programme_ends_on_its_day(world):
    with person.as_system("the office confirms"):
        Rule.objects.filter(code="DL-18").update(is_active=True)
    witness = Witness(world)
    with person.as_user(witness.wpo):
        one = make(
            "witness-programmes", by=witness.wpo, person=witness.victim, kind="special", requested_on=date(2023, 1, 2)
        )
        for name, facts in (
            ("assess", {"assessed_on": date(2023, 1, 10)}),
            ("approve", {"decided_on": date(2023, 2, 1)}),
            ("start", {"starts_on": date(2023, 3, 1), "runs_until": date(2024, 3, 1)}),
            ("end", {"ended_on": date(2024, 3, 1), "ending": "time"}),
        ):
            one = actions.move(one, name, by=witness.wpo, facts=facts)
    clock = clocks(one)["DL-18"]
    assert timezone.localtime(clock.due_at).date() == date(2024, 3, 1)  # a year, with its 29 February
    assert is_kept(clock)


def test_a_notice_that_a_replaced_decision_owed_is_owed_no_more(story, opened, pmj):  # noqa: F811
    first = step(opened, "decide_victim", pmj, **FOUND)
    with person.as_user(pmj):
        again = make("identification-decisions", by=pmj, person=story.victim, supersedes=first, new_facts="พยานใหม่")
    step(again, "decide_not_victim", pmj, **FOUND, referral="health")
    assert clocks(first)["DL-05"].ended_at is not None


@pytest.fixture
def stay(world, story):
    """She stays in a shelter and may not telephone; that is looked at again in ten days."""
    shg = world.user("SHG")
    with person.as_user(shg):
        found = actions.move(story.stay, "accept", by=shg)
        found = actions.move(found, "place", by=shg, facts={"placed_on": date(2026, 1, 9)})
        found.phones_freely, found.phone_limit_reason = False, "ผู้ค้ามนุษย์โทรมา"
        found.review_on = timezone.localdate() + timedelta(days=10)
        return actions.save(found, by=shg)


def reviews(record) -> list:
    with person.as_system("look"):
        found = Clock.objects.filter(record_id=record.pk, rule__code="SH-01", ended_at=None)
        return [timezone.localtime(clock.due_at).date() for clock in found]


def test_a_limit_that_is_entered_later_has_its_review_and_another_day_moves_it(world, stay):
    shg, today = world.user("SHG"), timezone.localdate()
    assert reviews(stay) == [today + timedelta(days=10)]
    with person.as_user(shg):
        stay.needs = stay.needs
        stay.review_on = today + timedelta(days=20)
        stay = actions.save(stay, by=shg)
        assert reviews(stay) == [today + timedelta(days=20)]
        stay.phones_freely, stay.phone_limit_reason, stay.review_on = True, "", None
        stay = actions.save(stay, by=shg)
    assert reviews(stay) == []


def test_a_limit_is_not_left_without_a_day_of_review_to_come(world, stay):
    shg, past = world.user("SHG"), timezone.localdate() - timedelta(days=1)
    with person.as_user(shg):
        with pytest.raises(ValidationError, match="to come"):
            actions.move(stay, "limit", by=shg, facts={"review_on": past})
        stay.review_on = past
        with pytest.raises(ValidationError, match="to come"):
            actions.save(stay, by=shg)
    assert reviews(stay) == [timezone.localdate() + timedelta(days=10)]
