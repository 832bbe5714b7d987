"""Clocks of prosecutor, court and restraint (DL-09 to DL-13, DL-16), started and ended by the steps that law or practice names.

A rule that is not in use starts no clock: see actip/records/data/rules.csv for source and confidence of each.
"""

from datetime import date, datetime, time

from django.utils import timezone

from actip.records import clocks
from actip.records.models import Clock

INQUIRY, AT_PROSECUTOR, IN_COURT, IN_COURT_AT_MOST, NEXT_HEARING, APPEAL, RESTRAINT = (
    "DL-09", "DL-10", "DL-11", "DL-11-MAX", "DL-12", "DL-13", "DL-16",
)  # fmt: skip
# The inquiry's target hangs on the case; it ends with what the prosecutor or the court decides.
for slug in ("prosecutions", "court-cases"):
    clocks.also_by(slug, INQUIRY)


def at(day: date) -> datetime:
    """The beginning of a day in Asia/Bangkok."""
    return timezone.make_aware(datetime.combine(day, time()))


def case_opened(case) -> None:
    """The length of a case has no limit in law; an agency may set itself a target."""
    clocks.start(case, INQUIRY, at(case.opened_on))


def file_received(prosecution) -> None:
    clocks.start(prosecution, AT_PROSECUTOR, at(prosecution.received_on))


def file_answered(prosecution, day: date) -> None:
    clocks.stop(prosecution, AT_PROSECUTOR, at=_end(day))


def not_prosecuted(case, day: date) -> None:
    clocks.stop(case, INQUIRY, at=_end(day))


def charge_filed(court_case) -> None:
    """Six months, a year at most, from filing to judgment: policy of the Office of the Judiciary, not law."""
    if court_case.kind == "charge":
        for code in (IN_COURT, IN_COURT_AT_MOST):
            clocks.start(court_case, code, at(court_case.filed_on))


def postponed_without_a_day(hearing) -> None:
    """Hearings are continuous (Trafficking Criminal Procedure Act, section 30): the next one is planned the same day."""
    clocks.start(hearing, NEXT_HEARING, at(timezone.localdate()))


def next_hearing_is_known(court_case) -> None:
    """A hearing was planned, or none is needed any more."""
    running = Clock.objects.filter(rule__code=NEXT_HEARING, ended_at__isnull=True)
    running.filter(record_id__in=court_case.hearings.values("pk")).update(ended_at=timezone.now())


def judgment_read(court_case, day: date) -> None:
    """The trial has ended; the term to appeal begins."""
    next_hearing_is_known(court_case)
    clocks.stop(court_case, IN_COURT, IN_COURT_AT_MOST, at=_end(day))
    clocks.start(court_case, APPEAL, at(day))


def trial_begins_again(court_case) -> None:
    clocks.stop(court_case, APPEAL, at=_end(court_case.retrial_on))
    for code in (IN_COURT, IN_COURT_AT_MOST):
        clocks.start(court_case, code, at(court_case.retrial_on))


def appealed(court_case, day: date) -> None:
    clocks.stop(court_case, APPEAL, at=_end(day))


def court_case_ended(court_case, day: date) -> None:
    """Nothing more can come: every clock of the court case and the target of the inquiry end."""
    next_hearing_is_known(court_case)
    clocks.stop(court_case, IN_COURT, IN_COURT_AT_MOST, APPEAL, at=_end(day))
    if court_case.kind == "charge":
        clocks.stop(court_case.case, INQUIRY, at=_end(day))


def last_day_to_appeal(read_on: date) -> date | None:
    """The end of the term of appeal, or None while its rule is not in use."""
    rule = clocks.rule_in_force(APPEAL, read_on)
    return timezone.localtime(clocks.due(at(read_on), rule.limit, rule.unit)).date() if rule else None


def restrained(asset) -> None:
    """Provisional restraint ends after 90 days unless a court extends it (Anti-Money Laundering Act, section 48)."""
    clocks.start(asset, RESTRAINT, at(asset.restrained_on))


def restraint_over(asset, day: date) -> None:
    clocks.stop(asset, RESTRAINT, at=_end(day))


def _end(day: date) -> datetime:
    """The end of a day: what is done on the last day is done in time."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
