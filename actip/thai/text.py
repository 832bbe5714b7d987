"""Hygiene for typed and pasted text: what is refused, what is mended, what is kept."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

# Old Thai fonts put shifted vowels and tone marks into the private area; text copied out of PDF files still holds them.
LEGACY = {0xF700: "ฐ", 0xF70F: "ญ", 0xF710: "ั", 0xF711: "ํ", 0xF712: "็"}
LEGACY |= dict(zip(range(0xF701, 0xF705), "ิีึื", strict=True))
for _start in (0xF705, 0xF70A, 0xF713):
    LEGACY |= dict(zip(range(_start, _start + 5), "่้๊๋์", strict=True))
LEGACY |= dict(zip(range(0xF718, 0xF71B), "ฺุู", strict=True))

SURROGATE = re.compile("[\ud800-\udfff]")
JOINER = "\u200d"
ABOVE_BELOW = "ัิีึืฺุู็ํ"
TONES = "่้๊๋"
REPAIRS = (
    (re.compile("เเ"), "แ"),
    (re.compile(f"ํ([{TONES}]*)า"), r"\1ำ"),
    (re.compile(f"ำ([{TONES}]+)"), r"\1ำ"),
    (re.compile(f"([{TONES}์])([{ABOVE_BELOW}])"), r"\2\1"),
    (re.compile(f"([{ABOVE_BELOW}{TONES}์ำ])\\1+"), r"\1"),
)


def refuse_unstorable(text: str) -> None:
    """Refuse what the database or UTF-8 cannot hold. Usable as a model, form or serializer validator."""
    if "\0" in text:
        raise ValidationError(_("The text contains a NUL character. Remove it and try again."), code="nul")
    if SURROGATE.search(text):
        raise ValidationError(
            _("The text contains half of a character (a lone surrogate). Type or paste it again."), code="surrogate"
        )


def clean_text(text: str, *, multiline: bool = False) -> str:
    """The text as it should be stored.

    Refuses NUL and lone surrogates. Removes control characters, zero-width characters and marks that turn the direction of writing
    (joined emoji stay whole). Puts Thai vowels and tone marks in order. One line unless `multiline`. Twice changes nothing more.
    """
    refuse_unstorable(text)
    text = text.translate(LEGACY)
    text = _without_invisible(_lines(text))
    text = repair_thai(unicodedata.normalize("NFC", text))
    if not multiline:
        return " ".join(text.split())
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def to_ascii_digits(text: str) -> str:
    return text.translate(DIGITS)


def repair_thai(text: str) -> str:
    """Vowels typed twice, sara am in two parts, a tone mark before its vowel: the one right order."""
    before = None
    while text != before:
        before = text
        for pattern, right in REPAIRS:
            text = pattern.sub(right, text)
    return text


def _lines(text: str) -> str:
    text = re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text)
    return re.sub("[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]", " ", text)


def _without_invisible(text: str) -> str:
    if text.replace("\n", "").isprintable():
        return text  # what is removed below never is
    kept = [char for place, char in enumerate(text) if char == "\n" or _is_visible(text, place)]
    return "".join(kept)


def _is_visible(text: str, place: int) -> bool:
    char = text[place]
    if char == JOINER:
        return _joins_emoji(text, place)
    if unicodedata.category(char) in ("Cc", "Cf"):
        return False
    return ord(char) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(char) <= 0xFDEF


def _joins_emoji(text: str, place: int) -> bool:
    """A joiner stays between two emoji (a family, a profession); anywhere else it only hides differences."""
    if not 0 < place < len(text) - 1:
        return False
    before, after = text[place - 1], text[place + 1]
    is_symbol = unicodedata.category(before) in ("So", "Sk") or before == "\ufe0f"
    return is_symbol and unicodedata.category(after) == "So"
