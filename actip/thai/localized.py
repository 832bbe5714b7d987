"""Dates that Django itself writes (its administration: last sign-in, history) follow the rule of the pages: Buddhist Era in Thai.

Django's formats know no era, and it has no hook for one; hence its one function for dates in the format of the locale is
replaced when the program starts. A format that names its parts ("Y-m-d", for machines) is Django's as before.
"""

from datetime import date, datetime

from django.utils import formats

from actip.thai.dates import format_date
from actip.thai.language import page_language
from actip.thai.times import format_datetime

IN_THE_WAY_OF_THE_LOCALE = (None, "DATE_FORMAT", "SHORT_DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT")
_django = formats.date_format


def date_format(value: date | datetime | str, format: str | None = None, use_l10n: bool | None = None) -> str:
    """As django.utils.formats.date_format; in Thai a day or moment as actip.thai writes it."""
    if page_language() != "th" or format not in IN_THE_WAY_OF_THE_LOCALE or not isinstance(value, date):
        return _django(value, format, use_l10n)
    if isinstance(value, datetime) and format not in (None, "DATE_FORMAT", "SHORT_DATE_FORMAT"):
        return format_datetime(value)
    return format_date(value)


def use() -> None:
    formats.date_format = date_format
