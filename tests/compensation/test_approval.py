"""Limits by amount, two approvers above them, and delegation with dates: in pages' words and in raw SQL."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from compensation.models import Delegation, FundPayment, Limit
from tests.compensation.conftest import refused

pytestmark = pytest.mark.django_db


def limit(amount, measure="alone", **values) -> Limit:
    with person.as_system("a test's limits"):
        return Limit.objects.create(
            **{
                "regime": "fund", "measure": measure, "amount": Decimal(amount), "valid_from": timezone.localdate() - timedelta(days=30),
                "basis": "a test", "source": "a test", "confidence": "A",
            } | values
        )  # fmt: skip


def delegate(giver, taker, start=0, end=5, **values):
    today = timezone.localdate()
    with person.as_user(giver):
        return Delegation.objects.create(
            giver=giver, taker=taker, starts_on=today + timedelta(days=start), ends_on=today + timedelta(days=end),
            reason="ลาพักร้อน", **values,
        )  # fmt: skip


def test_where_no_limit_is_known_nothing_is_checked(money):
    payment = money.approve(money.ask("9000000.00"))

    assert (payment.status, payment.limit_id, payment.approved_role) == ("approved", None, "FAP")


def test_within_the_limit_one_approver_is_enough_and_the_row_is_kept(money):
    row = limit("5000")

    payment = money.approve(money.ask("5000.00"))

    assert (payment.status, payment.limit_id) == ("approved", row.pk)


def test_above_the_limit_two_approvers_and_a_reason(money):
    limit("5000")
    payment = money.ask("5000.01")
    with pytest.raises(ValidationError, match="Above THB 5,000 a second person approves"):
        money.approve(payment)
    with pytest.raises(ValidationError):
        money.approve(payment, "approve_first")  # without a reason

    payment = money.approve(payment, "approve_first", over_reason="ค่าผ่าตัด")
    assert payment.status == "half_approved"
    with pytest.raises(ValidationError):
        money.approve(payment, "second")  # the same person

    payment = money.approve(payment, "second", user=money.approver_two)
    assert (payment.status, payment.second_by_id) == ("approved", money.approver_two.pk)
    assert money.pay(payment).status == "paid"


def test_a_ceiling_of_one_kind_stops_that_kind_alone(money):
    limit("2000", "ceiling", kind="living")

    with pytest.raises(ValidationError):
        money.approve(money.ask("2000.01", kind="living"))
    assert money.approve(money.ask("2000.01", kind="treatment")).status == "approved"


def test_beyond_what_two_may_approve_it_goes_to_the_committee(money):
    limit("5000")
    limit("20000", "two")
    payment = money.ask("20000.01")

    for name, facts in (("approve", {}), ("approve_first", {"over_reason": "จำเป็น"})):
        with pytest.raises(ValidationError):
            money.approve(payment, name, **facts)
    assert money.approve(money.ask("20000.00"), "approve_first", over_reason="จำเป็น").status == "half_approved"


def test_a_row_holds_from_its_day_until_its_end_and_only_while_in_use(money):
    today = timezone.localdate()
    limit("10", valid_from=today + timedelta(days=1))
    limit("11", valid_from=today - timedelta(days=9), valid_to=today - timedelta(days=1))
    limit("12", valid_from=today - timedelta(days=8), is_active=False)

    assert money.approve(money.ask("13.00")).status == "approved"


def test_a_delegate_acts_in_her_own_name_on_behalf_of_who_is_away(money):
    chief = money.approver_two
    deputy = money.world.user("FAP")
    limit("1000", approver=deputy)
    limit("50000", approver=chief)
    with pytest.raises(ValidationError):
        money.approve(money.ask("30000.00"))

    delegate(chief, deputy)
    payment = money.approve(money.ask("30000.00"))
    assert (payment.status, payment.approved_by_id, payment.approved_for_id) == ("approved", deputy.pk, chief.pk)

    small = money.approve(money.ask("900.00"))
    assert small.approved_for_id is None
    with pytest.raises(ValidationError):
        money.approve(money.ask("60000.00"))


@pytest.mark.parametrize(("start", "end"), [(1, 5), (-5, -1)])
def test_outside_its_dates_a_delegation_gives_nothing(money, start, end):
    limit("1000", approver=money.world.user("FAP"))
    delegate(money.approver_two, money.world.user("FAP"), start, end)

    with pytest.raises(ValidationError):
        money.approve(money.ask("1000.01"))


def test_an_ended_delegation_gives_nothing_and_is_never_changed(money):
    limit("1000", approver=money.world.user("FAP"))
    given = delegate(money.approver_two, money.world.user("FAP"))
    with person.as_user(money.approver_two):
        assert refused("UPDATE compensation_delegation SET ends_on = ends_on + 10 WHERE id = %s", [given.pk]) == "42501"
        assert refused("UPDATE compensation_delegation SET ended_at = now() WHERE id = %s", [given.pk]) == ""
        Delegation.objects.filter(pk=given.pk).update(ended_at=timezone.now())

    with pytest.raises(ValidationError):
        money.approve(money.ask("1000.01"))


def test_who_approves_no_longer_lends_nothing(money):
    chief = money.approver_two
    limit("1000", approver=money.world.user("FAP"))
    delegate(chief, money.world.user("FAP"))
    with person.as_system("the chief goes to the secretariat of the same Fund"):
        chief.role = "FND"
        chief.save()

    with pytest.raises(ValidationError):
        money.approve(money.ask("1000.01"))


def test_nobody_delegates_for_somebody_else_nor_to_who_does_not_approve(money):
    give = (
        "INSERT INTO compensation_delegation (giver_id, taker_id, starts_on, ends_on, reason, created_at)"
        " VALUES (%s, %s, current_date, current_date, 'x', now())"
    )
    mine, chief, payer = money.world.user("FAP").pk, money.approver_two.pk, money.world.user("PAY").pk

    with money.world.as_("FAP"):
        assert refused(give, [mine, chief]) == ""
        assert refused(give, [chief, mine]) == "42501"
        assert refused(give, [mine, payer]) == "23514"
        assert refused(give, [mine, mine]) == "23514"
    with money.world.as_("PAY"):
        assert refused(give, [payer, mine]) == "42501"


APPROVE = "UPDATE compensation_fundpayment SET status = 'approved', approved_by_id = %s, approved_at = now(), approved_role = 'FAP' WHERE id = %s"


def test_raw_sql_breaks_neither_three_people_nor_the_limit(money):
    """As the application's role; each refusal with what is let through beside it."""
    mine = money.world.user("FAP").pk
    payment = money.ask("3000.00")
    with money.world.as_("FAP"):
        assert refused(APPROVE, [mine, payment.pk]) == ""
        assert refused(APPROVE, [money.approver_two.pk, payment.pk]) == "42501"
        assert refused(APPROVE.replace("'FAP'", "'XXX'"), [mine, payment.pk]) == "42501"
    with money.world.as_("PMJ"):
        assert refused(APPROVE, [money.world.user("PMJ").pk, payment.pk]) != ""
    limit("2999.99")
    with money.world.as_("FAP"):
        assert refused(APPROVE, [mine, payment.pk]) == "23514"

    half = money.approve(payment, "approve_first", over_reason="จำเป็น")
    second = (
        "UPDATE compensation_fundpayment SET status = 'approved', second_by_id = %s, second_at = now() WHERE id = %s"
    )
    with money.world.as_("FAP"):
        assert refused(second, [mine, half.pk]) in ("23514", "42501")
        assert refused("UPDATE compensation_fundpayment SET status = 'approved' WHERE id = %s", [half.pk]) == "42501"
    with person.as_user(money.approver_two):
        assert refused(second, [money.approver_two.pk, half.pk]) == ""
    done = money.approve(half, "second", user=money.approver_two)
    with money.world.as_("PAY"):
        paid = "UPDATE compensation_fundpayment SET status = 'paid', paid_by_id = %s, paid_at = now(), paid_on = '2026-02-01', residence = %s WHERE id = %s"
        payer = money.world.user("PAY").pk
        assert refused(paid, [payer, "outside", done.pk]) == ""
        assert refused(paid, [payer, "private_shelter", done.pk]) == "42501"
        assert refused(paid, [money.world.user("PMJ").pk, "outside", done.pk]) == "42501"
        assert refused("UPDATE compensation_fundpayment SET amount = 1 WHERE id = %s", [done.pk]) == "42501"


@pytest.mark.parametrize(
    ("one", "other"), [("requested_by", "approved_by"), ("approved_by", "paid_by"), ("requested_by", "paid_by")]
)
def test_three_people_hold_even_for_the_system(money, one, other):
    payment = money.paid()
    same = f"UPDATE compensation_fundpayment SET {one}_id = {other}_id WHERE id = %s"

    with person.as_system("a careless repair"):
        assert refused("UPDATE compensation_fundpayment SET updated_at = now() WHERE id = %s", [payment.pk]) == ""
        assert refused(same, [payment.pk]) == "23514"


def test_the_receipt_is_put_on_file_by_who_asked_and_a_payment_may_come_back(money):
    payment = money.paid()
    officer = money.world.user("PMJ")
    done = money.move(officer, payment, "receipt", receipt_on=timezone.localdate(), receipt_document="12/69")
    assert done.status == "receipted"

    back = money.move(money.world.user("PAY"), money.paid(), "return", return_reason="ปิดบัญชีแล้ว")
    assert back.status == "returned"
    with pytest.raises((actions.OutOfReach, ValidationError)):
        money.pay(back)
    with money.world.as_("PMJ"):
        assert FundPayment.objects.filter(status="returned").count() == 1
