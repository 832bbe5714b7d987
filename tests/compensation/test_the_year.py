"""The year in which state compensation is asked for: a whole year, leap day included, from the day she learned of the offence."""

from datetime import date

import pytest
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from actip.records.models import Clock
from tests.compensation.test_state import Office

pytestmark = pytest.mark.django_db


def year(office) -> Clock:
    """The clock that counts: the one that was not a slip."""
    with person.as_user(office.officer):
        (found,) = [one for one in Clock.objects.filter(rule__code="DL-14") if one.ended_at != one.starts_at]
    return found


def last_day(clock: Clock) -> date:
    return timezone.localtime(clock.due_at).date()


@pytest.mark.parametrize(
    ("knew_on", "last"),
    [
        (date(2023, 3, 1), date(2024, 3, 1)),  # 29 February in between
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_year_is_a_year(world, knew_on, last):
    office = Office(world)
    correct(office, knew_on)
    assert last_day(year(office)) == last


def correct(office, knew_on: date) -> None:
    with person.as_user(office.officer):
        office.application.knew_on = knew_on
        office.application = actions.save(office.application, by=office.officer)


def test_the_last_day_moves_with_the_day_she_learned(world):
    """On 6 January 2027 it would have been too late for somebody who learned of it in 2025."""
    office = Office(world)
    correct(office, date(2025, 11, 20))
    clock = year(office)
    assert last_day(clock) == date(2026, 11, 20)
    assert clock.ended_at is None


def test_applied_on_the_last_day_is_in_time_and_a_day_later_is_not(world):
    office = Office(world)
    correct(office, date(2025, 3, 1))
    office.move("apply", applied_on=date(2026, 3, 1))
    assert year(office).ended_at <= year(office).due_at
    correct(office, date(2025, 2, 28))
    clocks = list_of(office)
    assert [one.ended_at > one.due_at for one in clocks if last_day(one) == date(2026, 2, 28)] == [True]
    count = len(clocks)
    correct(office, date(2025, 2, 28))
    assert len(list_of(office)) == count, "saved again, nothing begins"


def list_of(office) -> list[Clock]:
    with person.as_user(office.officer):
        return list(Clock.objects.filter(rule__code="DL-14"))
