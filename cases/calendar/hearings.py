"""Which hearings stand in the calendar of whoever asks: those of matters within her reach, as row security gives them."""

from datetime import date, timedelta

from django.db import models
from django.utils import timezone

from actip.thai.times import start_of
from cases.models import Hearing

AHEAD = 100  # rows of the list of what comes next
IN_A_MONTH = 500


def upcoming(limit: int = AHEAD) -> models.QuerySet[Hearing]:
    """Planned hearings from today on, the next one first."""
    rows = Hearing.objects.filter(status="planned", starts_at__gte=start_of(timezone.localdate()))
    return _complete(rows)[:limit]


def of_month(first: date) -> models.QuerySet[Hearing]:
    """Every hearing of a month, whatever became of it."""
    after = (first + timedelta(days=32)).replace(day=1)
    return _complete(Hearing.objects.filter(starts_at__gte=start_of(first), starts_at__lt=start_of(after)))[:IN_A_MONTH]


def next_of_case(case) -> Hearing | None:
    """The next planned hearing of a case, today's included; None where there is none or she does not read it."""
    rows = Hearing.objects.filter(
        court_case__case=case.pk, status="planned", starts_at__gte=start_of(timezone.localdate())
    )
    return _complete(rows).first()


def _complete(rows: models.QuerySet[Hearing]) -> models.QuerySet[Hearing]:
    return rows.order_by("starts_at", "pk").prefetch_related("matter", "court_case")
