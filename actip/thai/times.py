"""Times of day typed and shown: 09:32 น."""

import re
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.thai.dates import BANGKOK, COMMON_YEARS, LONGEST, format_date, parse_date
from actip.thai.language import page_language
from actip.thai.text import clean_text, to_ascii_digits

_CLOCK = (
    r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,6})?)?(?:\s*(?:น\.?|นาฬิกา))?"
)
TIME = re.compile(rf"(?:เวลา\s*)?{_CLOCK}")
DATE_AND_TIME = re.compile(rf"(?P<day>.*?[0-9]{{3,}}),?\s+(?:เวลา\s*|at\s+)?(?P<clock>{_CLOCK})")
DAY_FIRST_AND_TIME = re.compile(rf"(?P<day>[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}})\s+(?P<clock>{_CLOCK})")
ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(z|[+-][0-9]{2}:?[0-9]{2})?"
)


def parse_time(text: str) -> time:
    """The time of day that someone typed: 09:32, 9.32 น., ๐๙:๓๒."""
    found = TIME.fullmatch(_plain(text))
    try:
        if found:
            return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        pass
    raise ValidationError(_("Write the time as hours and minutes, for example 09:32."), code="invalid_time")


def parse_datetime(text: str, *, today: date | None = None) -> datetime:
    """The moment that someone typed, in Bangkok time unless an ISO text names its offset. A date alone is refused: no time is invented."""
    plain = _plain(text)
    if ISO.fullmatch(plain) and int(plain[:4]) in COMMON_YEARS:
        return _from_iso(plain)
    found = DAY_FIRST_AND_TIME.fullmatch(plain) or DATE_AND_TIME.fullmatch(plain)
    if not found:
        parse_date(text, today=today)
        raise ValidationError(_("Write the time after the date, for example 09:32."), code="time_missing")
    return datetime.combine(parse_date(found["day"], today=today), parse_time(found["clock"]), BANGKOK)


def start_of(day: date) -> datetime:
    """The first moment of a day in Asia/Bangkok."""
    return datetime.combine(day, time(), BANGKOK)


def end_of(day: date) -> datetime:
    """The last second of a day in Asia/Bangkok: what is done on the last day of a limit is done in time."""
    return datetime.combine(day, time(23, 59, 59), BANGKOK)


def done_on(day: date) -> datetime:
    """When something was done of which the day alone is known: by the end of it, and not after now."""
    return min(timezone.now(), end_of(day))


def format_time(moment: datetime | time | None, language: str | None = None) -> str:
    """`09:32 น.` in Thai, `09:32` in English; a moment is shown in Bangkok time."""
    if moment is None:
        return ""
    clock = f"{_local(moment):%H:%M}"
    return f"{clock} น." if page_language(language) == "th" else clock


def format_datetime(moment: datetime | None, language: str | None = None, style: str = "short") -> str:
    if moment is None:
        return ""
    return f"{format_date(moment, language, style)} {format_time(moment, language)}"


def _from_iso(plain: str) -> datetime:
    try:
        moment = datetime.fromisoformat(plain.upper())
    except ValueError:
        raise ValidationError(
            _("There is no such date and time. Check the day, the month and the time."), code="no_such_moment"
        ) from None
    return moment.replace(tzinfo=BANGKOK) if moment.tzinfo is None else moment


def _local(moment: datetime | time) -> datetime | time:
    return moment.astimezone(BANGKOK) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


def _plain(text: str) -> str:
    return to_ascii_digits(clean_text(text[: LONGEST * 4])).lower()
