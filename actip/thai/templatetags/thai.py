"""Filters that show dates, times, money and places in the language of the page."""

from datetime import date, datetime
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
def baht(amount: Decimal | int | None) -> str:
    return "" if amount in ("", None) else money.format_baht(amount)


@register.filter
def country(code: str | None) -> str:
    return provinces.country_label(code)
