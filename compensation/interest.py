"""Interest on an order as a proposal: computed from its dated rate, recorded only when a person confirms it.

Simple interest by the day over 365 days, on the principal alone: default interest bears no interest (Civil and Commercial Code
s.224). What came is taken for interest first and then for the principal (s.329). Confidence B: a court may order otherwise.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actip.records import actions
from actip.thai.dates import format_date
from compensation.models import Order, OrderChange

SATANG = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Proposal:
    """`fallen_due`: all interest to a day; `recorded`: what is on record of it; `amount`: the rest, to be confirmed. THB."""

    until: date
    fallen_due: Decimal
    recorded: Decimal

    @property
    def amount(self) -> Decimal:
        return max(self.fallen_due - self.recorded, ZERO)


def propose(order: Order, until: date) -> Proposal | None:
    """The interest of an order to a day; None where it bears none: no rate, overturned, or another order's debt."""
    if (
        order.interest_rate is None
        or order.status == "overturned"
        or order.same_debt_as_id
        or order.interest_from is None
        or until <= order.interest_from
    ):
        return None
    events = [
        (on, -amount) for on, amount in order.receipts.filter(status="received").values_list("received_on", "amount")
    ]
    principal, recorded = order.amount, ZERO
    for kind, on, amount in order.changes.filter(status="stands").values_list("kind", "on_day", "amount"):
        if kind == "interest":
            recorded += amount
        elif kind == "appeal":
            principal += amount  # as if ordered so from the first day
        elif kind == "write_off":
            events.append((on, -amount))
    fallen_due = accrued(principal, order.interest_rate, order.interest_from, until, events)
    return Proposal(until, fallen_due, recorded)


def accrued(principal: Decimal, rate: Decimal, since: date, until: date, events: list[tuple[date, Decimal]]) -> Decimal:
    """All simple interest in THB from a day to a day at `rate` % a year; events: (day, minus what came)."""
    found = owed = ZERO
    at = since
    for day, amount in [*sorted(event for event in events if event[0] < until), (until, ZERO)]:
        if day > at:
            grown = max(principal, ZERO) * rate * (day - at).days / 36500
            found, owed, at = found + grown, owed + grown, day
        for_interest = min(owed, -amount)
        owed -= for_interest
        principal -= -amount - for_interest
    return found.quantize(SATANG, ROUND_HALF_UP)


def confirm(order: Order, expected: Decimal, until: date, *, by) -> OrderChange:
    """Record the proposal that a person saw. Raises ValidationError where it is another by now (a second click: nothing is left)."""
    with transaction.atomic():
        order = actions.locked(order)
        found = propose(order, until)
        if found is None or found.amount <= 0 or found.amount != expected:
            raise ValidationError(_("The proposal changed meanwhile. Look at it again."), code="changed")
        words = _("%(rate)s %% a year from %(since)s to %(until)s, less %(recorded)s THB on record") % {
            "rate": order.interest_rate, "since": format_date(order.interest_from), "until": format_date(until),
            "recorded": f"{found.recorded:,.2f}",
        }  # fmt: skip
        change = OrderChange(order=order, kind="interest", on_day=until, amount=found.amount, reason=words)
        return actions.save(change, by=by)
