"""The rules of access stated a second time, from the matrix's file and its notes alone: nothing here is asked of the program.

A cell's letter says the most a role can have; the distance of a matter says whether she has it there.
"""

import csv
from pathlib import Path

from tests.access.tables import (
    A_CHANGE,
    ADDED_ONCE,
    FACTS,
    MASKED,
    MORE_SENSITIVE,
    MOVES,
    NO_MOVES,
    OFFICES,
    ONE_AT_A_TIME,
    PAID_FROM,
    PAYABLE,
    PAYEE,
    SEALED,
    TYPES,
    WITH_HERSELF,
)

__all__ = [
    "ADDED_ONCE",
    "A_CHANGE",
    "FACTS",
    "MASKED",
    "MORE_SENSITIVE",
    "MOVES",
    "NO_MOVES",
    "OFFICES",
    "ONE_AT_A_TIME",
    "PAID_FROM",
    "PAYABLE",
    "PAYEE",
    "SEALED",
    "TYPES",
    "WITH_HERSELF",
]

FILE = Path(__file__).parents[2] / "actip" / "access" / "matrix.csv"
with FILE.open(encoding="utf-8", newline="") as lines:
    LETTERS = {
        (row["role"], code): letter for row in csv.DictReader(lines) for code, letter in row.items() if code != "role"
    }
ROLES = list(dict.fromkeys(role for role, _code in LETTERS))
CODES = list(dict.fromkeys(code for _role, code in LETTERS))

with FILE.with_name("record_types.csv").open(encoding="utf-8", newline="") as lines:
    TIERS = {row["code"]: int(row["tier"]) for row in csv.DictReader(lines)}

# Codes of the matrix that no record type has yet: take one out when you add its record type.
NOT_YET = {
    "REG",
}
# Never a record type: held outside the tracker; counted; the trail; the accounts.
NEVER = {"WID", "STA", "AUL", "USR"}

# Record types that open to fewer letters than others of their code: who reported is known to whoever may write reports
# (special rule 6); to everybody else it is as if the cell were empty.
ONLY_FOR = {"reporters": "w"}
ROOTS = {"report": "RPT", "case": "HDR", "person": "VPR"}
IN_MATTERS = [slug for slug, (_code, kind) in TYPES.items() if kind]

# Where a matter stands to a person, and who is reached by it.
DISTANCES = (
    "agency", "officer", "colleague", "other_agency", "nobody", "ended", "declined", "running", "running_officer",
    "running_colleague", "over", "not_yet", "offered",
)  # fmt: skip
NEAR = {"agency", "officer", "running", "running_officer", "offered"}
WHOLE_AGENCY = NEAR | {"colleague", "running_colleague"}

# Enough for pages and API, which add no rule about distance of their own.
SOME = ("agency", "colleague", "other_agency", "over")


def letter(role: str, slug: str) -> str:
    found = LETTERS[role, TYPES[slug][0]]
    return found if found in ONLY_FOR.get(slug, found) else "-"


def reached(of_letter: str) -> set[str]:
    """The distances at which a letter holds."""
    if of_letter == "R":
        return WHOLE_AGENCY
    return NEAR if of_letter in "xmrwap" else set()


def visible(role: str, slug: str, state: str = "") -> set[str]:
    """The distances at which a row of a matter is there at all."""
    of_letter = letter(role, slug)
    if of_letter == "m" and slug not in MASKED:
        return set()
    if of_letter == "p" and (slug != "fund-payments" or state not in PAYABLE):
        return set()  # of state compensation the scene holds applications that are being prepared: nothing to pay yet
    return reached(of_letter) if of_letter in "mrRwap" else set()


def knows_of(role: str, kind: str) -> set[str]:
    """The distances at which the role may know that a matter of this kind exists."""
    of_letter = LETTERS[role, ROOTS[kind]]
    return reached(of_letter) if of_letter in "xmrRwa" else set()


def writes(role: str, slug: str) -> set[str]:
    """The distances at which the role may create and change."""
    return reached("w") if letter(role, slug) == "w" else set()


def adds(role: str, slug: str) -> set[str]:
    """The distances at which the role may create: what hangs below a person is added by whoever sees the person, so that
    who executes orders writes the claims of others and opens none.
    """
    return set() if slug == "claims" and not visible(role, "people") else writes(role, slug)


def steps(role: str, slug: str, of_letter: str) -> bool:
    """Whether the role makes the steps that a letter opens, being of the office that they belong to."""
    return letter(role, slug) == of_letter and role in OFFICES.get(slug, ROLES)


def gives_access(role: str, kind: str) -> set[str]:
    """The distances at which the role may assign others to a matter: who writes its root, or reads the whole agency's."""
    of_letter = LETTERS[role, ROOTS[kind]]
    return reached(of_letter) if of_letter in "wR" else set()


def reveals(role: str, slug: str) -> bool:
    """Whether the letter opens the encrypted fields of rows that are there."""
    return letter(role, slug) in "rRwa"


def fields_shown(role: str, slug: str) -> set[str] | None:
    """The fields of a row that is there; None means all."""
    of_letter = letter(role, slug)
    if of_letter in "rRwa":
        return None
    if of_letter == "m":
        return MASKED.get(slug, set())
    return PAYEE if of_letter == "p" and slug in PAID_FROM else set()


def door(role: str, slug: str) -> bool:
    """Whether this kind of record is open to the role at all."""
    if slug == "assignments":
        return any(LETTERS[role, code] in "rRwa" for code in ROOTS.values())
    shown = fields_shown(role, slug)
    return shown is None or bool(shown)


def reads_the_trail(role: str) -> bool:
    """Auditors read the history of any record, and open none."""
    return LETTERS[role, "AUL"] in "rRw"


def sees_address(role: str) -> set[str]:
    """Whose addresses of shelters the role is shown: her agency's own, and of stays of people in her reach."""
    return {"own", *(f"stay:{distance}" for distance in NEAR)} if LETTERS[role, "LOC"] in "rRwa" else set()
