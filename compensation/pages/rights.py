"""A sheet to print in her language: her rights in plain words, what she is owed and when, and who must act; nobody's name."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from actip.records.pages import door
from actip.thai.dates import format_date
from actip.thai.money import format_baht
from compensation import statement
from victims.pages.identity import LANGUAGES

TEXTS = Path(__file__).parents[1] / "data" / "rights"
# A sheet that is carried about says nothing of a protection programme.
NOT_ON_PAPER = ("witness",)


def page(request: HttpRequest, pk, language: str) -> HttpResponse:
    """For whoever reads the person; the amounts are those that the reader may read."""
    if language not in dict(LANGUAGES):
        raise Http404
    kind, _verbs = door.enter(request, "people", "read")
    victim = door.opened(kind, pk)
    context = {
        "language": language, "languages": LANGUAGES, "text": text_of(language), "victim": victim,
        "blocks": blocks(victim, request.user, language), "today": _day(timezone.localdate(), language),
    }  # fmt: skip
    response = render(request, "compensation/rights.html", context)
    response["Cache-Control"] = "no-store"
    return response


def blocks(victim, user, language: str) -> list[dict]:
    """What the money block of her page says, in the language of the sheet: [{label, figures [(label, amount, on)], next}].

    Thai and English come from the translations of the program; a sentence that a text lacks stands in English.
    """
    with _said_in(language):
        found = [block for block in statement.blocks(victim, user) if block.regime not in NOT_ON_PAPER]
    words = text_of(language).get("words", {})
    return [
        {
            "label": words.get(block.label, block.label),
            "figures": [
                (words.get(each.label, each.label), _baht(each.amount, language), _day(each.on, language))
                for each in block.figures
            ],
            "next": [words.get(sentence, sentence) for sentence in block.next],
        }
        for block in found
    ]


def _said_in(language: str):
    """The program speaks Thai and English: the sheet's own language where it is one of them, whatever the reader's."""
    return translation.override("th" if language == "th" else "en")


def _day(day: date | None, language: str) -> str:
    """Buddhist years in Thai alone."""
    if day is None:
        return ""
    with _said_in(language):
        return format_date(day) if language in ("th", "en") else f"{day.day}/{day.month}/{day.year}"


def _baht(amount: Decimal, language: str) -> str:
    with _said_in(language):
        return format_baht(amount)


@cache
def text_of(language: str) -> dict:
    """The sentences of the sheet in a language."""
    return tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8"))
