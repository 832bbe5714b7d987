"""What one approver may approve on a day: her own limit or one delegated to her, and the ceiling of the kind of help.

The database asks the same rows again (`actip.approval_limit` in sql/30_approval.sql); nothing here is a second rule.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Q

from compensation.models import Limit


@dataclass(frozen=True)
class Powers:
    """What the dated rows say about one amount on one day.

    limit: the row that is exceeded, or that was applied; None where nothing is known. behind: the user whose limit it is,
    where she acts for somebody. exceeded: a second approver and a reason are needed. too_much: two are not enough.
    """

    limit: int | None
    behind: int | None
    exceeded: bool
    too_much: bool


def powers(user_id: int, regime: str, kind: str, amount: Decimal, on: date) -> Powers:
    """May this user approve this amount alone, with a second person, or not at all?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM actip.approval_limit(%s, %s, %s, %s, %s)", [user_id, regime, kind, amount, on])
        return Powers(*cursor.fetchone())


def in_force(regime: str, kind: str, on: date, *measures: str) -> list[Limit]:
    """The rows that hold on a day for everybody, newest first; empty means that nothing is known."""
    valid = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return list(
        Limit.objects.filter(
            valid,
            regime=regime,
            kind__in=("", kind),
            measure__in=measures,
            approver=None,
            valid_from__lte=on,
            is_active=True,
        ).order_by("measure", "-kind", "-valid_from")
    )
