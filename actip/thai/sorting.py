"""Thai dictionary order without ICU: the embedded server has none."""

import re
import unicodedata

from actip.thai.text import repair_thai, to_ascii_digits

LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
MARKS = {mark: str(weight) for weight, mark in enumerate("์็่้๊๋", start=1)}
IGNORED = "ๆฯ"
BETWEEN = "\x01"


def sort_key(text: str) -> str:
    """A string that sorts (byte by byte) as a Thai dictionary does.

    A vowel written before its consonant counts after it. Tone marks, mai tai khu and thanthakhat decide only between words otherwise alike.
    Latin letters come before Thai ones, without case or accents; Thai digits count as Arabic ones.
    """
    text = LEADING_VOWEL.sub(r"\2\1", to_ascii_digits(repair_thai(unicodedata.normalize("NFC", text))))
    letters, marks = [], []
    for char in _without_accents(text.casefold()):
        if char in MARKS:
            marks.append(MARKS[char])
        elif char not in IGNORED:
            letters.append(char)
            marks.append("0")
    return "".join(letters) + BETWEEN + "".join(marks).rstrip("0")


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = "".join(char for char in unicodedata.normalize("NFD", text) if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", apart)
