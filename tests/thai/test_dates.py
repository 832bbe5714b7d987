"""Dates typed by officials: both eras, both kinds of digits, and sentences for what cannot be."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from actip.thai import dates, times
from actip.thai.calendar_words import MONTHS, SHORT_MONTHS
from actip.thai.dates import format_date, in_words, parse_date

DAY = date(2026, 11, 22)
DAYS = st.dates(min_value=date(1857, 1, 1), max_value=date(2100, 12, 31))
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@pytest.mark.parametrize(
    "text",
    [
        "22/11/2569",
        "22/11/2026",
        "22-11-2569",
        "22.11.2569",
        "22 11 2569",
        " 22 / 11 / 2569 ",
        "๒๒/๑๑/๒๕๖๙",
        "2026-11-22",
        "2569-11-22",
        "2026/11/22",
        "22 พ.ย. 2569",
        "22 พ.ย. พ.ศ. 2569",
        "22พย2569",
        "22 พฤศจิกายน 2569",
        "22 พฤศจิกา 2569",
        "22 พฤศจิกายน พ.ศ. ๒๕๖๙",
        "22 พฤศจิกายน ค.ศ. 2026",
        "วันที่ 22 พฤศจิกายน 2569",
        "วันอาทิตย์ที่ 22 พฤศจิกายน พ.ศ. 2569",
        "22 Nov 2026",
        "22 NOVEMBER 2569",
        "22nd Nov. 2026",
        "22-Nov-2026",
        "November 22, 2026",
        "Nov 22nd, 2026",
        "Sunday 22 November 2026",
        "22 Nov B.E. 2569",
        "22/11/\u200b2569",
        "22\u00a0พ.ย.\u00a02569",
    ],
)
def test_a_day_is_understood_however_it_is_written(text):
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "invalid"),
        ("soon", "invalid"),
        ("22/11", "invalid"),
        ("22112569", "invalid"),
        ("22/Foo/2569", "invalid"),
        ("22 ม.ย. 2569", "invalid"),
        ("/" * 500, "invalid"),
        ("1" * 100_000, "invalid"),
        ("22 " + "พ" * 30 + " 2569 " + "9" * 40, "invalid"),
        ("22" + "." * 60 + "11/2569", "invalid"),
        ("1 ² 2569", "invalid"),
        ("22/11/69", "short_year"),
        ("22/11/9", "short_year"),
        ("๒๒/๑๑/๖๙", "short_year"),
        ("22 พ.ย. 69", "short_year"),
        ("22/11/3112", "year_out_of_range"),
        ("22/11/2399", "year_out_of_range"),
        ("22/11/2644", "year_out_of_range"),
        ("22/11/1856", "year_out_of_range"),
        ("22/11/2101", "year_out_of_range"),
        ("22/11/569", "year_out_of_range"),
        ("22/11/02569", "year_out_of_range"),
        ("22/11/02026", "year_out_of_range"),
        ("22 พ.ย. พ.ศ. 2026", "year_out_of_range"),
        ("22 พ.ย. ค.ศ. 2569", "year_out_of_range"),
        ("11/22/2569", "no_such_month"),
        ("1/0/2569", "no_such_month"),
        ("1/13/2569", "no_such_month"),
        ("29/2/2566", "no_such_day"),
        ("31/4/2569", "no_such_day"),
        ("0/4/2569", "no_such_day"),
        ("22/11/2569\0", "nul"),
    ],
)
def test_what_is_no_day_is_refused_with_a_sentence(text, code):
    with override("en"), pytest.raises(ValidationError) as refusal:
        parse_date(text)

    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")


def test_the_sentence_says_what_to_write():
    with override("en"), pytest.raises(ValidationError, match="four digits, for example 2570 or 2027"):
        parse_date("22/11/69", today=date(2027, 1, 5))
    with override("th"), pytest.raises(ValidationError, match="2566"):
        parse_date("29/2/2566")


def test_the_year_is_turned_into_the_common_era_before_the_calendar_is_asked():
    assert parse_date("29/2/2567") == date(2024, 2, 29)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_name_of_a_month_is_known(month):
    for language in ("th", "en"):
        for name in (MONTHS[language][month - 1], SHORT_MONTHS[language][month - 1]):
            assert parse_date(f"5 {name} 2569") == date(2026, month, 5)
    assert parse_date("5 กรกฏาคม 2569") == date(2026, 7, 5)
    assert parse_date("5 Sept 2026") == date(2026, 9, 5)


@given(DAYS, st.sampled_from(["th", "en"]), st.sampled_from(["short", "long", "words", "digits"]), st.booleans())
def test_what_is_shown_can_be_typed(day, language, style, thai_digits):
    text = format_date(day, language, style)

    assert parse_date(text.translate(THAI_DIGITS) if thai_digits else text) == day


@given(DAYS)
def test_the_two_eras_never_overlap(day):
    assert parse_date(f"{day.day}/{day.month}/{day.year + 543}") == parse_date(day.isoformat()) == day


@given(st.text(max_size=80) | st.from_regex(r"[0-9๐-๙]{1,3}[/ .-][0-9๐-๙]{1,3}[/ .-][0-9๐-๙]{1,6}", fullmatch=True))
def test_any_text_is_a_day_of_the_range_or_a_refusal(text):
    try:
        day = parse_date(text)
    except ValidationError:
        return
    assert date(1857, 1, 1) <= day <= date(2100, 12, 31)


def test_a_day_is_shown_in_the_calendar_of_the_language():
    assert format_date(DAY, "th") == "22 พ.ย. 2569"
    assert format_date(DAY, "en") == "22 Nov 2026"
    assert format_date(DAY, "th", "long") == "22 พฤศจิกายน 2569"
    assert format_date(DAY, "th", "digits") == "22/11/2569"
    assert in_words(DAY, "th") == "วันอาทิตย์ที่ 22 พฤศจิกายน พ.ศ. 2569 (ค.ศ. 2026)"
    assert in_words(DAY, "en") == "Sunday 22 November 2026 (B.E. 2569)"
    assert format_date(None) == ""
    with override("th"):
        assert format_date(DAY) == "22 พ.ย. 2569"
    with override(None):
        assert format_date(DAY) == "22 Nov 2026"


def test_a_moment_is_shown_as_the_day_in_bangkok():
    assert format_date(datetime(2026, 11, 22, 20, 0, tzinfo=UTC), "en") == "23 Nov 2026"
    assert format_date(datetime(2026, 11, 22, 20, 0), "en") == "22 Nov 2026"


def test_the_fiscal_year_ends_in_september_and_is_named_by_its_end():
    assert dates.fiscal_year(date(2026, 9, 30)) == 2026
    assert dates.fiscal_year(date(2026, 10, 1)) == 2027
    assert dates.year_label(2027, "th") == "2570"


@given(DAYS)
def test_a_day_lies_in_its_fiscal_year(day):
    first, last = dates.fiscal_period(dates.fiscal_year(day))

    assert first <= day <= last
    assert [dates.fiscal_year(edge) for edge in (first, last)] == [dates.fiscal_year(day)] * 2
    assert dates.fiscal_year(last + timedelta(days=1)) == dates.fiscal_year(first - timedelta(days=1)) + 2


@pytest.mark.parametrize(("typed", "year"), [("2569", 2026), (" ๒๕๖๙ ", 2026), ("2026", 2026)])
def test_a_year_is_understood_in_either_calendar(typed, year):
    assert dates.parse_year(typed) == year


@pytest.mark.parametrize("typed", ["", "69", "soon", "25 69", "²²²²", "๒๕๖๙.", "3112", "9" * 5000])
def test_what_is_no_year_is_refused(typed):
    with pytest.raises(ValidationError):
        dates.parse_year(typed)


def test_today_is_today_in_bangkok():
    with time_machine.travel(datetime(2026, 11, 22, 18, 0, tzinfo=UTC), tick=False):
        assert dates.bangkok_today() == date(2026, 11, 23)


@pytest.mark.parametrize(
    "text", ["09:32", "9:32", "09.32", "09:32 น.", "9.32น.", "๐๙:๓๒ น.", "เวลา 09:32 นาฬิกา", "09:32:00"]
)
def test_a_time_of_day_is_understood(text):
    assert times.parse_time(text) == time(9, 32)
    assert times.parse_time("09:32:15") == time(9, 32, 15)


@pytest.mark.parametrize("text", ["", "25:00", "9:60", "932", "9 o'clock", "9:3"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValidationError):
        times.parse_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "22/11/2569 09:32",
        "22/11/2569, 09:32",
        "22 พ.ย. 2569 09:32 น.",
        "22 พ.ย. 2569 เวลา ๐๙.๓๒ น.",
        "22 Nov 2026 at 09:32",
        "2026-11-22 09:32",
        "2569-11-22 09:32",
        "2026-11-22T09:32:00+07:00",
        "2026-11-22T02:32:00Z",
        "2026-11-22T09:32",
    ],
)
def test_a_moment_is_understood_in_bangkok_time(text):
    assert times.parse_datetime(text) == datetime(2026, 11, 22, 9, 32, tzinfo=dates.BANGKOK)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("22/11/2569", "time_missing"),
        ("2026-11-22", "time_missing"),
        ("22/11/69 09:32", "invalid"),
        ("22/11/3112 09:32", "year_out_of_range"),
        ("22/11/2569 25:00", "invalid_time"),
        ("2026-02-30T09:32:00Z", "no_such_moment"),
        ("soon", "invalid"),
    ],
)
def test_what_is_no_moment_is_refused(text, code):
    with pytest.raises(ValidationError) as refusal:
        times.parse_datetime(text)

    assert refusal.value.code == code


@given(st.text(max_size=80))
def test_any_text_is_a_moment_or_a_refusal(text):
    try:
        moment = times.parse_datetime(text)
    except ValidationError:
        return
    assert moment.tzinfo is not None


def test_times_are_shown_with_the_thai_word():
    moment = datetime(2026, 11, 22, 2, 32, tzinfo=UTC)

    assert times.format_time(moment, "th") == "09:32 น."
    assert times.format_time(time(9, 32), "en") == "09:32"
    assert times.format_datetime(moment, "th") == "22 พ.ย. 2569 09:32 น."
    assert times.format_datetime(moment, "en", "long") == "22 November 2026 09:32"
    assert times.format_time(None) == times.format_datetime(None) == ""
