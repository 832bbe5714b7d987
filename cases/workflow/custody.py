"""Which move leads where for a suspect's custody, and the clocks that run meanwhile (Criminal Procedure Code s.87)."""

from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actip.records import clocks
from actip.records.models import Clock
from actip.records.workflow import Move, Workflow
from cases.models import Remand

CEILINGS = ("DL-07-7", "DL-07-48", "DL-07-84")
# A charge, whoever enters or drops it, sets the ceiling of its suspect; an indictment, of a charge or of the file, ends remand.
clocks.also_by("case-charges", "DL-07", *CEILINGS)
clocks.also_by("prosecutions", "DL-07", *CEILINGS)


def day_before(first: date) -> datetime:
    """The last second before a day: a term whose first day counts whole begins to run there."""
    return end_of(first - timedelta(days=1))


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def start_station_clock(suspect, by):
    """48 hours from reaching the station to the court."""
    clocks.start(suspect, "DL-06", suspect.station_at)


def stop_station_clock(suspect, by):
    clocks.stop(suspect, "DL-06", at=suspect.court_at)


def stop_custody_clocks(suspect, by):
    """Whoever is free waits for no limit."""
    clocks.stop(suspect, "DL-06", *CEILINGS, at=suspect.released_at)
    for remand in suspect.remands.all():
        clocks.stop(remand, "DL-07", at=max(suspect.released_at, day_before(remand.from_on)))


def begin_remand(remand, by):
    """The step's own end, the end of the step before, and the ceiling of all steps."""
    begins = day_before(remand.from_on)
    for earlier in remand.suspect.remands.filter(to_on__lt=remand.from_on):
        clocks.stop(earlier, "DL-07", at=max(begins, day_before(earlier.from_on)))
    clocks.start(remand, "DL-07", begins, not_after=end_of(remand.to_on))
    follow_ceiling(remand.suspect)


def follow_ceiling(suspect) -> None:
    """The ceiling that the gravest charge gives now, from the first remand on; another one that ran has ended."""
    first = Remand.objects.filter(suspect=suspect).order_by("from_on").first()
    if first is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT actip.remand_rule(%s, %s)", [suspect.pk, first.from_on])
        code = cursor.fetchone()[0]
    begins = day_before(first.from_on)
    others = [other for other in CEILINGS if other != code]
    Clock.objects.filter(record_id=suspect.pk, rule__code__in=others, ended_at__isnull=True).update(
        ended_at=max(timezone.now(), begins)
    )
    clocks.start(suspect, code, begins)


def ceiling_follows(charge, by):
    """A new charge, or one that fell away, may change how long the suspect can be remanded."""
    follow_ceiling(charge.suspect)


def end_remands(charge, by):
    """Remand for the inquiry ends with the indictment."""
    at = timezone.make_aware(datetime.combine(charge.indicted_on, time(12)))
    for clock in Clock.objects.filter(
        record_id__in=[charge.suspect_id, *charge.suspect.remands.values_list("pk", flat=True)],
        rule__code__in=("DL-07", *CEILINGS),
        ended_at__isnull=True,
    ):
        Clock.objects.filter(pk=clock.pk).update(ended_at=max(at, clock.starts_at))


ARREST = ("arrested_at", "arrest_province", "arrest_place", "arrest_warrant", "warrant_number")
CUSTODY = Workflow(
    initial="free",
    moves=(
        Move(
            "arrest",
            _("Record the arrest"),
            ("free", "released"),
            "arrested",
            needs=("arrested_at", "station_at"),
            may=ARREST[1:],
            effect=start_station_clock,
            is_work=False,
        ),
        Move(
            "bring_to_court",
            _("Bring to court"),
            ("arrested",),
            "in_court",
            needs=("court_at",),
            effect=stop_station_clock,
        ),
        Move(
            "release",
            _("Record the release"),
            ("arrested", "in_court"),
            "released",
            needs=("released_at",),
            effect=stop_custody_clocks,
            is_work=False,
        ),
    ),
)
