"""The end of a limit: hours in real time, days, months and years by the calendar of Bangkok, leap days and month ends included."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from actip.records.clocks import due, months_later

DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 6, 1), 1, date(2026, 7, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_by_the_calendar(day, months, expected):
    assert months_later(day, months) == expected


@given(DAYS, st.integers(0, 240))
def test_a_month_later_has_the_same_number_or_is_the_last_of_its_month(day, months):
    found = months_later(day, months)

    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@given(DAYS, DAYS, st.integers(0, 240))
def test_who_starts_later_never_ends_earlier(one, other, months):
    early, late = sorted((one, other))

    assert months_later(early, months) <= months_later(late, months)


@given(MOMENTS, st.integers(1, 400), st.sampled_from(["days", "months", "years"]))
def test_a_calendar_limit_ends_with_a_day_of_bangkok_however_late_it_began(moment, limit, unit):
    limit = min(limit, 50) if unit == "years" else limit
    end = timezone.localtime(due(moment, limit, unit))
    day = timezone.localtime(moment).date()

    assert (end.hour, end.minute, end.second) == (23, 59, 59)
    assert end > moment
    if unit == "days":
        assert end.date() - day == timedelta(days=limit)
    else:
        assert end.date() == months_later(day, limit * (12 if unit == "years" else 1))


@given(MOMENTS, st.integers(1, 1000))
def test_hours_run_in_real_time(moment, limit):
    assert due(moment, limit, "hours") - moment == timedelta(hours=limit)


def test_the_evening_in_london_is_the_next_day_in_bangkok():
    assert timezone.localtime(due(datetime(2026, 1, 30, 18, 0, tzinfo=UTC), 1, "months")).date() == date(2026, 2, 28)
