"""Received of what courts ordered, by year of order, and the orders for which nobody took a step for sixty days.

Figures are cells, exact at every moment and the same cost at any size; the queue is walked along the partial index of
orders that wait (`order_waiting`). For readers of statistics alone the figures are the country's, small groups left out,
and there is no queue.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from actip.access.decide import decide
from actip.accounts.models import User
from actip.records import actions, shapes
from actip.records.pages import errors
from actip.thai.dates import year_label
from actip.thai.language import page_language
from compensation.models import Order
from compensation.models.orders import still_owed
from reporting import cells
from reporting.indicators import BY_CODE
from reporting.tasks import count_soon

IDLE = timedelta(days=60)
QUEUE = 50
ZERO = Decimal(0)


@dataclass(frozen=True)
class Year:
    """Orders of one year: how many, what they come to after appeals, and what has come so far, in THB; None where too few
    receipts came in the country to be told. The count opens onto the orders, the sums onto their ledger entries.
    """

    year: int
    orders: int
    ordered: Decimal
    received: Decimal | None
    url: str
    ordered_url: str
    received_url: str

    @property
    def label(self) -> str:
        return year_label(self.year, page_language(None))

    @property
    def share(self) -> str:
        """Received / ordered as a percentage with one decimal; nothing where nothing is ordered or told."""
        return f"{self.received / self.ordered * 100:.1f}" if self.ordered > 0 and self.received is not None else "–"


def years(*, is_national: bool) -> list[Year]:
    """Every year in which something was ordered, newest first."""
    read = cells.national if is_national else cells.figures
    orders, appeals, receipts = (read(BY_CODE[code]) for code in ("court-orders", "court-appeals", "court-receipts"))
    found = sorted({year for year, by, _category in orders if not by}, reverse=True)
    nothing = (0, None if is_national else ZERO)
    return [
        Year(
            year,
            orders[year, "", ""][0],
            orders[year, "", ""][1] + appeals.get((year, "", ""), (0, ZERO))[1],
            receipts.get((year, "", ""), nothing)[1],
            "" if is_national else reverse("figure", args=["court-orders", year]),
            "" if is_national else _entries(year, "ordered"),
            "" if is_national else _entries(year, "received"),
        )
        for year in found
    ]


def _entries(year: int, figure: str) -> str:
    """The ledger entries of the orders made in a year."""
    return f"{reverse('statement-entries')}?{urlencode({'regime': 'court', 'figure': figure, 'ordered': str(year)})}"


def waiting(before) -> list[Order]:
    """Orders within reach on which something is owed and no step was taken since a day, longest first."""
    with (
        connection.cursor() as cursor
    ):  # the index alone gives the order; a sort of all that is owed would grow with them
        cursor.execute("SELECT id FROM actip.orders_waiting(%s, %s)", [before, QUEUE + 1])
        keys = [key for (key,) in cursor.fetchall()]
    orders = {order.pk: order for order in Order.objects.filter(pk__in=keys).prefetch_related("matter")}
    return [orders[key] for key in keys if key in orders]


def reads(user: User) -> bool | None:
    """Whether she reads the claims that she reaches, or else (False) statistics of the whole country; None: neither."""
    if decide(user, "CLM", "read"):
        return True
    return False if decide(user, "STA", "stats") else None


@login_required
def page(request):
    """The supervisor's page. Opened by who reads claims, or statistics of the whole country."""
    is_hers = reads(request.user)
    if is_hers is None:
        return errors.refuse(request, 403)
    found = years(is_national=not is_hers)
    today = timezone.localdate()
    queue = _queue(waiting(today - IDLE), today) if is_hers else None
    actions.looked("court-money")
    context = {
        "years": found,
        "is_national": not is_hers,
        "headline": _headline(found),
        "queue": queue[:QUEUE] if queue is not None else None,
        "more": bool(queue and len(queue) > QUEUE),
        "days": IDLE.days,
        "is_late": cells.waiting() > cells.MOST_CHANGED,
    }
    count_soon()
    return render(request, "reporting/court_money.html", context)


def _headline(found: Iterable[Year]) -> Year | None:
    """The newest year with an order."""
    return next(iter(found), None)


def _queue(orders: list[Order], today) -> list[dict]:
    owed = still_owed(orders)
    return [
        {
            "number": shapes.heading(order),
            "url": shapes.address(order),
            "ordered_on": order.ordered_on,
            "owed": owed[order.pk],
            "since": order.waiting_since,
            "days": (today - order.waiting_since).days,
            "state": _("Final") if order.status == "final" else _("Not final"),
        }
        for order in orders
    ]
