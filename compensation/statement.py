"""What a person is owed, what has come, and what is next: one block for each regime, never one total."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actip.access.decide import decide
from actip.records import catalogue, shapes
from compensation import court, ledger
from compensation.models import Claim, FundPayment, IncomeEntry, Line, StateApplication, WitnessCost
from compensation.models.ledger import CODES, REGIMES

ZERO = Decimal(0)


@dataclass
class Figure:
    """One sum with the date that it stands on, in THB; its page shows the ledger entries, or what is not posted yet."""

    label: str
    amount: Decimal
    on: date | None = None
    url: str = ""


@dataclass
class Block:
    """One regime of one person."""

    regime: str
    label: str
    figures: list[Figure] = field(default_factory=list)
    next: list[str] = field(default_factory=list)


def blocks(person, user) -> list[Block]:
    """The regimes that the user reads of a person and in which something happened."""
    found = []
    for regime, label in REGIMES:
        if decide(user, CODES[regime], "read"):
            block = Block(regime, str(label))
            PARTS[regime](person, block)
            if block.figures or block.next:
                found.append(block)
    return found


def _latest(days) -> date | None:
    return max((day for day in days if day), default=None)


def _fund(person, block: Block) -> None:
    """Asked for, approved, paid: decisions and payments are told apart."""
    payments = list(FundPayment.objects.filter(person=person))
    for label, states, dated, figure in (
        (_("Asked for, not decided"), (*FundPayment.WAITING, "half_approved"), "requested_at", ""),
        (_("Approved, not yet paid"), ("approved",), "approved_at", "payable"),
        (_("Paid"), ("paid", "receipted"), "paid_on", "paid"),
    ):
        chosen = [payment for payment in payments if payment.status in states]
        if chosen:
            days = [getattr(payment, dated) for payment in chosen]
            url = _entries(person, "fund", figure) if figure else _tab(person, "fund-payments")
            block.figures.append(
                Figure(label, sum((one.amount for one in chosen), ZERO), _latest(_day(day) for day in days), url)
            )
    waiting = {payment.status for payment in payments}
    if waiting & set(FundPayment.WAITING):
        block.next.append(_("The Fund's approver decides on the request."))
    if "half_approved" in waiting:
        block.next.append(_("A second approver of the Fund decides on the request."))
    if "approved" in waiting:
        block.next.append(_("The payment officer of the Fund pays."))
    if "returned" in waiting:
        block.next.append(_("The bank returned a payment: whoever asked for it corrects the account and asks again."))


def _day(moment) -> date | None:
    return timezone.localtime(moment).date() if hasattr(moment, "hour") else moment


def _state(person, block: Block) -> None:
    for one in StateApplication.objects.filter(person=person).order_by("created_at"):
        if one.amount and one.status in ("granted", "paid", "returned"):
            block.figures.append(
                Figure(
                    _("Granted"), one.amount, one.decided_on, _entries(person, "state_comp", "granted", record=one.pk)
                )
            )
        if one.status == "paid":
            block.figures.append(
                Figure(
                    _("Paid"), one.amount or ZERO, one.paid_on, _entries(person, "state_comp", "paid", record=one.pk)
                )
            )
        if sentence := STATE_NEXT.get(one.status):
            block.next.append(str(sentence()))


STATE_NEXT = {
    "preparing": lambda: _(
        "The compensation office applies within a year of the day the person learned of the offence."
    ),
    "applied": lambda: _("The committee decides on the application."),
    "granted": lambda: _("The payment officer pays what was granted."),
    "returned": lambda: _("The payment officer pays what was granted."),
    "refused": lambda: _("The person may appeal within the days that the law gives."),
    "appealed": lambda: _("The appeal is decided."),
}


def _court(person, block: Block) -> None:
    """Claimed, ordered, received: three figures with three dates."""
    for claim in Claim.objects.filter(person=person).order_by("created_at"):
        url = {
            figure: _entries(person, "court", figure, claim=claim.pk)
            for figure in ("claimed", "ordered", "received", "owed")
        }
        asked, ordered, received = court.claimed(claim), court.ordered(claim), court.received(claim)
        if claim.claimed_on:
            block.figures.append(Figure(_("Claimed"), asked, claim.claimed_on, url["claimed"]))
        if ordered:
            days = [order.ordered_on for order in claim.orders.exclude(status="overturned")]
            block.figures.append(Figure(_("Ordered"), ordered, _latest(days), url["ordered"]))
            receipts = [r.received_on for order in claim.orders.all() for r in order.receipts.filter(status="received")]
            block.figures.append(Figure(pgettext("money", "Received"), received, _latest(receipts), url["received"]))
            block.figures.append(Figure(_("Still owed"), court.outstanding(claim), None, url["owed"]))
        if sentence := COURT_NEXT.get(claim.status):
            block.next.append(str(sentence()))


COURT_NEXT = {
    "not_informed": lambda: _("The officer in charge informs the person of the right to compensation and legal aid."),
    "informed": lambda: _("The person says whether to claim."),
    "wish_claim": lambda: _("The social ministry and the prosecutor prepare the claim."),
    "claim_prepared": lambda: _("The prosecutor files the claim with the court."),
    "claimed": lambda: _("The court decides."),
    "ordered_full": lambda: _("The decision becomes final, or is appealed."),
    "ordered_part": lambda: _("The decision becomes final, or is appealed."),
    "final": lambda: _("The social ministry's legal staff request execution; no fee is due."),
    "execution_requested": lambda: _("The legal execution officer traces assets."),
    "assets_traced": lambda: _("The legal execution officer seizes, sells and distributes."),
    "partly_received": lambda: _("The legal execution officer goes on until the rest has come."),
}


def _witness(person, block: Block) -> None:
    costs = list(WitnessCost.objects.filter(person=person, status="stands"))
    if costs:
        total = sum((one.amount for one in costs), ZERO)
        block.figures.append(
            Figure(
                _("Spent on protection"),
                total,
                _latest(one.paid_on for one in costs),
                _entries(person, "witness", "spent"),
            )
        )


def _income(person, block: Block) -> None:
    entries = list(IncomeEntry.objects.filter(person=person, status="stands"))
    for label, kinds, figure in (
        (_("Earned"), ("wage", "sale"), "earned"),
        (_("Deducted"), ("deduction",), "deducted"),
    ):
        url = _entries(person, "income", figure)
        chosen = [one for one in entries if one.kind in kinds]
        if chosen:
            block.figures.append(
                Figure(label, sum((one.amount for one in chosen), ZERO), _latest(one.on_day for one in chosen), url)
            )
    held = ledger.balances(Line.objects.filter(matter=person.matter_id, account="income.held")).get("income.held")
    if held:
        block.figures.append(Figure(_("Savings held for the person"), held, None, _entries(person, "income", "held")))
        block.next.append(_("The shelter pays the savings out when the person asks, and on leaving."))


def _entries(person, regime: str, figure: str, **more) -> str:
    """The ledger entries that a figure of a person is the sum of."""
    asked = {"regime": regime, "figure": figure, "person": person.matter.number} | more
    return f"{reverse('statement-entries')}?{urlencode(asked)}"


def _tab(person, slug: str) -> str:
    return f"{shapes.address_of(catalogue.get('people'), person.pk)}?tab={slug}"


PARTS = {"fund": _fund, "state_comp": _state, "court": _court, "witness": _witness, "income": _income}
