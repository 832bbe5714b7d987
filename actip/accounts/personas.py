"""The invented people of the demonstration data, read from personas.csv and agencies.csv beside this file."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actip.accounts.models import Agency

HERE = Path(__file__).parent
STAGES = {
    "report": _("The first report"),
    "justice": _("Police, prosecutor, court"),
    "protection": _("Protection"),
    "money": _("Money"),
    "oversight": _("Figures, audit, administration"),
}


@dataclass(frozen=True)
class Persona:
    """One invented person: who she is, what she may do, and three things to try."""

    row: dict[str, str]

    def _said(self, what: str) -> str:
        return self.row[f"{what}_{'th' if get_language() == 'th' else 'en'}"]

    @property
    def username(self) -> str:
        return self.row["username"]

    @property
    def role(self) -> str:
        return self.row["role"]

    @property
    def agency(self) -> str:
        return self.row["agency"]

    @property
    def is_staff(self) -> bool:
        return bool(self.row["staff"])

    @property
    def is_child_cleared(self) -> bool:
        return bool(self.row["child_cleared"])

    @property
    def name(self) -> str:
        return self._said("name")

    @property
    def job(self) -> str:
        return self._said("job")

    @property
    def does(self) -> str:
        return self._said("does")

    @property
    def tasks(self) -> list[str]:
        return [self._said(f"task{number}") for number in (1, 2, 3)]


@cache
def personas() -> tuple[Persona, ...]:
    """All of them, in the order of the file: along the path of a case."""
    return tuple(Persona(row) for row in _rows("personas.csv"))


@cache
def agencies() -> tuple[dict[str, str], ...]:
    """The agencies they work in: code, kind, names, province."""
    return tuple(_rows("agencies.csv"))


def usernames() -> set[str]:
    """Who may be signed in by one click."""
    return {persona.username for persona in personas()}


def by_stage() -> list[tuple[str, list[tuple[Persona, Agency]]]]:
    """Those whose agency exists, along the path of a case, colleagues side by side."""
    known = {agency.code: agency for agency in Agency.objects.filter(is_active=True)}
    people: dict[str, list[tuple[Persona, Agency]]] = {stage: [] for stage in STAGES}
    for persona in personas():
        if persona.agency in known:
            people[persona.row["stage"]].append((persona, known[persona.agency]))
    return [(STAGES[stage], those) for stage, those in people.items() if those]


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
