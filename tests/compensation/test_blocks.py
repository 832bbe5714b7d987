"""Each money figure of a person's page, and of the headline, is the sum of the ledger entries that it opens onto."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from actip.accounts import person
from compensation import statement
from reporting import court_money
from tests.compensation.test_court import Court, filed
from tests.compensation.test_statements import sign_in_as  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def court(world) -> Court:
    return Court(world)


def opened(browser, url: str) -> Decimal:
    page = browser.get(url).content.decode()
    return Decimal(re.search(r'tile-value">THB ([^<]+)<', page)[1].replace(",", ""))


def test_every_figure_of_a_claim_is_the_sum_of_its_entries(court, sign_in_as):  # noqa: F811
    filed(court)
    order = court.order("80000.00", punitive=Decimal("20000.00"))
    court.claim = court.move(court.claim, "order_part", decided_on=date(2026, 1, 20))
    court.receive(order, "30000.00")
    court.make("order-changes", order=order, kind="appeal", amount=Decimal("-5000.00"), reason="อุทธรณ์")
    court.make("order-changes", order=order, kind="interest", amount=Decimal("12.50"))
    browser = sign_in_as(court.user)
    with person.as_user(court.user):
        [block] = [one for one in statement.blocks(court.victim, court.user) if one.regime == "court"]

    assert [figure.amount for figure in block.figures] == [150000, 75000, 30000, Decimal("45012.50")]
    assert [opened(browser, figure.url) for figure in block.figures] == [figure.amount for figure in block.figures]


def test_the_funds_figures_are_the_sums_of_their_entries(money, sign_in_as):  # noqa: F811
    money.paid("3000.00")
    money.move(money.world.user("FAP"), money.paid("70.00"), "reverse", reverse_reason="ซ้ำ")
    money.approve(money.ask("500.00"))
    money.ask("40.00")
    officer = money.world.user("PMJ")
    browser = sign_in_as(officer)
    with person.as_user(officer):
        [block] = [one for one in statement.blocks(money.victim, officer) if one.regime == "fund"]

    assert [figure.amount for figure in block.figures] == [40, 500, 3000]
    assert "tab=fund-payments" in block.figures[0].url  # not decided: nothing is posted
    assert [opened(browser, figure.url) for figure in block.figures[1:]] == [500, 3000]


def test_the_headlines_sums_open_onto_the_entries_of_the_orders_of_that_year(court, sign_in_as):  # noqa: F811
    old = court.order("1000.00", punitive=Decimal("100.00"), ordered_on=date(2024, 5, 1))
    court.order("7.00", punitive=Decimal(0), ordered_on=date(2025, 5, 1))
    court.receive(old, "250.00")  # in 2026
    court.make("order-changes", order=old, kind="appeal", amount=Decimal("-400.00"), reason="อุทธรณ์")
    gone = court.order("9000.00", punitive=Decimal(0), ordered_on=date(2024, 6, 1))
    court.move(gone, "overturn", overturned_on=date(2026, 1, 1), overturn_reason="ฎีกา")
    browser = sign_in_as(court.user)
    with person.as_user(court.user):
        years = {row.year: row for row in court_money.years(is_national=False)}

    assert (years[2024].ordered, years[2024].received) == (600, 250)
    assert opened(browser, years[2024].ordered_url) == 600
    assert opened(browser, years[2024].received_url) == 250
    assert years[2024].ordered_url in browser.get(reverse("court-money")).content.decode().replace("&amp;", "&")
