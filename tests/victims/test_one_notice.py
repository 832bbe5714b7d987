"""A person who has two records is told of her rights once (section 34): no record goes on owing what nobody can enter there."""

from datetime import date

import pytest

from actip.accounts import person
from actip.records import actions
from actip.records.models import Clock
from actip.thai.times import end_of, start_of
from tests.factories import make
from tests.victims.test_identification import FOUND
from tests.victims.test_two_records import merged

pytestmark = pytest.mark.django_db
TOLD_ON = date(2026, 2, 10)


@pytest.fixture
def victims(world):
    """Two records of one woman, a victim by decision in both, told in neither."""
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        records = [make("people", by=pmj) for _ in range(2)]
        for record in records:
            decision = make("identification-decisions", by=pmj, person=record)
            actions.move(decision, "decide_victim", by=pmj, facts=FOUND)
    return records


def owed(record) -> list:
    """When each of its notices stopped being owed; None for one that is."""
    clocks = Clock.objects.filter(matter=record.matter, rule__code="DL-05").order_by("created_at")
    return list(clocks.values_list("ended_at", flat=True))


def tell(world, record):
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        make("rights-notices", by=pmj, person=record, given_on=TOLD_ON)


@pytest.mark.parametrize("told", [0, 1], ids=["the record that is kept", "the record that is merged"])
def test_told_before_in_either_she_is_owed_it_in_none(world, victims, told):
    kept, other = victims
    tell(world, victims[told])
    merged(world, "PMJ", kept, other)

    with world.as_("PMJ"):
        assert owed(kept) == owed(other) == [end_of(TOLD_ON)]


def test_told_in_neither_it_is_owed_once_and_given_where_it_can_be_entered(world, victims):
    kept, other = victims
    merged(world, "PMJ", kept, other)
    with world.as_("PMJ"):
        assert owed(kept) == [None]
        assert owed(other) != [None]
    tell(world, kept)

    with world.as_("PMJ"):
        assert owed(kept) == [end_of(TOLD_ON)]


def test_they_were_two_people_after_all_and_each_is_told(world, victims):
    kept, other = victims
    merge = merged(world, "PMJ", kept, other)
    tell(world, kept)
    with person.as_user(world.user("PMJ")):
        actions.move(merge, "undo", by=world.user("PMJ"), facts={"undo_reason": "คนละคน"})

        assert owed(kept) == [end_of(TOLD_ON)]
        assert owed(other)[1:] == [None]
        again = Clock.objects.get(matter=other.matter, rule__code="DL-05", ended_at=None)
        assert again.starts_at == start_of(FOUND["decided_on"])
