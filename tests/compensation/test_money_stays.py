"""Money on record is reversed, never changed: column by column, by whoever entered it."""

from datetime import date
from decimal import Decimal

import pytest

from actip.accounts import person
from actip.records import actions
from tests.compensation.conftest import refused
from tests.compensation.test_court import Court, filed
from tests.factories import make

pytestmark = pytest.mark.django_db
LATER = "{0} = {0} - 1"
OF_COURT = {
    "compensation_order": ("ordered_on", "amount", "punitive", "is_joint"),
    "compensation_orderchange": ("kind", "on_day", "amount"),
    "compensation_receipt": ("received_on", "amount", "source"),
}
OTHER = {
    "is_joint": "is_joint = NOT is_joint",
    "kind": "kind = 'other'",
    "source": "source = 'other'",
    "head": "head = 'other'",
    "place": "place = 'in_shelter'",
}


def all_stay(table: str, *columns: str) -> None:
    for column in columns:
        what = OTHER.get(column, LATER.format(column))
        assert refused(f"UPDATE {table} SET {what}") == "42501", (table, column)


def test_what_a_court_ordered_and_what_came_of_it_stays(world):
    case = Court(world)
    filed(case)
    order = case.order("80000.00", punitive=Decimal("20000.00"))
    case.claim = case.move(case.claim, "order_part", decided_on=date(2026, 1, 20))
    case.make("order-changes", order=order)
    case.receive(order, "500.00")
    with person.as_user(case.user):
        for table, columns in OF_COURT.items():
            all_stay(table, *columns)


def test_what_her_protection_cost_and_what_she_earned_stays(world, money):
    with world.as_("PMJ"):
        actions.assign(money.victim.matter, by=world.user("PMJ"), agency=world.witness, basis="protection")
        make("income-entries", by=world.user("PMJ"), person=money.victim)
        all_stay("compensation_incomeentry", "kind", "place", "on_day", "amount")
    with world.as_("WPO"):
        make("witness-costs", by=world.user("WPO"), person=money.victim)
        all_stay("compensation_witnesscost", "head", "paid_on", "amount")
