"""Limits: started by the rule of the day, extended by an authority, answered for by one person and noted by another."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from actip.accounts import person
from actip.records import actions, clocks
from actip.records.models import Clock, ClockExtension
from tests.access.conftest import refuses, sql, tried
from tests.factories import make

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def late(world):
    """A clock of 24 hours that ended for the police two hours ago, in a case of theirs."""
    pol = world.user("POL")
    with person.as_user(pol):
        case = make("cases", by=pol)
        return clocks.start(case, "DL-01", timezone.now() - 26 * HOUR)


@pytest.mark.django_db
def test_a_delay_is_answered_by_who_works_on_it_and_noted_by_a_supervisor(world, late):
    pol, spv, now = world.user("POL"), world.user("SPV"), timezone.now()

    with person.as_user(spv), pytest.raises(ValidationError):  # the reason comes first
        clocks.note(late, by=spv, text="Seen, will be discussed", now=now)
    with person.as_user(pol):
        clocks.answer(late, by=pol, text="The interpreter came late", now=now)
    with person.as_user(spv):
        clocks.note(late, by=spv, text="Seen, a second interpreter is hired", now=now)

    with world.as_("SPV"):
        found = Clock.objects.get(pk=late.pk)
    assert (found.reason_by_id, found.note_by_id) == (pol.pk, spv.pk)
    with person.as_user(pol), pytest.raises(ValidationError):  # noted: the reason stands
        clocks.answer(found, by=pol, text="Something else altogether", now=now)
    with person.as_user(spv), pytest.raises(ValidationError):  # and so does the note
        clocks.note(found, by=spv, text="Seen once more, in other words", now=now)


@pytest.mark.django_db
def test_whoever_gives_the_reason_cannot_note_it(world, late):
    pol, now = world.user("POL"), timezone.now()

    with person.as_user(pol):
        clocks.answer(late, by=pol, text="The interpreter came late", now=now)
        with pytest.raises((actions.OutOfReach, ValidationError)):
            clocks.note(late, by=pol, text="And I find that in order", now=now)
        late.refresh_from_db()
        assert late.breach_note == ""


@pytest.mark.django_db
def test_a_limit_that_was_kept_has_nothing_to_answer(world):
    pol, now = world.user("POL"), timezone.now()
    with person.as_user(pol):
        clock = clocks.start(make("cases", by=pol), "DL-01", now - HOUR)
        with pytest.raises(ValidationError):
            clocks.answer(clock, by=pol, text="There is no delay at all", now=now)


@pytest.mark.django_db
def test_sql_by_hand_cannot_answer_in_another_name_nor_move_an_end(world, late):
    other = world.add_user("POL", "police", "other-officer")
    answer = "UPDATE records_clock SET breach_reason = 'because', reason_at = now(), reason_by_id = %s WHERE id = %s"
    note = "UPDATE records_clock SET breach_note = 'fine', note_at = now(), note_by_id = %s WHERE id = %s"
    pol, spv = world.user("POL"), world.user("SPV")

    with world.as_("POL"):
        assert refuses(answer, [other.pk, late.pk])
        assert refuses("UPDATE records_clock SET due_at = due_at + interval '1 year' WHERE id = %s", [late.pk])
        assert tried(answer, [pol.pk, late.pk])  # the control: in her own name it works
        clocks.answer(late, by=pol, text="The interpreter came late", now=timezone.now())
        assert refuses(note, [pol.pk, late.pk])
    with world.as_("SPV"):
        assert tried(note, [spv.pk, late.pk])


@pytest.mark.django_db
def test_a_clock_out_of_reach_does_not_exist(world, late):
    stranger = world.add_user("POL", "police_two")

    with person.as_user(stranger):
        assert not Clock.objects.exists()
        assert refuses(
            "UPDATE records_clock SET breach_reason = 'x', reason_at = now(), reason_by_id = %s", [stranger.pk]
        )
        assert not ClockExtension.objects.exists()


@pytest.mark.django_db
def test_an_extension_moves_the_end_once_and_is_kept_with_its_authority(world, late):
    pol = world.user("POL")
    facts = {"amount": 24, "authority": "ศาลอาญา", "document": "ศ.12/2569", "granted_on": date(2026, 1, 2)}

    with person.as_user(pol):
        before = late.due_at
        stale = Clock.objects.get(pk=late.pk)
        clocks.extend(late, by=pol, **facts)
        found = Clock.objects.get(pk=late.pk)
        assert found.due_at == before + 24 * HOUR
        with pytest.raises(ValidationError):  # from the end that she saw, which somebody has moved meanwhile
            clocks.extend(stale, by=pol, **facts)
        assert refuses("UPDATE records_clockextension SET amount = 99")
        assert refuses("DELETE FROM records_clockextension")
    with person.as_user(world.user("SPV")), transaction.atomic(), pytest.raises((actions.OutOfReach, ValidationError)):
        clocks.extend(found, by=world.user("SPV"), **facts)  # she oversees, and does not work on it


@pytest.mark.django_db
def test_what_happened_to_a_clock_stands_in_the_history_of_its_record(world, late):
    pol = world.user("POL")
    with person.as_user(pol):
        clocks.answer(late, by=pol, text="The interpreter came late", now=timezone.now())
        verbs = {row[0] for row in sql("SELECT verb FROM actip.history('cases', %s::text)", [late.record_id])}

    assert "breach_answered" in verbs


@given(
    start=st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2099, 1, 1), timezones=st.just(UTC)),
    limit=st.integers(1, 400),
    more=st.integers(1, 400),
)
def test_days_end_at_midnight_in_bangkok_leap_days_and_extensions_included(start, limit, more):
    due = clocks.due(start, limit, "days")
    longer = clocks.due(due, more, "days")
    local = timezone.localtime(due)

    assert (local.hour, local.minute, local.second) == (23, 59, 59)
    assert local.date() == timezone.localtime(start).date() + timedelta(days=limit)
    assert longer == clocks.due(start, limit + more, "days")  # an extension in two parts is one
    assert clocks.due(start, limit, "hours") - start == limit * HOUR


def test_a_leap_day_counts():
    assert timezone.localtime(clocks.due(datetime(2028, 2, 27, 18, tzinfo=UTC), 1, "days")).date() == date(2028, 2, 29)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_what_was_late_yesterday_is_answered_the_same_today(world, seed):
    """Clocks start, are extended and end in a random order; the answer of each moment is the one given at that moment."""

    rng, pol = random.Random(seed), world.user("POL")
    answers = []
    with person.as_user(pol):
        case = make("cases", by=pol)
        running = [clocks.start(case, "DL-01", timezone.now() - rng.randint(1, 60) * HOUR) for _each in range(4)]
        for _step in range(10):
            clock = Clock.objects.get(pk=rng.choice(running).pk)
            if rng.random() < 0.5 and clock.ended_at is None:
                clocks.extend(
                    clock,
                    by=pol,
                    amount=rng.randint(1, 48),
                    authority="court",
                    document="1",
                    granted_on=date(2026, 1, 2),
                )
            elif rng.random() < 0.5 and clock.ended_at is None:
                Clock.objects.filter(pk=clock.pk).update(ended_at=clock.starts_at + rng.randint(0, 50) * HOUR)
            now = sql("SELECT clock_timestamp()")[0][0]
            live = set(Clock.objects.filter(ended_at__isnull=True, due_at__lt=now).values_list("pk", flat=True))
            answers.append((now, live))

        for moment, live in answers:
            assert set(clocks.running_late_at(moment).values_list("pk", flat=True)) == live
