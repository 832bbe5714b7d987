"""Invented names put together by rule from the parts in names.csv, as written and as a Thai officer hears them."""

from functools import cache
from pathlib import Path
from random import Random

from actip.records.reference import read
from actip.thai.national_id import check_digit

PARTS = Path(__file__).parent / "names.csv"
LAST_NAME_FIRST = ("KH", "VN")


@cache
def parts() -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    """(country, part, sex) -> (written, heard)."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for row in read(PARTS):
        found.setdefault((row["country"], row["part"], row["sex"]), []).append((row["written"], row["heard"]))
    return found


def name(rng: Random, country: str, sex: str) -> tuple[str, str]:
    """A full name as the person uses it, and how it is heard in Thai ("" where that is the same or not known)."""
    if rng.random() < 0.01:
        return rng.choice(parts()["", "long", ""])
    country = country if (country, "first", "female") in parts() else "TH"
    sex = sex if (country, "first", sex) in parts() else "female"
    first = rng.choice(parts()[country, "first", sex])
    if country == "TH":
        surname = "".join(rng.choice(parts()["TH", part, ""])[0] for part in ("stem", "ending"))
        return f"{first[0]} {surname}", ""
    if country == "MM":
        return _joined(*_burmese(rng, sex))
    last = rng.choice(parts()[country, "last", ""])
    return _joined(last, first) if country in LAST_NAME_FIRST else _joined(first, last)


def _burmese(rng: Random, sex: str) -> list[tuple[str, str]]:
    """Two or three syllables and no family name; often with the honorific that papers carry."""
    chosen = [rng.choice(parts()["MM", "first", sex]) for _ in range(rng.choice((2, 2, 3)))]
    return [rng.choice(parts()["MM", "honorific", sex]), *chosen] if rng.random() < 0.6 else chosen


def _joined(*words: tuple[str, str]) -> tuple[str, str]:
    heard = [word[1] for word in words]
    return " ".join(word[0] for word in words), " ".join(heard) if all(heard) else ""


def firm(rng: Random) -> str:
    """The name of a company that does not exist."""
    return rng.choice(parts()["", "firm", ""])[0]


def document(rng: Random) -> str:
    """Thirteen digits with the right check digit, beginning with 9, which is never issued: nobody has it."""
    first = "9" + "".join(str(rng.randrange(10)) for _ in range(11))
    return first + check_digit(first)


def phone(rng: Random) -> str:
    """Ten digits in a row of numbers that is not given out."""
    return f"0900{rng.randrange(1_000_000):06d}"
