"""Paying many approved payments at once, exactly once, and telling the second caller about the first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from actip.records import actions, catalogue
from actip.thai.times import format_datetime
from compensation.models import BankAccount, FundPayment, PaymentRun, RunItem
from compensation.workflow import PAYMENT


@dataclass
class Preview:
    """What a run would pay, and what it leaves out and why. Sum in THB."""

    included: list[FundPayment] = field(default_factory=list)
    excluded: list[tuple[FundPayment, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.included)

    @property
    def total(self) -> Decimal:
        return sum((payment.amount for payment in self.included), Decimal(0))


def preview(ids: Iterable, by, *, lock: bool = False) -> Preview:
    """Sort payments within reach by whether `by` can pay them now; rows are locked in one order, so that two payers never wait
    for each other. Payments out of reach are as if they had not been named.
    """
    rows = FundPayment.objects.filter(pk__in=list(ids)).order_by("pk")
    found = Preview()
    payments = list(rows.select_for_update(of=("self",)) if lock else rows)
    with_account = set(
        BankAccount.objects.filter(matter__in=[p.matter_id for p in payments], is_active=True).values_list(
            "matter_id", flat=True
        )
    )
    for payment in payments:
        why = _why_not(payment, by, with_account)
        if why:
            found.excluded.append((payment, why))
        else:
            found.included.append(payment)
    return found


def _why_not(payment: FundPayment, by, with_account: set) -> str:
    if payment.status != "approved":
        return actions.made_already(payment, PAYMENT.by_name["pay"])
    if by.pk in (payment.requested_by_id, payment.approved_by_id, payment.approved_for_id, payment.second_by_id):
        return _("Whoever asked for or approved a payment cannot pay it.")
    if payment.matter_id not in with_account:
        return _("No bank account is recorded for this payee.")
    return ""


@dataclass(frozen=True)
class Made:
    """A run, whether this call made it, and what was left out."""

    run: PaymentRun
    is_new: bool
    excluded: tuple[tuple[FundPayment, str], ...] = ()

    @property
    def sentence(self) -> str:
        """For the second caller: by whom and when it was done."""
        return _("This was done already, by %(who)s, %(at)s.") % {
            "who": self.run.made_by,
            "at": format_datetime(self.run.made_at),
        }


def pay(ids: Iterable, *, by, paid_on: date, key: str) -> Made:
    """Pay what can be paid of these in one run, in one transaction: all of it, or after a crash nothing.

    The same key gives the same run again and pays nothing. Raises ValidationError if nothing can be paid, Refused.
    """
    kind = catalogue.get("fund-payments")
    actions.require(by, kind, "pay")
    with transaction.atomic():
        with connection.cursor() as cursor:  # a second call with this key waits here for the first to end
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"payment run {by.agency_id} {key}"]
            )
        earlier = PaymentRun.objects.filter(agency=by.agency_id, key=key).first()
        if earlier:
            return Made(earlier, is_new=False)
        found = preview(ids, by, lock=True)
        if not found.included:
            raise ValidationError([why for _payment, why in found.excluded] or _("Nothing was chosen."), code="nothing")
        run = PaymentRun.objects.create(key=key, agency_id=by.agency_id, made_by=by, paid_on=paid_on)
        for number, payment in enumerate(found.included, start=1):
            actions.move(payment, "pay", by=by, facts={"paid_on": paid_on})
            RunItem.objects.create(
                run=run, payment=payment, number=number, amount=payment.amount, payee_code=payment.payee_code
            )
        return Made(run, is_new=True, excluded=tuple(found.excluded))


def totals(run: PaymentRun) -> dict:
    """Count and sum of a run by the bank's answer: {"": (n, THB), "paid": ..., "returned": ...}."""
    found: dict[str, tuple[int, Decimal]] = {}
    for item in run.items.all():
        n, amount = found.get(item.outcome, (0, Decimal(0)))
        found[item.outcome] = (n + 1, amount + item.amount)
    return found
