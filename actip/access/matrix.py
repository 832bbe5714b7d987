"""Who may do what: the table that a data-protection officer owns, read from matrix.csv.

A cell is the most that a role can ever have; without an assignment it becomes nothing.
Source: the access matrix of the project's domain notes; every other reader (door, row security, actions,
documents, tests) asks this module or the copy of it that `manage.py secure` puts into the database.
"""

import csv
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

HERE = Path(__file__).parent

# What each letter of the table allows. `see` (a row is there at all) is derived: see `verbs`.
LEVELS = {
    "-": (),
    "x": ("exist",),
    "s": ("stats",),
    "m": ("exist", "masked"),
    "r": ("exist", "read", "stats"),
    "R": ("exist", "read", "stats", "wide"),
    "w": ("exist", "read", "stats", "create", "change"),
    "a": ("exist", "read", "stats", "approve"),
    "p": ("pay",),
    "b": ("break",),  # nothing until the glass is broken
    "v": (),  # held outside the application
}


def _table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def cells() -> dict[tuple[str, str], str]:
    """(role, record code) -> level, for all 27 roles and 30 codes."""
    found = {}
    for row in _table("matrix.csv"):
        role = row.pop("role")
        found.update({(role, code): level for code, level in row.items()})
    if unknown := set(found.values()) - set(LEVELS):
        raise ValueError(f"matrix.csv holds unknown levels: {sorted(unknown)}")
    return found


@cache
def roles() -> dict[str, dict[str, str]]:
    """Role code -> its English and Thai name."""
    return {row["code"]: row for row in _table("roles.csv")}


@cache
def offices() -> dict[str, tuple[str, ...]]:
    """Office -> its roles. A step of a workflow that names an office is made by these alone, of those whom the table grants its verb."""
    return {row["office"]: tuple(row["roles"].split()) for row in _table("offices.csv")}


@cache
def record_types() -> dict[str, dict[str, str]]:
    """Record code -> its tier (0 publishable to 5 vault), English and Thai name."""
    return {row["code"]: row for row in _table("record_types.csv")}


def level(role: str, code: str) -> str:
    """The letter of one cell; '-' for what the table does not name."""
    return cells().get((role, code), "-")


def verbs(role: str, code: str) -> tuple[str, ...]:
    """What a role may do at most with a record type, as verbs."""
    return LEVELS[level(role, code)]


def tier(code: str) -> int:
    """Sensitivity of a record type, 0 to 5."""
    return int(record_types()[code]["tier"])


def label(kind: dict[str, str]) -> str:
    """A role's or record type's name in the reader's language."""
    return kind["thai" if get_language() == "th" else "english"]
