"""A small group is one of few people, however many payments or stays they had."""

from datetime import date

import pytest

from actip.accounts import person
from reporting import cells
from reporting.indicators import BY_CODE
from tests.factories import make

pytestmark = pytest.mark.django_db


def stays(world, people: int, *kinds: str) -> None:
    """So many people, each with a stay of each kind that has begun."""
    with person.as_system("the past"):
        for _each in range(people):
            guest = make("people", first_contact_on=date(2026, 1, 2))
            for day, kind in enumerate(kinds, 3):
                make("placements", person=guest, kind=kind, offered_on=date(2026, 1, 2), placed_on=date(2026, 1, day))
        cells.refresh()


def told(world, by: str) -> set[str]:
    with world.as_("NAT"):
        return {category for year, breakdown, category in cells.national(BY_CODE["placements"]) if breakdown == by}


def test_six_stays_of_one_person_are_told_of_nobody(world):
    stays(world, 1, *["outside"] * 6)
    assert told(world, "") == set()
    stays(world, 4, "outside")
    assert told(world, "") == {""}
    assert told(world, "kind") == {"outside"}


def test_of_people_in_two_groups_those_hidden_are_not_added_up(world):
    """Four people stayed in a hospital and abroad: eight stays, which the total and the told groups would leave over."""
    stays(world, 6, "outside")
    stays(world, 7, "other")
    stays(world, 4, "hospital", "abroad")
    assert told(world, "kind") == {"other"}


def test_where_everybody_stands_in_one_group_those_hidden_are_added_up(world):
    stays(world, 6, "outside")
    stays(world, 4, "hospital")
    stays(world, 1, "abroad")
    assert told(world, "kind") == {"outside"}
