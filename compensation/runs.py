"""Paying many approved payments at once, exactly once, and telling the second caller about the first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from actip.records import actions
from actip.thai.times import format_datetime
from compensation import payables
from compensation.models import BankAccount, PaymentRun, RunItem
from compensation.models.fund import BY_ANOTHER
from compensation.payables import Payable


@dataclass
class Preview:
    """What a run would pay, and what it leaves out and why. Sum in THB."""

    included: list[Any] = field(default_factory=list)
    excluded: list[tuple[Any, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.included)

    @property
    def total(self) -> Decimal:
        return sum((payment.amount for payment in self.included), Decimal(0))


def preview(ids: Iterable, by, *, lock: bool = False) -> Preview:
    """Sort payments within reach by whether `by` can pay them now; rows are locked in one order, so that two payers never wait
    for each other. Payments out of reach, or of a regime that her agency does not pay, are as if they had not been named.
    """
    payable = whose(by)
    rows = payable.rows.filter(pk__in=list(ids)).order_by("pk")
    found = Preview()
    payments = list(rows.select_for_update(of=("self",)) if lock else rows)
    known = accounts(payments)
    for payment in payments:
        why = _why_not(payable, payment, by) or no_account(payment, known) or own_account(payment, known, by)
        if why:
            found.excluded.append((payment, why))
        else:
            found.included.append(payment)
    return found


def whose(user) -> Payable:
    """What a person pays. Raises Refused for whoever pays nothing."""
    found = payables.of(user)
    if found is None:
        raise actions.Refused(_("Your role does not allow this."))
    return found


def accounts(payments: Iterable) -> dict[Any, Any]:
    """Matter -> the account in use for its payee: `updated_at`, and `entered_by_id`, who wrote it last."""
    matters = [payment.matter_id for payment in payments]
    rows = BankAccount.objects.filter(matter__in=matters, is_active=True)
    return {row.matter_id: row for row in rows.values_list("matter_id", "updated_at", "entered_by_id", named=True)}


def no_account(payment, known: Mapping[Any, Any]) -> str:
    """Why there is no account to pay to; "" where there is one."""
    account = known.get(payment.matter_id)
    if account is None:
        return _("No bank account is recorded for this payee.")
    if payment.status == "returned" and account.updated_at <= payment.updated_at:
        return _("The bank returned a payment to this account: correct it first.")
    return ""


def own_account(payment, known: Mapping[Any, Any], by) -> str:
    """Why `by` cannot pay to the account that is there: she wrote it last. The database refuses it as well."""
    account = known.get(payment.matter_id)
    own = account is not None and account.entered_by_id == by.pk
    return str(BY_ANOTHER["account_entered_by_another"]) if own else ""


def _why_not(payable: Payable, payment, by) -> str:
    if payment.status not in payable.step.sources:
        return actions.made_already(payment, payable.step)
    if by.pk in (getattr(payment, name) for name in payable.apart):
        return payable.why_apart()
    return ""


@dataclass(frozen=True)
class Made:
    """A run, whether this call made it, and what was left out."""

    run: PaymentRun
    is_new: bool
    excluded: tuple[tuple[Any, str], ...] = ()

    @property
    def sentence(self) -> str:
        """For the second caller: by whom and when it was done."""
        return _("This was done already, by %(who)s, %(at)s.") % {
            "who": self.run.made_by,
            "at": format_datetime(self.run.made_at),
        }


def pay(ids: Iterable, *, by, paid_on: date, key: str) -> Made:
    """Pay what can be paid of these in one run, in one transaction: all of it, or after a crash nothing.

    The same key gives the same run again, says what it does not hold, and pays nothing. Raises ValidationError if nothing can be
    paid or the key is of another run, Refused.
    """
    payable = whose(by)
    with transaction.atomic():
        with connection.cursor() as cursor:  # a second call with this key waits here for the first to end
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"payment run {by.agency_id} {key}"]
            )
        earlier = PaymentRun.objects.filter(agency=by.agency_id, key=key).first()
        if earlier:
            return _again(earlier, payable, [str(pk) for pk in ids], paid_on)
        found = preview(ids, by, lock=True)
        if not found.included:
            raise ValidationError([why for _payment, why in found.excluded] or _("Nothing was chosen."), code="nothing")
        run = PaymentRun.objects.create(
            key=key, regime=payable.regime, agency_id=by.agency_id, made_by=by, paid_on=paid_on
        )
        for number, payment in enumerate(found.included, start=1):
            actions.move(payment, "pay", by=by, facts={"paid_on": paid_on})
            RunItem.objects.create(run=run, number=number, **{payable.link: payment})  # amount and payee: by trigger
        return Made(run, is_new=True, excluded=tuple(found.excluded))


def _again(run: PaymentRun, payable: Payable, ids: list[str], paid_on: date) -> Made:
    """The run that this key made, and what of these it does not hold: that was left out then, or is of another call.

    Raises ValidationError where it holds none of them, or paid on another day: then nothing of this call was ever paid.
    """
    held = {str(pk) for pk in run.items.values_list(f"{payable.link}_id", flat=True)}
    if run.paid_on != paid_on or held.isdisjoint(ids):
        raise ValidationError(
            _("This key was used for another run. Nothing of what was sent now was paid with it."), code="key"
        )
    rows = payable.rows.filter(pk__in=set(ids) - held).order_by("pk")
    return Made(run, is_new=False, excluded=tuple((payment, _("It is not in this run.")) for payment in rows))


def totals(run: PaymentRun) -> dict:
    """Count and sum of a run by the bank's answer: {"": (n, THB), "paid": ..., "returned": ...}."""
    found: dict[str, tuple[int, Decimal]] = {}
    for item in run.items.all():
        n, amount = found.get(item.outcome, (0, Decimal(0)))
        found[item.outcome] = (n + 1, amount + item.amount)
    return found
