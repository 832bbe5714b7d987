"""Telephone numbers as people write them, in one form for storing and exact lookup; hotlines such as 1300 included."""

import re

from django.utils.translation import gettext as _

from actip.thai.text import clean_text, to_ascii_digits

EXTENSION = re.compile(r"(?:\s*(?:ต่อ|ext\.?|x|#)\s*[0-9]+)\s*$", re.IGNORECASE)
HOTLINE = re.compile(r"1[0-9]{2,3}")
MOBILE = re.compile(r"0[689][0-9]{8}")
LANDLINE = re.compile(r"0[2-7][0-9]{7}")
ABROAD = re.compile(r"\+[1-9][0-9]{6,14}")


def normalise(text: str) -> str:
    """`+66 81-234-5678`, `0066812345678` and `๐๘๑ ๒๓๔ ๕๖๗๘` all become `0812345678`; another country's number keeps its
    `+`; an extension is left out."""
    plain = EXTENSION.sub("", to_ascii_digits(clean_text(text)))
    is_abroad = plain.lstrip(" (").startswith(("+", "00"))
    digits = "".join(char for char in plain if "0" <= char <= "9")
    if not is_abroad:
        return digits
    digits = digits.removeprefix("00")
    if digits.startswith("66"):
        return "0" + digits.removeprefix("66").removeprefix("0")
    return f"+{digits}" if digits else ""


def is_plausible(number: str) -> bool:
    return any(kind.fullmatch(number) for kind in (HOTLINE, MOBILE, LANDLINE, ABROAD))


def warning(text: str) -> str:
    """A sentence when the number looks wrong, else "". It warns and never blocks."""
    if not text.strip() or is_plausible(normalise(text)):
        return ""
    return _("This does not look like a telephone number. Check it; it is kept as you wrote it.")


def display(number: str) -> str:
    """081-234-5678, 02-123-4567, 053-123-456, 1300."""
    if MOBILE.fullmatch(number):
        return f"{number[:3]}-{number[3:6]}-{number[6:]}"
    if LANDLINE.fullmatch(number):
        area = 2 if number.startswith("02") else 3
        return f"{number[:area]}-{number[area : area + 3]}-{number[area + 3 :]}"
    return number


def mask(number: str) -> str:
    """xxxxxx5678: the last four digits, and none of a number too short to hide."""
    return "x" * (len(number) - 4) + number[-4:] if len(number) >= 8 else "x" * len(number)
