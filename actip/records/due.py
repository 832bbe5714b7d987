"""Which clocks somebody must do something about: of the matters that the feed names first, and of records that it does not tell of.

Lists of limits start here: of millions of clocks, nearly all of which have ended in time, row security would look at each.
"""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from actip.access import decide
from actip.accounts.backend import prepared
from actip.records import catalogue, clocks, export
from actip.records.models import Clock, Rule

MOST = 200


def running(user, until: datetime | None = None, most: int = MOST) -> QuerySet:
    """Clocks that run, of up to `most` matters with the next end by a time (without one, whenever); those due first."""
    matters = prepared.rows("SELECT DISTINCT * FROM actip.due_first(%s::timestamptz, %s)", [until or "infinity", most])
    return _of(user, matters, ended_at__isnull=True)


def near(user, now: datetime, most: int = MOST) -> list[Clock]:
    """Those of them that are late or near their end."""
    longest = max(
        [clocks.SOON, *(clocks.before(rule, rule.warn_before) for rule in Rule.objects.filter(is_active=True))]
    )
    return [clock for clock in running(user, now + longest, most)[:MOST] if clocks.is_near(clock, now)]


def unnoted(user) -> QuerySet:
    """Clocks that were not kept, are over and wait for a supervisor's note; those that were due last first."""
    matters = prepared.rows("SELECT DISTINCT * FROM actip.unnoted_first(%s)", [MOST])
    return _of(user, matters, ended_at__gt=F("due_at"), breach_note="").order_by("-due_at", "pk")


def _of(user, matters: list[tuple], **which) -> QuerySet:
    found = Clock.objects.filter(**which)
    untold = found.filter(record_type__in=_untold(user)).values_list("pk", flat=True)[:MOST]
    return clocks.listed(found.filter(Q(matter__in=[key for (key,) in matters]) | Q(pk__in=list(untold))))


def _untold(user) -> list[str]:
    """Record types of tier 4 and 5 that she reads: nothing beside the record tells that it is there, the feed neither."""
    return [
        kind.slug for kind in catalogue.all_types()
        if kind.has_matter and export.tier(kind) >= 4 and "read" in decide.verbs(user, kind.code)
    ]  # fmt: skip
