"""Which move leads where for a suspect's custody, and the clocks that run meanwhile (Criminal Procedure Code s.87)."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actip.records import clocks
from actip.records.models import Clock
from actip.records.workflow import Move, Workflow
from actip.thai.times import done_on, end_of
from cases.models import Remand, Suspect

CEILINGS = ("DL-07-7", "DL-07-48", "DL-07-84")
# A charge, whoever enters or drops it, sets the ceiling of its suspect; an indictment, of a charge or of the file, ends remand.
clocks.also_by("case-charges", "DL-07", *CEILINGS)
clocks.also_by("prosecutions", "DL-07", *CEILINGS)


def day_before(first: date) -> datetime:
    """The last second before a day: a term whose first day counts whole begins to run there."""
    return end_of(first - timedelta(days=1))


def start_station_clock(suspect, by):
    """48 hours from reaching the station to the court."""
    clocks.start(suspect, "DL-06", suspect.station_at)


def custody_begins_anew(suspect, by):
    """Arrested once more, the suspect was not yet brought to court nor released; what happened before stands in the history."""
    suspect.court_at = suspect.released_at = None


def stop_station_clock(suspect, by):
    clocks.stop(suspect, "DL-06", at=suspect.court_at)


def stop_custody_clocks(suspect, by):
    """Whoever is free waits for no limit."""
    clocks.stop(suspect, "DL-06", *CEILINGS, at=suspect.released_at)
    for remand in suspect.remands.all():
        clocks.stop(remand, "DL-07", at=suspect.released_at)


def begin_remand(remand, by):
    """The step's own end, the end of the step before, and the ceiling of all steps."""
    clocks.start(remand, "DL-07", day_before(remand.from_on), not_after=end_of(remand.to_on))
    for step, following in pairwise(remand.suspect.remands.order_by("from_on")):
        clocks.stop(step, "DL-07", at=day_before(following.from_on))
    follow_ceiling(remand.suspect)


def remand_corrected(remand, by):
    """The limits follow the days of the order; of somebody who is free, or indicted, none runs."""
    begin_remand(remand, by)
    suspect = Suspect.objects.get(pk=remand.suspect_id)  # as it is now
    if suspect.status == "released":
        stop_custody_clocks(suspect, by)
    for charge in suspect.charges.filter(indicted_on__isnull=False)[:1]:
        end_remands(charge, by)


def follow_ceiling(suspect) -> None:
    """The ceiling that the gravest charge gives now, from the first remand of this custody on, less the days of custody before;
    another one that ran has ended.
    """
    remands = list(Remand.objects.filter(suspect=suspect).order_by("from_on"))
    if not remands:
        return
    now = [each for each in remands if suspect.arrested_on and each.from_on >= suspect.arrested_on] or remands
    first = now[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT actip.remand_rule(%s, %s)", [suspect.pk, remands[0].from_on])
        code = cursor.fetchone()[0]
    begins = day_before(first.from_on)
    others = [other for other in CEILINGS if other != code]
    Clock.objects.filter(record_id=suspect.pk, rule__code__in=others, ended_at__isnull=True).update(
        ended_at=max(timezone.now(), begins)
    )
    before = sum((each.to_on - each.from_on).days + 1 for each in remands if each not in now)
    rule = clocks.rule_in_force(code, remands[0].from_on)
    end = end_of(first.from_on + timedelta(days=rule.limit - before - 1)) if rule else None
    clocks.start(suspect, code, begins, not_after=end, again=True)


def ceiling_follows(charge, by):
    """A new charge, or one that fell away, may change how long a suspect can be remanded who is neither free nor indicted."""
    suspect = Suspect.objects.get(pk=charge.suspect_id)  # as it is now
    if suspect.status != "released" and not suspect.charges.filter(indicted_on__isnull=False).exists():
        follow_ceiling(suspect)


def end_remands(charge, by):
    """Remand for the inquiry ends with the indictment."""
    at = done_on(charge.indicted_on)
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
            derives=("court_at", "released_at"),
            guard=custody_begins_anew,
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
