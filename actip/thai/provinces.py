"""Provinces of Thailand and countries of the world: codes kept in records, names in the reader's language."""

import csv
from functools import cache
from pathlib import Path

from django.utils.functional import lazy

from actip.thai.language import page_language
from actip.thai.sorting import sort_key

DATA = Path(__file__).parent / "data"
STATELESS, UNKNOWN_COUNTRY = "XS", "XX"


@cache
def provinces() -> dict[str, dict[str, str]]:
    """TH-10 to TH-96, each with `th`, `en` and `region`."""
    return _read("provinces.csv")


@cache
def countries() -> dict[str, dict[str, str]]:
    """ISO 3166-1 codes with `th`, `en` and `asean`; ASEAN states first, stateless and not known last."""
    return _read("countries.csv")


def province_label(code: str | None, language: str | None = None) -> str:
    return _label(provinces(), code, language)


def country_label(code: str | None, language: str | None = None) -> str:
    return _label(countries(), code, language)


def region_of(code: str) -> str:
    """north, northeast, central, east, west or south; "" for a code that is no province."""
    return provinces().get(code, {}).get("region", "")


def province_choices() -> list[tuple[str, str]]:
    """Choices for `choices=province_choices` (Django keeps the callable, so migrations stay short), by name in the active language."""
    return list(_in_order("provinces", page_language()))


def country_choices() -> list[tuple[str, str]]:
    """ASEAN states, then all others by name in the active language, then stateless and not known."""
    return list(_in_order("countries", page_language()))


@cache
def _in_order(which: str, language: str) -> tuple[tuple[str, str], ...]:
    """Sorted once a language: every form and every check of a record asks for them."""
    if which == "provinces":
        return tuple(sorted(PROVINCES, key=lambda choice: sort_key(province_label(choice[0], language))))

    def key(choice: tuple[str, str]) -> tuple[int, str]:
        place = _place(choice[0])
        return place, "" if place else sort_key(country_label(choice[0], language))

    return tuple(sorted(COUNTRIES, key=key))


def _read(name: str) -> dict[str, dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


def _label(places: dict[str, dict[str, str]], code: str | None, language: str | None) -> str:
    """The name; a code that is not in the table is shown as it is rather than hidden."""
    return places[code][page_language(language)] if code in places else code or ""


def _place(code: str) -> int:
    return -1 if countries()[code]["asean"] else int(code in (STATELESS, UNKNOWN_COUNTRY))


_province_name = lazy(province_label, str)
_country_name = lazy(country_label, str)
PROVINCES: list[tuple[str, str]] = [(code, _province_name(code)) for code in provinces()]
COUNTRIES: list[tuple[str, str]] = [(code, _country_name(code)) for code in countries()]
