"""The published sums come back from the ledger, entry by entry, including the one whose parts do not add up to it."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from actip.accounts import person
from actip.records import bulk
from compensation import ledger
from compensation.models import FundPayment, IncomeEntry, Line, Order, StateApplication, WitnessCost
from reporting.demo.year2022 import amounts
from tests.factories import build

pytestmark = pytest.mark.django_db
FUND = {"government_shelter": (1226, 2_896_259), "private_shelter": (91, 566_825), "outside": (340, 1_494_575)}
PUBLISHED_FUND = 4_957_660


@pytest.fixture
def people(world):
    """Who asks, approves and pays, and one person whom everything is about."""
    with world.as_("PMJ"):
        from tests.factories import make

        victim = make("people", by=world.user("PMJ"))
    return world, victim


def generated(count: int, total: int) -> list[Decimal]:
    return amounts(random.Random(count), count, total)


def days(count: int, year: int) -> list[date]:
    rng = random.Random(count)
    return [date(year, 1, 1) + timedelta(days=rng.randrange(365)) for _ in range(count)]


def load(rows: list) -> None:
    with bulk.loading("published sums"):
        bulk.insert(rows)


def paid_by(field: str, year: int) -> dict[str, Decimal]:
    with person.as_system("read the ledger"):
        lines = ledger.paid("fund", date(year, 1, 1), date(year, 12, 31))
        rows = lines.values(field).annotate(credits=Sum("credit"), debits=Sum("debit"))
        return {row[field]: row["credits"] - row["debits"] for row in rows}


def test_the_fund_of_2022_by_residence_and_the_sum_that_was_published_one_baht_higher(people):
    world, victim = people
    users = {"requested_by": world.user("PMJ"), "approved_by": world.user("FAP"), "paid_by": world.user("PAY")}
    rows = []
    for residence, (count, total) in FUND.items():
        for amount, day in zip(generated(count, total), days(count, 2022), strict=True):
            rows.append(
                build(
                    "fund-payments", person=victim, matter_id=victim.matter_id, amount=amount, residence=residence, paid_on=day,
                    status="paid", payee_code=victim.matter.number, requested_at=victim.created_at, approved_at=victim.created_at,
                    paid_at=victim.created_at, **users,
                )
            )  # fmt: skip
    load(rows)

    found = paid_by("residence", 2022)
    assert found == {residence: total for residence, (_count, total) in FUND.items()}
    assert sum(found.values()) == 4_957_659
    assert sum(found.values()) - PUBLISHED_FUND == -1  # shown as it is: neither number is corrected
    with person.as_system("read the ledger"):
        counted = {
            residence: Line.objects.filter(account="fund.bank", residence=residence).count() for residence in FUND
        }
        shares = {residence: round(100 * total / sum(found.values()), 1) for residence, total in found.items()}
        assert FundPayment.objects.count() == 1657
    assert counted == {residence: count for residence, (count, _total) in FUND.items()}
    assert [float(shares[residence]) for residence in FUND] == [58.4, 11.4, 30.1]
    assert [round(100 * count / 1657, 1) for count, _total in FUND.values()] == [74.0, 5.5, 20.5]
    assert ledger.out_of_balance() == 0


def test_state_compensation_and_witness_protection_of_2022(people):
    world, victim = people
    at = victim.created_at
    committee = world.add_user("RLP", "rights", "committee")
    users = {"entered_by": world.user("RLP"), "decided_by": committee, "paid_by": world.user("PAY")}
    load([
        build(
            "state-applications", person=victim, matter_id=victim.matter_id, amount=amount, status="paid", paid_on=day, decided_on=day,
            applied_on=day, knew_on=date(2021, 6, 1), payee_code=f"P-{n}", decided_at=at, paid_at=at, **users,
        )
        for n, (amount, day) in enumerate(zip(generated(78, 1_693_900), days(78, 2022), strict=True))
    ])  # fmt: skip
    load([
        build("witness-costs", person=victim, matter_id=victim.matter_id, programme=f"WP-{n % 35:08d}", amount=amount, paid_on=day)
        for n, (amount, day) in enumerate(zip(generated(350, 5_035_591), days(350, 2022), strict=True))
    ])  # fmt: skip

    with person.as_system("read the ledger"):
        assert ledger.total(ledger.paid("state_comp", date(2022, 1, 1), date(2022, 12, 31))) == 1_693_900
        assert ledger.total(ledger.paid("witness", date(2022, 1, 1), date(2022, 12, 31))) == 5_035_591
        assert StateApplication.objects.values("payee_code").distinct().count() == 78
        assert WitnessCost.objects.values("programme").distinct().count() == 35


def test_work_of_2022_sales_to_2017_and_court_orders_of_2019(people):
    _world, victim = people
    for place, count, total, year, kind in (
        ("outside", 42, 1_251_076, 2022, "wage"), ("in_shelter", 122, 1_218_275, 2022, "wage"), ("in_shelter", 60, 2_456_746, 2017, "sale"),
    ):  # fmt: skip
        load([
            build("income-entries", person=victim, matter_id=victim.matter_id, place=place, kind=kind, amount=amount, on_day=day)
            for amount, day in zip(generated(count, total), days(count, year), strict=True)
        ])  # fmt: skip
    with person.as_system("a claim of 2019"):
        claim = build("claims", person=victim, matter_id=victim.matter_id)
        claim.save(force_insert=True)
    load([
        build("orders", claim=claim, matter_id=victim.matter_id, amount=amount, punitive=Decimal(0), ordered_on=day)
        for amount, day in zip(generated(40, 54_180_366), days(40, 2019), strict=True)
    ])  # fmt: skip

    with person.as_system("read the ledger"):
        earned = Line.objects.filter(account__in=("income.wages", "income.sales"))
        found = {
            (row["account"], row["category"]): row["sum"]
            for row in earned.values("account", "category").annotate(sum=Sum("credit"))
        }
        ordered = ledger.total(Line.objects.filter(account__in=("court.ordered", "court.punitive"), on_day__year=2019))
        assert IncomeEntry.objects.count() == 224
        assert Order.objects.count() == 40
    assert found == {
        ("income.wages", "outside"): 1_251_076, ("income.wages", "in_shelter"): 1_218_275, ("income.sales", "in_shelter"): 2_456_746,
    }  # fmt: skip
    assert ordered == 54_180_366
    assert round(ordered / Decimal("1.6527")) == 32_782_941  # the base of the published +65.27 %
    assert ledger.out_of_balance() == 0


def test_what_balances_in_memory_balances_at_commit(people):
    _world, victim = people
    load([build("witness-costs", person=victim, matter_id=victim.matter_id)])

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert ledger.out_of_balance() == 0
