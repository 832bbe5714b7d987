"""Statements out of the ledger: one regime at a time, over a period, by month, head, person, defendant, shelter or residence.

Every figure is a sum of lines, and names the lines that it is the sum of. No function here adds two regimes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from django.db import models
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compensation.models import ClaimHead, IncomeEntry, Line, Order, OrderChange, Receipt, StateApplication, WitnessCost
from compensation.models.fund import RESIDENCES, FundPayment
from compensation.models.ledger import ACCOUNTS

ZERO = Decimal(0)
NONE = "none"  # in an address: the lines that have no such thing, or one out of reach
MOST = 1000  # groups of one statement


@dataclass(frozen=True)
class Column:
    """One figure of a statement, in THB: the sum of some accounts. is_debit: debits count up, credits down, or the other way round.

    is_stock: what stands at the end of the period rather than what moved in it; right only when counted from the beginning.
    """

    name: str
    label: Any
    accounts: tuple[str, ...]
    is_debit: bool = False
    is_stock: bool = False


COLUMNS = {
    "fund": (
        Column("approved", _("Approved"), ("fund.help",), is_debit=True),
        Column("paid", _("Paid"), ("fund.bank",)),
        Column("payable", _("Approved and not yet paid"), ("fund.payable",), is_stock=True),
    ),
    "state_comp": (
        Column("granted", _("Granted"), ("state.granted",), is_debit=True),
        Column("paid", _("Paid"), ("state.bank",)),
        Column("payable", _("Granted and not yet paid"), ("state.payable",), is_stock=True),
    ),
    "court": (
        Column("claimed", _("Claimed"), ("court.asked",), is_debit=True),
        Column("ordered", _("Ordered"), ("court.ordered", "court.punitive")),
        Column("punitive", _("of which punitive"), ("court.punitive",)),
        Column("interest", _("Interest"), ("court.interest",)),
        Column("beyond", _("Beyond the order"), ("court.beyond",)),
        Column("received", pgettext_lazy("money", "Received"), ("court.received",), is_debit=True),
        Column("written_off", _("Written off"), ("court.written_off",), is_debit=True),
        Column("owed", _("Still owed"), ("court.owed",), is_debit=True, is_stock=True),
    ),
    "witness": (Column("spent", _("Spent on protection"), ("witness.costs",), is_debit=True),),
    "income": (
        Column("earned", _("Earned"), ("income.wages", "income.sales")),
        Column("sales", _("of which sales"), ("income.sales",)),
        Column("deducted", _("Deducted"), ("income.deducted",), is_debit=True),
        Column("held", _("Savings held for the person"), ("income.held",), is_debit=True, is_stock=True),
    ),
}
PER = {
    "regime": (_("Regime as a whole"), None),
    "month": (_("Month"), TruncMonth("on_day")),
    "head": (_("Head"), F("category")),
    "person": (_("Person"), F("matter_id")),
    "defendant": (_("Defendant"), F("suspect_id")),
    "shelter": (_("Shelter"), F("shelter_id")),
    "residence": (_("Residence at payment"), F("residence")),
}
HEADS = {
    "fund": FundPayment.KINDS,
    "state_comp": StateApplication.GROUPS,
    "court": [*ClaimHead.HEADS, *Receipt.SOURCES, *OrderChange.KINDS],
    "witness": WitnessCost.HEADS,
    "income": IncomeEntry.PLACES,
}


def account(regime: str, code: str) -> Column | None:
    """One account of a regime as a figure: debits less credits; None for what is no account of it."""
    label = dict(ACCOUNTS).get(code)
    is_its = code.partition(".")[0] == {"state_comp": "state"}.get(regime, regime)
    return Column(code, label, (code,), is_debit=True) if label and is_its else None


def head_label(regime: str, code: str) -> str:
    """What a head is called under its regime."""
    return str(dict(HEADS[regime]).get(code, code))


def residence_label(code: str) -> str:
    return str(dict(RESIDENCES).get(code, code))


@dataclass(frozen=True)
class Scope:
    """Which lines: of one regime, from a day to a day, of whom. Keys are UUIDs; suspect, shelter, head may be NONE.

    claim: lines of one claim's heads, orders, changes and receipts. record: of one record. ordered: of orders made in a year,
    with what came for them and what appeals changed, whenever that was.
    """

    regime: str
    since: date | None = None
    until: date | None = None
    matter: Any = None
    suspect: Any = None
    shelter: Any = None
    head: str = ""
    residence: str = ""
    claim: Any = None
    record: Any = None
    ordered: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Few lines, whatever the period."""
        return any((self.matter, self.suspect, self.shelter, self.claim, self.record, self.ordered))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The figures of this regime that are right for this period."""
        return tuple(column for column in COLUMNS[self.regime] if self.since is None or not column.is_stock)

    def lines(self, column: Column | None = None) -> QuerySet[Line]:
        """The lines, row security deciding which of them there are."""
        found = Line.objects.filter(regime=self.regime)
        if column:
            found = found.filter(account__in=column.accounts)
        for name in ("since", "until"):
            if day := getattr(self, name):
                found = found.filter(**{f"on_day__{'gte' if name == 'since' else 'lte'}": day})
        for field, value in (("category", self.head), ("residence", self.residence)):
            if value:
                found = found.filter(**{field: "" if value == NONE else value})
        if self.matter:
            found = found.filter(matter=self.matter)
        for field, value in (("suspect", self.suspect), ("shelter", self.shelter)):
            if value:
                model = cast(type[models.Model], Line._meta.get_field(field).related_model)
                reachable = Q(**{f"{field}__in": model._default_manager.all()})  # those that she may see
                found = found.filter(
                    Q(**{field: None}) | ~reachable if value == NONE else Q(**{field: value}) & reachable
                )
        if self.record:
            found = found.filter(entry__record_id=self.record)
        if self.claim or self.ordered:
            found = found.filter(self._orders())
        return found

    def _orders(self) -> Q:
        """Entries of a claim, or of the orders of a year."""
        if self.claim:
            orders = Order.objects.filter(claim=self.claim)
            found = Q(entry__record_id__in=ClaimHead.objects.filter(claim=self.claim).values("pk"))
        else:
            orders = Order.objects.filter(ordered_on__year=self.ordered)
            found = Q()
        found |= Q(entry__record_id__in=orders.values("pk"))
        for model in (Receipt, OrderChange):
            found |= Q(entry__record_id__in=model.objects.filter(order__in=orders).values("pk"))
        return found


def _sum(side: str, column: Column) -> Coalesce:
    return Coalesce(Sum(side, filter=Q(account__in=column.accounts)), ZERO)


def groups(scope: Scope, per: str) -> dict[Any, dict[str, Decimal]]:
    """Key of each group (None: none of its kind) -> column -> THB. At most MOST + 1 groups, so that a caller sees that there are more."""
    sums = {}
    for column in scope.columns:
        up, down = ("debit", "credit") if column.is_debit else ("credit", "debit")
        sums[f"sum_{column.name}"] = _sum(up, column) - _sum(down, column)
    accounts = {account for column in scope.columns for account in column.accounts}
    lines = scope.lines().filter(account__in=accounts).order_by()
    expression = PER[per][1]
    if expression is None:
        return {"": _named(lines.aggregate(**sums))}
    rows = lines.values(key_=expression).annotate(**sums).order_by("key_")[: MOST + 1]
    return {row.pop("key_"): _named(row) for row in rows}


def _named(sums: Mapping[str, Any]) -> dict[str, Decimal]:
    return {name.removeprefix("sum_"): amount for name, amount in sums.items()}


def total(lines: QuerySet[Line], column: Column | None) -> Decimal:
    """What some lines come to in the sense of a column; 0 without one, where debits and credits are equal."""
    if column is None:
        return ZERO
    sums = lines.aggregate(debits=Coalesce(Sum("debit"), ZERO), credits=Coalesce(Sum("credit"), ZERO))
    difference = sums["debits"] - sums["credits"]
    return difference if column.is_debit else -difference


def month_of(scope: Scope, first: date) -> Scope:
    """The part of a scope that falls into the month that begins on a day."""
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return replace(scope, since=max(first, scope.since or first), until=min(last, scope.until or last))
