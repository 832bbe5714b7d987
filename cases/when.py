"""Dates known to the day, the month, the year, or about: kept as a range with its precision, said in words."""

from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _

from actip.thai.calendar_words import MONTHS
from actip.thai.dates import format_date, year_label
from actip.thai.language import page_language


def spread(first: date, last: date | None, precision: str) -> tuple[date, date]:
    """The whole range that is meant: of a month from its first day to its last, of a year from January to December."""
    last = last or first
    if precision == "month":
        return first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    if precision == "year":
        return date(first.year, 1, 1), date(last.year, 12, 31)
    return first, last


def words(first: date, last: date | None, precision: str) -> str:
    """The range in the language of the page: "March 2026", "2025 to 2026", "about 5 Mar 2026"."""
    last = last or first
    ends = list(dict.fromkeys(_end(day, precision) for day in (first, last)))
    said = ends[0] if len(ends) == 1 else _("%(first)s to %(last)s") % {"first": ends[0], "last": ends[1]}
    return _("about %(when)s") % {"when": said} if precision == "about" else said


def _end(day: date, precision: str) -> str:
    if precision == "month":
        return f"{MONTHS[page_language()][day.month - 1]} {year_label(day.year)}"
    return year_label(day.year) if precision == "year" else format_date(day)
