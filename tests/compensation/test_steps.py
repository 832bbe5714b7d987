"""Documents checked, recommended, sent back: by somebody else than whoever asked, and needed only where a dated row says so."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from compensation.models import FundPayment
from tests.compensation.conftest import refused
from tests.compensation.test_approval import limit

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(money):
    return money.world.user("FND")


def test_the_whole_way_with_both_steps(money, secretary):
    head = money.world.add_user("PMJ", money.world.user("PMJ").agency.code, "head-of-office")
    payment = money.move(secretary, money.ask(), "check")
    payment = money.move(head, payment, "recommend")

    assert (payment.status, payment.checked_by_id, payment.recommended_by_id) == ("recommended", secretary.pk, head.pk)
    assert money.pay(money.approve(payment)).status == "paid"


@pytest.mark.parametrize("step", ["check", "recommend"])
def test_whoever_asked_neither_checks_nor_recommends(money, secretary, step):
    payment, asker = money.ask(), money.world.user("PMJ")
    with pytest.raises(ValidationError):
        money.move(asker, payment, step)
    column, state = {"check": ("checked", "checked"), "recommend": ("recommended", "recommended")}[step]
    statement = (
        f"UPDATE compensation_fundpayment SET {column}_by_id = %s, {column}_at = now(), status = '{state}',"
        " version = version + 1 WHERE id = %s"
    )
    with person.as_user(asker):
        assert refused(statement, [asker.pk, payment.pk]) == "23514"
        assert refused(statement, [secretary.pk, payment.pk]) == "42501"  # in another's name
    with person.as_user(secretary):
        assert refused(statement, [secretary.pk, payment.pk]) == ""

    assert money.move(secretary, payment, step).status == state


def test_sent_back_it_is_corrected_and_looked_at_anew(money, secretary):
    payment = money.move(secretary, money.ask("3000.00"), "check")
    with pytest.raises(ValidationError):
        money.move(secretary, payment, "send_back")  # without saying what

    payment = money.move(secretary, payment, "send_back", back_reason="ขาดใบเสร็จ")
    assert (payment.status, payment.checked_by_id) == ("requested", None)
    with money.world.as_("PMJ"):
        payment = FundPayment.objects.get(pk=payment.pk)
        payment.amount = Decimal("2500.00")
        actions.save(payment, by=money.world.user("PMJ"))
    assert money.approve(payment).amount == 2500


def test_a_checked_request_is_not_changed_any_more(money, secretary):
    payment = money.move(secretary, money.ask(), "check")
    with money.world.as_("PMJ"):
        assert refused("UPDATE compensation_fundpayment SET amount = 9 WHERE id = %s", [payment.pk]) == "42501"


@pytest.mark.parametrize(("measure", "step"), [("check", "check"), ("advise", "recommend")])
def test_above_a_dated_amount_the_step_is_needed_and_below_it_is_not(money, secretary, measure, step):
    limit("5000", measure)
    small, large = money.ask("5000.00"), money.ask("5000.01")

    assert money.approve(small).status == "approved"
    with pytest.raises(ValidationError):
        money.approve(large)
    approver = money.world.user("FAP")
    with person.as_user(approver):
        statement = (
            "UPDATE compensation_fundpayment SET status = 'approved', approved_by_id = %s, approved_at = %s, approved_role = 'FAP',"
            " version = version + 1 WHERE id = %s"
        )
        assert refused(statement, [approver.pk, timezone.now(), large.pk]) == "23514"
    assert money.approve(money.move(secretary, large, step)).status == "approved"


def test_a_recommender_does_not_approve_or_pay(money, secretary):
    payment = money.approve(money.move(secretary, money.ask(), "recommend"))
    with person.as_system("try it past the guards"):
        for column in ("approved_by_id", "second_by_id", "paid_by_id"):
            stamp = column.replace("_by_id", "_at")
            statement = (
                f"UPDATE compensation_fundpayment SET {column} = %s, {stamp} = now(), over_reason = 'x' WHERE id = %s"
            )
            assert refused(statement, [secretary.pk, payment.pk]) == "23514", column
            assert refused(statement, [money.approver_two.pk, payment.pk]) == "", column
