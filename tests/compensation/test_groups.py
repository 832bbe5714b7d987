"""Each group of a statement is what a statement narrowed to that group says: no filter lets another group's lines through."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from actip.accounts import person
from compensation import books
from tests.compensation.test_statements import court, money  # noqa: F401  fixtures
from tests.factories import make

pytestmark = pytest.mark.django_db
NARROWED = {"head": "head", "person": "matter", "defendant": "suspect", "shelter": "shelter", "residence": "residence"}


def assert_each_group_is_what_a_statement_of_it_alone_says(scope: books.Scope) -> int:
    """Its lines are fewer than all, and sum up to what the group says. Returns how many groups there were."""
    seen = 0
    everything = scope.lines().count()
    for per in books.PER.keys() - {"regime"}:
        groups = books.groups(scope, per)
        for key, figures in groups.items():
            alone = (
                books.month_of(scope, key) if per == "month" else replace(scope, **{NARROWED[per]: key or books.NONE})
            )
            assert len(groups) == 1 or alone.lines().count() < everything, (per, key)
            for column in alone.columns:
                assert books.total(alone.lines(column), column) == figures[column.name], (per, key, column.name)
            seen += 1
    return seen


def test_each_group_of_a_statement_is_what_a_statement_of_it_alone_says(money, court):  # noqa: F811
    with money.world.as_("PMJ"):
        other = make("people", by=money.world.user("PMJ"))
        for months, (victim, place) in enumerate(((money.victim, "in_shelter"), (other, "outside")), 1):
            for kind in ("wage", "sale"):
                on_day = date(2026, months, 5)
                values = {
                    "person": victim,
                    "kind": kind,
                    "place": place,
                    "amount": Decimal(100 * months),
                    "on_day": on_day,
                }
                make("income-entries", by=money.world.user("PMJ"), **values)
    for amount, kind, on in (("3000", "living", "2026-01-31"), ("20", "treatment", "2026-02-01")):
        money.pay(money.approve(money.ask(amount, kind=kind)), on)
    with money.world.as_("PMJ"):
        asked = make("fund-payments", by=money.world.user("PMJ"), person=other, amount=Decimal(7), kind="living")
    money.pay(money.approve(asked), "2026-03-31")
    for number, defendant in enumerate(court.defendants, 1):
        values = {
            "amount": Decimal(1000 * number),
            "punitive": Decimal(number),
            "ordered_on": date(2024 + number, 1, 20),
        }
        order = court.make("orders", claim=court.claim, suspect=defendant, **values)
        court.make("receipts", order=order, amount=Decimal(10 * number), source=("execution", "voluntary")[number - 1])

    with money.world.as_("PMJ"):
        assert assert_each_group_is_what_a_statement_of_it_alone_says(books.Scope("income")) > 7
        assert assert_each_group_is_what_a_statement_of_it_alone_says(books.Scope("fund")) > 7
    with person.as_user(court.user):
        assert assert_each_group_is_what_a_statement_of_it_alone_says(books.Scope("court")) > 7
        years = [books.groups(books.Scope("court", ordered=year), "regime")[""] for year in (2025, 2026)]
        assert [(year["ordered"], year["received"]) for year in years] == [(1000, 10), (2000, 20)]
        of_order = books.Scope("court", record=order.pk)
        assert books.groups(of_order, "regime")[""]["ordered"] == 2000
        assert books.groups(books.Scope("court", claim=court.claim.pk), "regime")[""]["ordered"] == 3000
        later = books.Scope("court", since=date(2026, 1, 20))
        assert books.groups(later, "regime")[""] == {
            "claimed": 0, "ordered": 2000, "punitive": 2, "interest": 0, "beyond": 0, "received": 30, "written_off": 0,
        }  # fmt: skip
