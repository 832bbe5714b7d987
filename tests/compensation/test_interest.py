"""Interest of an order is proposed from its dated rate and recorded once, by a person who confirms it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from actip.accounts import person
from compensation import interest
from compensation.models import OrderChange
from tests.compensation.test_court import Court
from tests.compensation.test_statements import sign_in_as  # noqa: F401  a fixture


@pytest.fixture
def court(world) -> Court:
    return Court(world)


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([], "5000.00"),  # 100,000 at 5 % over 365 days
        (
            [(date(2025, 7, 2), Decimal(-2500))],
            "4999.83",
        ),  # 2,493.15 of it is half a year's interest, the other 6.85 is principal that bears none from then on
        ([(date(2025, 1, 1), Decimal(-50000))], "2500.00"),
        ([(date(2026, 1, 1), Decimal(-50000))], "5000.00"),  # on the last day: too late to matter
        ([(date(2024, 6, 1), Decimal(-50000))], "2500.00"),  # before the first
        (
            [(date(2025, 7, 2), Decimal(-200000))],
            "2493.15",
        ),  # all of it and more: half a year's interest, and none after
        ([(date(2025, 7, 2), Decimal(-1250)), (date(2025, 7, 2), Decimal(-1250))], "4999.83"),  # two parts on one day
        ([(date(2025, 7, 2), Decimal(-2500)), (date(2025, 12, 31), Decimal(-50000))], "4993.32"),
    ],
)
def test_simple_interest_by_the_day_and_what_came_is_taken_for_interest_first(events, found):
    due = interest.accrued(Decimal(100000), Decimal(5), date(2025, 1, 1), date(2026, 1, 1), events)

    assert due == Decimal(found)


@pytest.mark.django_db
def test_no_rate_no_interest_and_an_overturned_order_bears_none(court):
    plain = court.order("1000.00", punitive=Decimal(0))
    rated = court.order("1000.00", punitive=Decimal(0), interest_rate=Decimal(5), interest_from=date(2026, 1, 20))
    with person.as_user(court.user):
        assert interest.propose(plain, date(2027, 1, 20)) is None
        assert interest.propose(rated, date(2027, 1, 20)).amount == 50
    rated = court.move(rated, "overturn", overturned_on=date(2026, 3, 1), overturn_reason="ฎีกา")
    with person.as_user(court.user):
        assert interest.propose(rated, date(2027, 1, 20)) is None


@pytest.mark.django_db
def test_what_came_and_what_an_appeal_or_a_waiver_changed_is_counted_while_it_stands(court):
    """1,000 at 10 % from 20 January 2025, for a year."""
    order = court.order("1000.00", punitive=Decimal(0), interest_rate=Decimal(10), interest_from=date(2025, 1, 20))
    until = date(2026, 1, 20)

    def proposed() -> Decimal:
        with person.as_user(court.user):
            return interest.propose(order, until).amount

    def change(kind, amount):
        court.make("order-changes", order=order, kind=kind, amount=Decimal(amount), on_day=date(2025, 1, 20))

    assert proposed() == 100
    change("appeal", "-200.00")
    assert proposed() == 80  # as if ordered so from the first day
    change("write_off", "300.00")
    assert proposed() == 50
    receipt = court.make("receipts", order=order, amount=Decimal(100), received_on=date(2025, 1, 20))
    assert proposed() == 40
    court.move(receipt, "reverse", reverse_reason="ผิดคดี")
    assert proposed() == 50
    change("interest", "30.00")
    assert proposed() == 20
    change("interest", "30.00")
    assert proposed() == 0  # more is on record than fell due


@pytest.mark.django_db
def test_a_debt_that_stands_under_another_order_and_the_first_day_bear_none(court):
    rate = {"punitive": Decimal(0), "interest_rate": Decimal(5), "interest_from": date(2026, 1, 20), "is_joint": True}
    first = court.order("1000.00", **rate)
    same = court.make(
        "orders", claim=court.claim, suspect=court.defendants[1], amount=Decimal(1000), same_debt_as=first, **rate
    )
    with person.as_user(court.user):
        assert interest.propose(same, date(2027, 1, 20)) is None
        assert interest.propose(first, date(2026, 1, 20)) is None
        assert interest.propose(first, date(2026, 1, 21)).amount == Decimal("0.14")
        with pytest.raises(ValidationError):
            interest.confirm(same, Decimal(50), date(2027, 1, 20), by=court.user)


@pytest.mark.django_db
def test_what_was_confirmed_is_owed_and_not_proposed_again(court):
    order = court.order("1000.00", punitive=Decimal(0), interest_rate=Decimal(5), interest_from=date(2025, 1, 20))
    until = date(2026, 1, 20)
    with person.as_user(court.user):
        interest.confirm(order, Decimal("50.00"), until, by=court.user)
        assert order.outstanding() == 1050
        assert interest.propose(order, until).amount == 0
        with pytest.raises(ValidationError):
            interest.confirm(order, Decimal("50.00"), until, by=court.user)
        assert OrderChange.objects.count() == 1
    assert court.balances()["court.interest"] == -50


@pytest.mark.django_db
def test_a_person_confirms_on_the_orders_page_and_a_reader_cannot(court, sign_in_as):  # noqa: F811
    order = court.order("1000.00", punitive=Decimal(0), interest_rate=Decimal(5), interest_from=date(2025, 1, 20))
    writer, reader = sign_in_as(court.user), sign_in_as(court.police)
    today = timezone.localdate()
    with person.as_user(court.user):
        body = {"amount": str(interest.propose(order, today).amount), "until": today.isoformat()}
    address = reverse("order-interest", args=[order.pk])

    assert address in writer.get(reverse("records:detail", args=["orders", order.pk])).content.decode()
    assert address not in reader.get(reverse("records:detail", args=["orders", order.pk])).content.decode()
    assert reader.post(address, body).status_code == 403
    assert writer.post(address, body | {"amount": "1.00"}).status_code == 302
    with person.as_user(court.user):
        assert not OrderChange.objects.exists()  # another sum than was proposed
    assert writer.post(address, body).status_code == 302
    with person.as_user(court.user):
        assert OrderChange.objects.get().amount == Decimal(body["amount"])
