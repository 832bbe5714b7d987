"""What happened did not happen tomorrow: a year typed wrong moves no figure to a year that has not begun."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from reporting.indicators import INDICATORS
from tests.access.story import Story
from tests.compensation.conftest import refused
from tests.factories import make
from tests.rows import copied
from tests.victims.test_identification import FOUND

pytestmark = pytest.mark.django_db
# Money is refused by the ledger (tests/compensation/test_ledger.py).
FACTS = {
    ("reports", "received_at"),
    ("cases", "opened_on"),
    ("identification-decisions", "decided_on"),
    ("placements", "placed_on"),
}


@pytest.fixture
def story(world):
    return Story(world)


def test_every_day_that_a_figure_counts_by_is_looked_at():
    assert {(one.slug, one.dated) for one in INDICATORS if not one.money} == FACTS


@pytest.mark.parametrize("days", [1, 9862])
def test_a_report_or_a_case_of_a_day_to_come_is_refused_and_one_of_today_is_not(world, days):
    hot, pol, now = world.user("HOT"), world.user("POL"), timezone.now()
    for by, slug, name, today in (
        (hot, "reports", "received_at", now),
        (pol, "cases", "opened_on", timezone.localdate()),
    ):
        with person.as_user(by):
            with pytest.raises(ValidationError, match="still to come"):
                make(slug, by=by, **{name: today + timedelta(days=days)})
            kept = make(slug, by=by, **{name: today})
            table = type(kept)._meta.db_table
            later = [today + timedelta(days=days), kept.pk]
            assert refused(f"UPDATE {table} SET {name} = %s WHERE id = %s", later) == "23514"


def test_a_decision_of_a_day_to_come_is_refused(world):
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        found = make("identification-decisions", by=pmj, person=make("people", by=pmj))
        with pytest.raises(ValidationError, match="still to come"):
            actions.move(found, "decide_victim", by=pmj, facts=FOUND | {"decided_on": date(2069, 3, 1)})


def test_by_hand_nobody_moves_in_or_is_identified_on_a_day_to_come(world, story):
    later, today = "2069-03-01", timezone.localdate()
    with world.as_("PMJ"):
        open_one = make("identification-decisions", by=world.user("PMJ"), person=make("people", by=world.user("PMJ")))
        moved_in = "UPDATE victims_placement SET status = 'placed', placed_on = %s WHERE id = %s"
        assert (
            refused("UPDATE victims_identificationdecision SET opened_on = %s WHERE id = %s", [later, open_one.pk])
            == "23514"
        )
        other = {"person_id": str(story.victim.pk), "matter_id": str(story.victim.pk)}
        assert refused(*copied("victims_identificationdecision", open_one, **other)) == ""  # the control
        assert refused(*copied("victims_identificationdecision", open_one, **other, opened_on=later)) == "23514"
        born = {"status": "offered", "placed_on": later}
        assert refused(*copied("victims_placement", story.stay, **born)) == "23514"
    with world.as_("SHG"):
        actions.move(story.stay, "accept", by=world.user("SHG"))
        assert refused(moved_in, [today, story.stay.pk]) == ""  # the control
        assert refused(moved_in, [later, story.stay.pk]) == "23514"


def test_an_archive_is_taken_in_as_it_is(world):
    with person.as_system("an archive"):
        make("cases", opened_on=date(2069, 3, 1))
