"""Dates typed and shown: Buddhist Era or Common Era, Thai or Arabic digits, numbers or names of months."""

import re
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.thai.calendar_words import BUDDHIST_OFFSET, DAYS, MONTH_NUMBERS, MONTHS, SHORT_MONTHS, month_key
from actip.thai.language import page_language
from actip.thai.text import clean_text, to_ascii_digits

BANGKOK = ZoneInfo("Asia/Bangkok")
COMMON_YEARS = range(1857, 2101)
BUDDHIST_YEARS = range(2400, 2644)
LONGEST = 60

ERAS = {
    **dict.fromkeys(("พ.ศ.", "พ.ศ", "พศ", "b.e.", "be"), "be"),
    **dict.fromkeys(("ค.ศ.", "ค.ศ", "คศ", "a.d.", "ad", "c.e.", "ce"), "ce"),
}
_GAP = r"[\s/.,\-]"
_ERA = "|".join(re.escape(era) for era in ERAS)
_WEEKDAY = "|".join(
    [f"(?:วัน)?{day}ที่" for day in DAYS["th"]] + [f"{day.lower()},?" for day in DAYS["en"]] + ["วันที่", "ที่"]
)
_WORD = r"[^\W\d_]\D*?"
SHAPES = tuple(
    re.compile(rf"(?:{_WEEKDAY})?\s*{shape}")
    for shape in (
        rf"(?P<year>[0-9]{{3,}}){_GAP}+(?P<month>[0-9]{{1,2}}){_GAP}+(?P<day>[0-9]{{1,2}})",
        rf"(?P<day>[0-9]{{1,2}}){_GAP}+(?P<month>[0-9]{{1,2}}){_GAP}+(?:(?P<era>{_ERA})\s*)?(?P<year>[0-9]+)",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_GAP}*(?P<month>{_WORD}){_GAP}*(?:(?P<era>{_ERA})\s*)?(?P<year>[0-9]+)",
        r"(?P<month>[a-z]+)\.?\s*(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]+)",
    )
)


class Parts(NamedTuple):
    day: int
    month: int
    year: str
    era: str


def parse_date(text: str, *, today: date | None = None) -> date:
    """The day that someone typed, or ValidationError with a sentence that says what to write.

    The year has four digits: 2400-2643 is Buddhist Era, 1857-2100 Common Era; the two never overlap, so nothing is guessed. It is
    turned into the Common Era before the calendar is asked (29/2/2567 exists, 29/2/2566 does not). Year first is accepted too.
    `today` gives the example in the sentences; without it the example is a fixed day.
    """
    example = today or date(2026, 11, 22)
    parts = _split(text, example)
    year = _common_year(parts, example)
    if not 1 <= parts.month <= 12:
        raise ValidationError(
            _("There is no month %(month)s. Write day, month, year, for example %(example)s.")
            % {"month": parts.month, "example": format_date(example, style="digits")},
            code="no_such_month",
        )
    try:
        return date(year, parts.month, parts.day)
    except ValueError:
        raise ValidationError(
            _("There is no day %(day)s in %(month)s %(year)s.")
            % {"day": parts.day, "month": MONTHS[page_language()][parts.month - 1], "year": year_label(year)},
            code="no_such_day",
        ) from None


def parse_year(text: str) -> int:
    """The year that someone typed with four digits in either calendar, in the Common Era. Raises ValidationError as `parse_date` does."""
    digits = to_ascii_digits(text[:LONGEST]).strip()
    is_number = digits.isascii() and digits.isdecimal()
    return _common_year(Parts(1, 1, digits if is_number else "", ""), date(2026, 11, 22))


def format_date(day: date | None, language: str | None = None, style: str = "short") -> str:
    """`22 พ.ย. 2569` in Thai, `22 Nov 2026` in English. Styles: short, long (month in full), words (weekday and era
    too), digits (22/11/2569)."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = local_day(day)
    language = page_language(language)
    year = year_label(day.year, language)
    if style == "digits":
        return f"{day.day}/{day.month}/{year}"
    if style == "words":
        name = DAYS[language][day.weekday()]
        month = MONTHS[language][day.month - 1]
        return f"วัน{name}ที่ {day.day} {month} พ.ศ. {year}" if language == "th" else f"{name} {day.day} {month} {year}"
    months = MONTHS if style == "long" else SHORT_MONTHS
    return f"{day.day} {months[language][day.month - 1]} {year}"


def in_words(day: date, language: str | None = None) -> str:
    """The day as it was understood, with its year in both calendars, to be shown beside what was typed."""
    language = page_language(language)
    words = format_date(day, language, "words")
    return f"{words} (ค.ศ. {day.year})" if language == "th" else f"{words} (B.E. {day.year + BUDDHIST_OFFSET})"


def year_label(year: int, language: str | None = None) -> str:
    """A Common Era year as people of that language write it: 2569 in Thai, 2026 in English."""
    return str(year + BUDDHIST_OFFSET if page_language(language) == "th" else year)


def fiscal_year(day: date) -> int:
    """The Thai fiscal year, 1 October to 30 September, by its end, in the Common Era: 22 Nov 2026 is in 2027."""
    return day.year + (day.month >= 10)


def fiscal_period(year: int) -> tuple[date, date]:
    """First and last day of the fiscal year that ends in this year of the Common Era."""
    return date(year - 1, 10, 1), date(year, 9, 30)


def bangkok_today() -> date:
    """Today in Thailand. For the edge (views, commands); rules get the day passed in."""
    return timezone.now().astimezone(BANGKOK).date()


def local_day(moment: datetime) -> date:
    return (moment.astimezone(BANGKOK) if timezone.is_aware(moment) else moment).date()


def _split(text: str, example: date) -> Parts:
    text = to_ascii_digits(clean_text(text[: LONGEST * 4])).lower()
    found = (
        next((match for shape in SHAPES if (match := shape.fullmatch(text))), None) if len(text) <= LONGEST else None
    )
    month = _month(found["month"]) if found else None
    if found is None or month is None:
        raise ValidationError(
            _("Write the date as day, month, year, for example %(thai)s or %(common)s.")
            % {"thai": format_date(example, "th", "digits"), "common": format_date(example, "en", "digits")},
            code="invalid",
        )
    return Parts(int(found["day"]), month, found["year"], ERAS.get(found.groupdict().get("era") or "", ""))


def _month(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() else MONTH_NUMBERS.get(month_key(word).replace(" ", ""))


def _common_year(parts: Parts, example: date) -> int:
    years = {"thai": example.year + BUDDHIST_OFFSET, "common": example.year}
    if len(parts.year) <= 2:
        raise ValidationError(
            _("Write the year with four digits, for example %(thai)s or %(common)s.") % years, code="short_year"
        )
    year = int(parts.year)
    if len(parts.year) == 4 and year in BUDDHIST_YEARS and parts.era != "ce":
        return year - BUDDHIST_OFFSET
    if len(parts.year) == 4 and year in COMMON_YEARS and parts.era != "be":
        return year
    raise ValidationError(
        _("The year %(year)s cannot be right. Write 2400 to 2643 (Buddhist Era) or 1857 to 2100 (Common Era).")
        % {"year": parts.year[:12]},
        code="year_out_of_range",
    )
