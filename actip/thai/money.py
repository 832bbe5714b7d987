"""Amounts of baht, typed and shown."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actip.thai.language import page_language
from actip.thai.text import clean_text, to_ascii_digits

AMOUNT = re.compile(
    r"(?:฿|thb\s*)?(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]+)?)\s*(?:บาท|baht|thb)?", re.ASCII
)


def parse_amount(text: str) -> Decimal:
    """The amount that someone typed: Thai or Arabic digits, commas between thousands, บาท or THB beside it."""
    plain = to_ascii_digits(clean_text(text[:200])).lower()
    found = AMOUNT.fullmatch(plain) if len(text) <= 60 else None
    if not found:
        raise ValidationError(_("Write an amount in figures, for example 1,250 or 1250.50."), code="invalid_amount")
    return Decimal(found[1].replace(",", ""))


def format_baht(amount: Decimal | int | None, language: str | None = None) -> str:
    """`1,234,567.50 บาท` in Thai, `THB 1,234,567.50` in English; satang only where there are some."""
    if amount is None:
        return ""
    amount = Decimal(amount)
    figure = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{figure} บาท" if page_language(language) == "th" else f"THB {figure}"
