"""Received / ordered by year of order opens onto the orders; beside it the orders that nobody moves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actip.accounts import person
from compensation.models import Order
from reporting import court_money
from tests.compensation.conftest import sql
from tests.compensation.test_court import Court

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world) -> Court:
    return Court(world)


@pytest.fixture
def browser(settings, case):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }

    def client(role: str) -> Client:
        made = Client()
        made.force_login(case.world.user(role), backend="actip.accounts.authentication.Backend")
        return made

    return client


def test_received_counts_for_the_year_of_the_order_and_appeals_are_taken_in(case):
    old = case.order("1000.00", punitive=Decimal(0), ordered_on=date(2024, 5, 1))
    case.order("500.00", punitive=Decimal(0), ordered_on=date(2025, 5, 1))
    case.receive(old, "250.00")  # in 2026
    case.make("order-changes", order=old, kind="appeal", amount=Decimal("-500.00"), reason="อุทธรณ์")
    gone = case.order("9000.00", punitive=Decimal(0), ordered_on=date(2025, 6, 1))
    case.move(gone, "overturn", overturned_on=date(2026, 1, 1), overturn_reason="ฎีกา")

    with person.as_user(case.user):
        found = {
            row.year: (row.orders, row.ordered, row.received, row.share) for row in court_money.years(is_national=False)
        }

    assert found == {2025: (1, Decimal(500), Decimal(0), "0.0"), 2024: (1, Decimal(500), Decimal(250), "50.0")}


def test_the_queue_holds_who_waited_sixty_days_and_nobody_else(case):
    today = timezone.localdate()
    day = {n: today - timedelta(days=n) for n in (59, 60, 90)}
    kept = [case.order("10.00", punitive=Decimal(0), ordered_on=day[n]) for n in (90, 60)]
    case.order("10.00", punitive=Decimal(0), ordered_on=day[59])
    moved = case.order("10.00", punitive=Decimal(0), ordered_on=day[90])
    case.make("execution-steps", order=moved, on_day=day[59])

    with person.as_user(case.user):
        assert [order.pk for order in court_money.waiting(today - court_money.IDLE)] == [order.pk for order in kept]
    with case.world.as_("CRT"):
        assert court_money.waiting(today - court_money.IDLE) == []
        assert sql("SELECT id FROM actip.orders_waiting(current_date, 9)") == []


def test_an_order_waits_from_its_last_step_until_nothing_is_owed(case):
    order = case.order("1000.00", punitive=Decimal(0))

    def since():
        with person.as_user(case.user):
            return Order.objects.get(pk=order.pk).waiting_since

    assert since() == date(2026, 1, 20)
    case.make("execution-steps", order=order, on_day=date(2026, 2, 1))
    assert since() == date(2026, 2, 1)
    other = case.order("1000.00", punitive=Decimal(0))
    case.make("order-changes", order=other, kind="interest", amount=Decimal("75.00"))
    case.make("execution-steps", order=other, on_day=date(2026, 3, 1))
    case.make("receipts", order=other, amount=Decimal("400.00"), received_on=date(2026, 3, 2))
    came = case.receive(order, "400.00")
    assert since() == date(2026, 2, 25)
    case.move(came, "reverse", reverse_reason="เช็คไม่ผ่าน")
    assert since() == date(2026, 2, 1)
    case.receive(order, "1000.00")
    assert since() is None


def test_the_page_opens_to_readers_of_claims_and_of_statistics(case, browser):
    case.order("80000.00")
    opened = {role for role in case.world.users if browser(role).get(reverse("court-money")).status_code == 200}

    assert opened == set(case.world.users) - {"MDT", "HOT", "PAY", "ADM"}
    page = browser("PRO").get(reverse("court-money")).content.decode()
    assert reverse("figure", args=["court-orders", 2026]) in page
    assert case.victim.matter.number in page
    other = browser("NAT").get(reverse("court-money")).content.decode()
    assert case.victim.matter.number not in other
    assert "80,000" not in other  # one order is a group under five
    # a change on appeal that is not told is not in the sum either, and the page says so
    assert "ตั้งแต่ห้ารายการขึ้นไป" in other
    assert "ตั้งแต่ห้ารายการขึ้นไป" not in page


def test_the_number_opens_onto_the_orders(case, browser):
    case.order("80000.00")

    page = browser("PRO").get(reverse("figure", args=["court-orders", 2026])).content.decode()

    assert "80,000" in page
