"""An order that a higher court overturned: nothing of it is owed, what came beyond it stays explained, and a joint debt stands."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from actip.accounts import person
from compensation import court
from compensation.models import Order
from tests.compensation.conftest import refused
from tests.compensation.test_court import case  # noqa: F401  a fixture
from tests.rows import copied

pytestmark = pytest.mark.django_db
OVERTURNED = {"overturned_on": date(2026, 3, 1), "overturn_reason": "ศาลอุทธรณ์ยกคำขอ"}


def test_an_overturned_order_is_reversed_and_not_while_money_came_for_it(case):  # noqa: F811
    order = case.order("1000.00", punitive=Decimal(0))
    came = case.receive(order, "10.00")
    with pytest.raises(ValidationError):
        case.move(order, "overturn", **OVERTURNED)

    case.move(came, "reverse", reverse_reason="คืนจำเลย")
    assert case.move(order, "overturn", **OVERTURNED).status == "overturned"
    assert case.balances() == {}


def test_a_joint_debt_is_not_lost_with_the_first_who_owed_it(case):  # noqa: F811
    first = case.order("1000.00", punitive=Decimal(0), is_joint=True)
    joint = {"suspect": case.defendants[1], "punitive": Decimal(0), "is_joint": True}
    second = case.make("orders", claim=case.claim, amount=Decimal("1000.00"), same_debt_as=first, **joint)
    with pytest.raises(ValidationError, match="Others owe this debt jointly"):
        case.move(first, "overturn", **OVERTURNED)
    case.move(second, "overturn", **OVERTURNED)
    case.move(first, "overturn", **OVERTURNED)
    assert case.balances() == {}

    case.make("orders", claim=case.claim, amount=Decimal("1000.00"), **joint)
    with pytest.raises(ValidationError, match="was overturned"):
        case.make("orders", claim=case.claim, amount=Decimal("1000.00"), same_debt_as=first, **joint)
    with person.as_user(case.user):
        assert court.outstanding(case.claim) == case.balances()["court.owed"] == 1000


@pytest.mark.parametrize(
    ("kind", "amount"), [("interest", "50"), ("appeal", "-200"), ("appeal", "200"), ("write_off", "10")]
)
def test_of_an_overturned_order_nothing_is_left_owing(case, kind, amount):  # noqa: F811
    order = case.order("1000.00", punitive=Decimal(0))
    change = case.make("order-changes", order=order, kind=kind, amount=Decimal(amount))
    with pytest.raises(ValidationError, match=r"First reverse|More would"):
        case.move(order, "overturn", **OVERTURNED)
    case.move(change, "reverse", reverse_reason="ยกคำขอทั้งหมด")
    case.move(order, "overturn", **OVERTURNED)
    with pytest.raises(ValidationError, match=r"nothing is owed|More would"):
        case.make("order-changes", order=order, kind=kind, amount=Decimal(amount))
    with person.as_user(case.user):
        assert (court.outstanding(case.claim), case.balances()) == (0, {})


def test_what_came_beyond_it_stays_explained_and_nobody_waits_for_it(case):  # noqa: F811
    order = case.order("1000.00", punitive=Decimal(0))
    case.make("order-changes", order=order, kind="more_received", amount=Decimal("200.00"), reason="จำเลยโอนเกิน")
    case.move(order, "overturn", **OVERTURNED)
    with person.as_user(case.user):
        assert Order.objects.get(pk=order.pk).waiting_since is None
    case.receive(order, "200.00")
    assert case.balances() == {"court.received": 200, "court.beyond": -200}


def test_by_sql_a_shared_debt_is_the_same_debt_and_is_paid_on_its_first_order(case):  # noqa: F811
    first, alone = (case.order("1000.00", punitive=Decimal(0), is_joint=is_joint) for is_joint in (True, False))
    joint = {"suspect": case.defendants[1], "punitive": Decimal(0), "is_joint": True, "same_debt_as": first}
    second = case.make("orders", claim=case.claim, amount=Decimal("1000.00"), **joint)
    elsewhere = case.make("claims", person=case.victim, case=case.case)
    came = case.receive(first, "10.00")
    case.make("execution-steps", order=second)  # a step is taken against each debtor
    with person.as_user(case.user):
        assert refused(*copied("compensation_order", second)) == ""  # the control
        for changed in (
            {"amount": "999.00"},
            {"claim_id": str(elsewhere.pk)},
            {"same_debt_as_id": str(alone.pk)},
            {"same_debt_as_id": str(second.pk)},
        ):
            assert refused(*copied("compensation_order", second, **changed)) == "23514", changed
        assert refused(*copied("compensation_receipt", came)) == ""  # the control
        assert refused(*copied("compensation_receipt", came, order_id=str(second.pk))) == "23514"
