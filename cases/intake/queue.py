"""The triage queue: what an agency took in and nobody has triaged, the most dangerous first, and of those the oldest.

Each level of danger is a stretch of one partial index (report_queue), so that fifty rows cost the same among a hundred and among a
million that wait. Row security is asked for every row shown and for every row counted.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.models import Report
from cases.workflow.report import WORST_FIRST

PAGE, CAP = 50, 500


@dataclass(frozen=True)
class Stretch:
    """Where a page begins: after the report of this danger, time and id."""

    danger: str
    received_at: datetime
    id: UUID


def waiting(agency_id: int, channel: str = "") -> QuerySet[Report]:
    """Reports that the agency took in, received and not triaged, as far as whoever acts reaches them."""
    found = Report.objects.filter(status="received", intake_agency_id=agency_id)
    return found.filter(channel=channel) if channel else found


def page(
    agency_id: int, *, channel: str = "", danger: str = "", after: Stretch | None = None
) -> tuple[list[Report], bool]:
    """Up to PAGE reports in the order of the queue, and whether there are more."""
    levels = [level for level in WORST_FIRST if danger in ("", level)]
    if after and after.danger in levels:
        levels = levels[levels.index(after.danger) :]
    rows: list[Report] = []
    for level in levels:
        found = waiting(agency_id, channel).filter(danger=level)
        if after and level == after.danger:
            later = Q(received_at__gt=after.received_at) | Q(received_at=after.received_at, id__gt=after.id)
            found = found.filter(later, received_at__gte=after.received_at)
        rows += found.order_by("received_at", "id").prefetch_related("matter")[: PAGE + 1 - len(rows)]
        if len(rows) > PAGE:
            break
    return rows[:PAGE], len(rows) > PAGE


def counts(agency_id: int, channel: str = "") -> dict[str, int]:
    """Danger -> how many wait, up to CAP + 1: more are not counted."""
    return {level: waiting(agency_id, channel).filter(danger=level)[: CAP + 1].count() for level in WORST_FIRST}


def stretch(agency_id: int, key: UUID) -> Stretch | None:
    """The place of a report in the queue; None for one that is not within reach any more, or was triaged meanwhile."""
    found = waiting(agency_id).filter(pk=key).first()
    return Stretch(found.danger, found.received_at, found.pk) if found else None
