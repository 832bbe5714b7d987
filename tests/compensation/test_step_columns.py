"""Whoever approves or pays writes what her step names, and nothing else of a payment, by raw SQL as well."""

from datetime import date

import pytest
from django.db import models

from actip.accounts import person
from compensation.models import FundPayment, StateApplication
from tests.cases.conftest import as_owner
from tests.compensation.conftest import refused, sql

pytestmark = pytest.mark.django_db
REFUSED = "42501"
STEP = "version = version + 1, updated_at = now()"
APPROVE = (
    "status = 'approved', approved_by_id = actip.me_user(), approved_at = now(), approved_role = actip.me_role(), "
    f"limit_id = (SELECT m.limit_id FROM actip.approval_limit(actip.me_user(), 'fund', kind, amount, current_date) m), {STEP}"
)
APPROVE_FIRST = APPROVE.replace("'approved'", "'half_approved'") + ", over_reason = 'needed'"
SECOND = f"status = 'approved', second_by_id = actip.me_user(), second_at = now(), {STEP}"
PAY = f"status = 'paid', paid_by_id = actip.me_user(), paid_at = now(), paid_on = '2026-04-20', {STEP}"
PAY_FUND = f"{PAY}, residence = actip.residence_on(id, '2026-04-20')"


def update(record, step: str, more: str = "") -> str:
    return f"UPDATE {record._meta.db_table} SET {step}{more and f', {more}'} WHERE id = '{record.pk}'"


def others(record, step: str) -> list[str]:
    """For each column that the step does not write an assignment of another value."""
    return [
        f"{field.column} = {_another(field)}" for field in record._meta.concrete_fields
        if f"{field.column} = " not in step and not field.primary_key
    ]  # fmt: skip


def _another(field: models.Field) -> str:
    match field:
        case models.ForeignKey():
            is_record = isinstance(field.target_field, models.UUIDField)
            return "gen_random_uuid()" if is_record else "-1"
        case models.DateTimeField():
            return "now() - interval '99 days'"
        case models.DateField():
            return "'2020-01-01'"
        case models.DecimalField():
            return "7777"
    return f"left('zzzzzzzzzzzzzz', {field.max_length})"


def writes_beside(user, record, step: str) -> list[str]:
    """What goes through together with a step that is hers by itself."""
    with person.as_user(user):
        assert refused(update(record, step)) == "", "the control: the step alone is hers"
        return [more for more in others(record, step) if refused(update(record, step, more)) != REFUSED]


def test_whoever_approves_refuses_or_reverses_a_payment_changes_nothing_else_of_it(money):
    fap, asked = money.world.user("FAP"), money.ask("3000.00")
    refuse = f"status = 'refused', refuse_reason = 'no', {STEP}"
    assert writes_beside(fap, asked, APPROVE) == []
    assert writes_beside(fap, asked, APPROVE_FIRST) == []
    assert writes_beside(fap, asked, refuse) == []

    approved = money.approve(asked)
    assert writes_beside(fap, approved, refuse) == []
    paid = money.pay(approved)
    assert writes_beside(fap, paid, f"status = 'reversed', reverse_reason = 'wrong', {STEP}") == []


def test_nor_does_the_second_approver(money):
    half = money.approve(money.ask("3000.00"), "approve_first", over_reason="needed")
    assert writes_beside(money.approver_two, half, SECOND) == []


def test_whoever_pays_or_notes_what_the_bank_returned_changes_nothing_else_of_a_payment(money):
    pay, approved = money.world.user("PAY"), money.approve(money.ask())
    assert writes_beside(pay, approved, PAY_FUND) == []

    paid = money.pay(approved)
    assert writes_beside(pay, paid, f"status = 'returned', return_reason = 'closed', {STEP}") == []


def test_nor_of_state_compensation(desk):
    granted = desk.granted()
    assert writes_beside(desk.payer, granted, PAY) == []

    desk.pay(granted)
    paid = reread(desk, granted)
    assert writes_beside(desk.payer, paid, f"status = 'returned', return_reason = 'closed', {STEP}") == []


def reread(desk, application) -> StateApplication:
    with person.as_user(desk.office.officer):
        return StateApplication.objects.get(pk=application.pk)


def test_without_a_step_they_write_nothing(money):
    asked = money.ask()
    with money.world.as_("FAP"):
        assert refused(update(asked, STEP)) == REFUSED
    approved = money.approve(asked)
    for role in ("FAP", "PAY"):
        with money.world.as_(role):
            assert refused(update(approved, STEP)) == REFUSED


def test_the_control_without_the_columns_of_a_step_anything_goes_with_it(money):
    """A green run proves something only if it is the list that refuses."""
    approved, more = money.approve(money.ask()), "receipt_document = 'x'"
    step = "UPDATE actip.move SET fields = {} WHERE slug = 'fund-payments' AND target = 'paid'"
    with money.world.as_("PAY"):
        [[fields]] = sql("SELECT fields FROM actip.move WHERE slug = 'fund-payments' AND target = 'paid'")
        as_owner(step.format("NULL"))
        try:
            assert refused(update(approved, PAY_FUND, more)) == ""
        finally:
            as_owner(step.format(f"'{{{','.join(fields)}}}'"))
        assert refused(update(approved, PAY_FUND, more)) == REFUSED


def test_the_pages_and_the_api_still_approve_and_pay(money):
    assert money.paid().status == "paid"
    with money.world.as_("PMJ"):
        assert FundPayment.objects.get().paid_on == date(2026, 2, 3)
