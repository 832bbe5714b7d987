"""Clocks of prosecutor, court and restraint (DL-09 to DL-13, DL-16), started and ended by the steps that law or practice names.

A rule that is not in use starts no clock: see actip/records/data/rules.csv for source and confidence of each.
"""

from datetime import date

from django.utils import timezone

from actip.records import clocks
from actip.records.models import Clock
from actip.thai.times import end_of, start_of

INQUIRY, AT_PROSECUTOR, IN_COURT, IN_COURT_AT_MOST, NEXT_HEARING, APPEAL, RESTRAINT = (
    "DL-09", "DL-10", "DL-11", "DL-11-MAX", "DL-12", "DL-13", "DL-16",
)  # fmt: skip
# The inquiry's target hangs on the case; it ends with what the prosecutor or the court decides.
for slug in ("prosecutions", "court-cases"):
    clocks.also_by(slug, INQUIRY)


def case_opened(case) -> None:
    """The length of a case has no limit in law; an agency may set itself a target."""
    clocks.start(case, INQUIRY, start_of(case.opened_on))


def file_received(prosecution) -> None:
    """An agency's target; it follows when the day is corrected."""
    clocks.start(prosecution, AT_PROSECUTOR, start_of(prosecution.received_on))
    if prosecution.decided_on:
        file_answered(prosecution, prosecution.decided_on)


def file_answered(prosecution, day: date) -> None:
    clocks.stop(prosecution, AT_PROSECUTOR, at=end_of(day))


def not_prosecuted(case, day: date) -> None:
    clocks.stop(case, INQUIRY, at=end_of(day))


def charge_filed(court_case) -> None:
    """Six months, a year at most, from filing to judgment: policy of the Office of the Judiciary, not law. The clocks follow when what
    was filed, or when, is corrected; those of a new trial run from its own day.
    """
    if court_case.kind != "charge":
        clocks.withdraw(court_case, IN_COURT, IN_COURT_AT_MOST)
    elif not court_case.retrial_on:
        for code in (IN_COURT, IN_COURT_AT_MOST):
            clocks.start(court_case, code, start_of(court_case.filed_on))
        if court_case.judgment_on:
            clocks.stop(court_case, IN_COURT, IN_COURT_AT_MOST, at=end_of(court_case.judgment_on))


def postponed_without_a_day(hearing) -> None:
    """Hearings are continuous (Trafficking Criminal Procedure Act, section 30): the next one is planned the same day."""
    clocks.start(hearing, NEXT_HEARING, start_of(timezone.localdate()))


def next_hearing_is_known(court_case) -> None:
    """A hearing was planned, or none is needed any more."""
    running = Clock.objects.filter(rule__code=NEXT_HEARING, ended_at__isnull=True)
    running.filter(record_id__in=court_case.hearings.values("pk")).update(ended_at=timezone.now())


def judgment_read(court_case, day: date) -> None:
    """The trial has ended; the term to appeal begins."""
    next_hearing_is_known(court_case)
    clocks.stop(court_case, IN_COURT, IN_COURT_AT_MOST, at=end_of(day))
    clocks.start(court_case, APPEAL, start_of(day))


def trial_begins_again(court_case) -> None:
    clocks.stop(court_case, APPEAL, at=end_of(court_case.retrial_on))
    for code in (IN_COURT, IN_COURT_AT_MOST):
        clocks.start(court_case, code, start_of(court_case.retrial_on))


def appealed(court_case, day: date) -> None:
    clocks.stop(court_case, APPEAL, at=end_of(day))


def court_case_ended(court_case, day: date) -> None:
    """Nothing more can come: every clock of the court case and the target of the inquiry end."""
    next_hearing_is_known(court_case)
    clocks.stop(court_case, IN_COURT, IN_COURT_AT_MOST, APPEAL, at=end_of(day))
    if court_case.kind == "charge":
        clocks.stop(court_case.case, INQUIRY, at=end_of(day))


def last_day_to_appeal(read_on: date) -> date | None:
    """The end of the term of appeal, or None while its rule is not in use."""
    rule = clocks.rule_in_force(APPEAL, read_on)
    return timezone.localtime(clocks.due(start_of(read_on), rule.limit, rule.unit)).date() if rule else None


def restrained(asset) -> None:
    """Provisional restraint ends after 90 days unless a court extends it (Anti-Money Laundering Act, section 48)."""
    clocks.start(asset, RESTRAINT, start_of(asset.restrained_on))


def restraint_over(asset, day: date) -> None:
    clocks.stop(asset, RESTRAINT, at=end_of(day))
