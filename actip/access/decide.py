"""The door: is this kind of record open to this person at all? Rows are PostgreSQL's business."""

from functools import cache

from actip.access import matrix
from actip.access.models import ROOT_CODES

CLEARED = {"CHD": "is_child_cleared"}  # record code -> what a person who reads it whole must be, beside her role
ANY_ROOT = "*"  # records that follow their matter whatever its kind: assignments, clocks


def verbs(user, code: str) -> frozenset[str]:
    """What the user's role may do at most with a record code; nothing for somebody without an agency or a clearance."""
    if not user.is_active or user.agency_id is None:  # nobody who is not signed in is active
        return frozenset()
    found = most(user.role, code)
    return frozenset() if code in CLEARED and "read" in found and not getattr(user, CLEARED[code]) else found


@cache
def most(role: str, code: str) -> frozenset[str]:
    """Verbs of a role on a record code, or on records that follow their matter whatever its kind."""
    codes = ROOT_CODES.values() if code == ANY_ROOT else (code,)
    return frozenset(verb for each in codes for verb in granted(role, each))


@cache
def granted(role: str, code: str) -> frozenset[str]:
    """Verbs of one cell with those derived from them: `oversee`, `assign`, `update`, `see`.

    `oversee`: to answer for a breach as a supervisor; whoever reads the whole agency's records.
    `assign`: to give others access to a matter; whoever may write its root record or reads the whole agency's.
    `update`: the row may change by her hand at all. `see`: the row is there, whole or masked.
    """
    plain = set(matrix.verbs(role, code))
    if plain & {"create", "wide"}:
        plain.add("assign")
    if "wide" in plain:
        plain.add("oversee")
    if plain & {"change", "approve"}:
        plain.add("update")
    if plain & {"read", "masked"}:
        plain.add("see")
    return frozenset(plain - {"wide"})


def decide(user, code: str, verb: str) -> bool:
    """May the user's role use `verb` on records of this code at most?"""
    return verb in verbs(user, code)


def rows() -> list[tuple[str, str, str, bool]]:
    """(role, code, verb, wide) for the copy of the matrix in the database."""
    found = [
        (role, code, verb, "wide" in matrix.verbs(role, code))
        for role, code in matrix.cells()
        for verb in granted(role, code)
    ]
    for role in matrix.roles():
        for verb in {verb for code in ROOT_CODES.values() for verb in granted(role, code)}:
            wide = any("wide" in matrix.verbs(role, code) for code in ROOT_CODES.values())
            found.append((role, ANY_ROOT, verb, wide))
    return found
