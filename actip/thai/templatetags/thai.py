"""Filters that show dates, times, money and places in the language of the page."""

from datetime import date, datetime, time
from decimal import Decimal

from django import template

from actip.thai import dates, money, provinces, times

register = template.Library()


@register.filter
def thai_date(day: date | None, style: str = "short") -> str:
    """`{{ day|thai_date }}` or `{{ day|thai_date:"long" }}`: 22 พ.ย. 2569, or 22 Nov 2026."""
    return dates.format_date(day or None, style=style)


@register.filter
def thai_datetime(moment: datetime | None, style: str = "short") -> str:
    return times.format_datetime(moment or None, style=style)


@register.filter
def thai_time(moment: datetime | time | None) -> str:
    return "" if moment in ("", None) else times.format_time(moment)


@register.filter
def day_words(day: date | None) -> str:
    """The day in words, with the year in both calendars."""
    return dates.in_words(dates.local_day(day) if isinstance(day, datetime) else day) if day else ""


@register.filter
def fiscal_year(day: date | None) -> str:
    return dates.year_label(dates.fiscal_year(day)) if day else ""


@register.filter
def baht(amount: Decimal | int | None) -> str:
    return "" if amount in ("", None) else money.format_baht(amount)


@register.filter
def province(code: str | None) -> str:
    return provinces.province_label(code)


@register.filter
def country(code: str | None) -> str:
    return provinces.country_label(code)
