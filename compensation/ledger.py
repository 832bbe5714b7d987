"""Reading the ledger: row security for its two tables, balances summed from lines, the trial balance of a regime."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from actip.records import security
from compensation.models import Entry, Line
from compensation.models.ledger import ACCOUNTS, CODES

ZERO = Decimal(0)
TABLES = ("compensation_entry", "compensation_line")


def statements() -> list[str]:
    """For `manage.py secure`: an entry is there for whoever reads the records of its regime in its matter; nobody writes it."""
    found = []
    for table in TABLES:
        keys = " ".join(f"WHEN '{code}' THEN (SELECT actip.keys('{code}', 'read'))" for code in sorted(CODES.values()))
        see = (
            f"(SELECT m.reach && CASE {table}.code {keys} ELSE '{{}}'::int[] END"
            f" FROM access_matter m WHERE m.id = {table}.matter_id)"
            f" OR ((SELECT NOT actip.may('VPR', 'exist')) AND actip.reaches({table}.matter_id, {table}.code, 'read'))"
        )
        found += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *security.policy(table, "see", "SELECT", see),
        ]
    return found


def balances(lines: QuerySet[Line] | None = None) -> dict[str, Decimal]:
    """Account -> debits less credits, over the lines given or all within reach, in THB."""
    rows = (Line.objects.all() if lines is None else lines).order_by().values("account")
    found = rows.annotate(debits=Coalesce(Sum("debit"), ZERO), credits=Coalesce(Sum("credit"), ZERO))
    return {row["account"]: row["debits"] - row["credits"] for row in found}


@dataclass(frozen=True)
class Standing:
    """One account at the end of a day, in THB."""

    account: str
    label: str
    debits: Decimal
    credits: Decimal

    @property
    def balance(self) -> Decimal:
        """Debits less credits: a credit balance is below zero."""
        return self.debits - self.credits


def trial(regime: str, on: date) -> list[Standing]:
    """The trial balance of one regime at the end of a day, over the lines within reach, in the order of the chart of accounts.

    An entry is of one matter and balances, so what she reaches balances as well. Accounts on which nothing was posted are left out.
    """
    rows = Line.objects.filter(regime=regime, on_day__lte=on).order_by().values("account")
    sums = {row["account"]: row for row in rows.annotate(debits=Sum("debit"), credits=Sum("credit"))}
    return [
        Standing(account, str(label), sums[account]["debits"], sums[account]["credits"])
        for account, label in ACCOUNTS
        if account in sums
    ]


def out_of_balance() -> Decimal:
    """What all debits exceed all credits by, over the whole country: always zero. Asked by `manage.py doctor` and by tests."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT actip.ledger_difference()")
        return cursor.fetchone()[0]


def paid(regime: str, since: date, until: date) -> QuerySet[Line]:
    """The lines that say what was paid out under a regime between two days, reversals among them (as debits)."""
    account = {"fund": "fund.bank", "state_comp": "state.bank", "witness": "witness.bank"}[regime]
    return Line.objects.filter(account=account, on_day__range=(since, until))


def total(lines: QuerySet[Line], side: str = "credit") -> Decimal:
    """Credits less debits of some lines (or the other way round), in THB."""
    sums = lines.aggregate(debits=Coalesce(Sum("debit"), ZERO), credits=Coalesce(Sum("credit"), ZERO))
    difference = sums["credits"] - sums["debits"]
    return difference if side == "credit" else -difference


def of_record(record) -> QuerySet[Entry]:
    """What was posted for one record, oldest first."""
    return Entry.objects.filter(Q(record_id=record.pk)).prefetch_related("lines").order_by("posted_at", "pk")
