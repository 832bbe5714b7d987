"""Names compared and looked up: one form for comparison, tokens for a blind index, and a score for ranking.

A name is stored encrypted; beside it stand keyed hashes of `keys(name)`. A search hashes the tokens of `lookups(query)` and
takes the names that hold enough of them; the few that are left are opened and ranked by `score`.
"""

import re
import unicodedata
from typing import NamedTuple

from rapidfuzz import fuzz

from actip.thai.sounds import sound
from actip.thai.text import repair_thai, to_ascii_digits
from actip.thai.titles import without_titles

LONGEST = 200
THAI_MARKS = re.compile("[็-๎ฺ]")
ACCENTS = re.compile("[\u0300-\u036f]")
APOSTROPHES = re.compile("['’‘ʼ`]")
THAI_REPEATS = re.compile("([ะ-ฺเ-ๅ])\\1+")
LEADING_SIGNS = re.compile(r"^[\W_]+")
SIZE = 3
START, END = "^", "$"


class Lookup(NamedTuple):
    """Names that hold at least `least` of `tokens` answer the search."""

    tokens: frozenset[str]
    least: int


def words(name: str) -> list[str]:
    """The words of a name without title and punctuation, in small letters, Thai silent letters still marked."""
    return _spelt(name)


def plain(text: str) -> str:
    """A name's words without tone marks and silent signs."""
    return _plain(text)


def normalise(name: str) -> str:
    """The name for comparison: no title, tone marks, silent signs, accents, capitals or punctuation; one space between words."""
    return _plain(" ".join(_spelt(name)))


def keys(name: str) -> set[str]:
    """Tokens of a stored name: `w:` whole words and all words as one, `g:` three letters in a row (^ and $ mark the ends of a word),
    `p:` how each word, and all of them as one, sounds."""
    words = _spelt(name)
    plain = [_plain(word) for word in words]
    return _words(plain) | _sounds(words) | _ended_grams(plain)


def lookups(query: str) -> list[Lookup]:
    """The ways in which a name may answer a query, any of which is enough: every word whole, or by its sound if it has one, the words as one,
    every part of a word, or all but the three tokens that one wrong letter spoils."""
    words = _spelt(query)
    plain = [_plain(word) for word in words]
    found = [
        _all_of({f"w:{word}" for word in plain if word}),
        _all_of({f"w:{''.join(plain)}"} if plain else set()),
        _all_of({f"p:{key}" if (key := sound(word)) else f"w:{_plain(word)}" for word in words if _plain(word)}),
        _all_of({f"p:{key}" for key in [sound("".join(words))] if key}),
        _all_of({gram for word in plain for gram in _part(word)}),
    ]
    spelt = _ended_grams(plain)
    if len(spelt) > SIZE + 1:
        found.append(Lookup(frozenset(spelt), max(2, len(spelt) - SIZE)))
    return list(dict.fromkeys(lookup for lookup in found if lookup.tokens))


def score(query: str, name: str) -> float:
    """How well a name answers a query, 0 to 1: 1 for the same name, less for its words in another order, a part, a slip, its sound only."""
    asked, held = normalise(query), normalise(name)
    if not asked or not held:
        return 0.0
    if asked.replace(" ", "") == held.replace(" ", ""):
        return 1.0
    spelling = max(
        0.98 * fuzz.token_sort_ratio(asked, held),
        0.95 * fuzz.token_set_ratio(asked, held),
        0.9 * fuzz.partial_ratio(asked, held) if len(asked) <= len(held) else 0.0,
    )
    return max(spelling, 85.0 if _sounds_within(query, name) else 0.0) / 100


def _all_of(tokens: set[str]) -> Lookup:
    return Lookup(frozenset(tokens), len(tokens))


def _words(words: list[str]) -> set[str]:
    return {f"w:{word}" for word in [*words, "".join(words)] if word}


def _sounds(words: list[str]) -> set[str]:
    return {f"p:{key}" for word in [*words, "".join(words)] if (key := sound(word))}


def _ended_grams(words: list[str]) -> set[str]:
    return {gram for word in words if word for gram in _grams(f"{START}{word}{END}")}


def _grams(text: str) -> set[str]:
    return {f"g:{text[place : place + SIZE]}" for place in range(max(1, len(text) - SIZE + 1))}


def _part(word: str) -> set[str]:
    """Tokens that a longer word around this one holds as well; a word of one or two letters is taken for the start of a name."""
    return _grams(word) if len(word) >= SIZE else _grams(f"{START}{word}")


def _sounds_within(query: str, name: str) -> bool:
    wanted = {sound(word) for word in _spelt(query)}
    return "" not in wanted and wanted <= {sound(word) for word in _spelt(name)}


def _spelt(name: str) -> list[str]:
    """The words without title and punctuation, Thai silent letters still marked: what the sound is read from."""
    text = to_ascii_digits(repair_thai(_visible(name[: LONGEST * 4])))[:LONGEST]
    text = unicodedata.normalize("NFKC", without_titles(text)).casefold().replace("ํา", "ำ").replace("đ", "d")
    text = ACCENTS.sub("", unicodedata.normalize("NFD", APOSTROPHES.sub("", text)))
    text = THAI_REPEATS.sub(r"\1", unicodedata.normalize("NFC", text))
    return "".join(char if _belongs(char) else " " for char in text).split()


def _plain(text: str) -> str:
    return " ".join(THAI_REPEATS.sub(r"\1", THAI_MARKS.sub("", text)).split())


def _visible(name: str) -> str:
    """Without NUL, lone surrogates, zero-width characters and leading punctuation: comparing never refuses."""
    kept = "".join(char for char in name if unicodedata.category(char) not in ("Cs", "Cf") and char != "\0")
    return LEADING_SIGNS.sub("", kept)


def _belongs(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"
