"""What the blind index keeps of an identity for matching: how its names are written and sound, and strong evidence."""

import re

from actip.thai import alike, national_id
from actip.thai.calendar_words import BUDDHIST_OFFSET
from actip.thai.text import to_ascii_digits

YEAR = re.compile(r"(?<!\d)(1[89]\d\d|2[0-6]\d\d)(?!\d)")
BUDDHIST = 2400  # a year from then on is counted in the Buddhist era
UNKNOWN = "XX"


def names_of(full_name: str, *others: str) -> list[str]:
    """The full name and each of the others, which are divided by commas."""
    return [full_name, *(name for text in others for name in text.split(",") if name.strip())]


def alike_keys(full_name: str, *others: str) -> set[str]:
    """Tokens by which another spelling of any of the names is found."""
    return {token for name in names_of(full_name, *others) for token in alike.keys(name)}


def birth_year(text: str) -> int | None:
    """The year in a date as somebody typed it, in the common era; None where there is none or more than one. A year may stand there
    in both eras.
    """
    years = map(int, YEAR.findall(to_ascii_digits(text)))
    found = {year - BUDDHIST_OFFSET if year >= BUDDHIST else year for year in years}
    return found.pop() if len(found) == 1 else None


def strong_keys(*, full_name: str, birth_date: str, nationality: str, document: str) -> set[str]:
    """Evidence that may be asked about beyond one's reach: a document's number, or full name with year and nationality.

    The name must be the same or sound the same; one that is spelt nearly so, or read from another script, is too weak.
    """
    found = {f"doc:{number}"} if len(number := national_id.normalise(document)) >= 5 else set()
    year = birth_year(birth_date)
    if year and nationality not in ("", UNKNOWN):
        found |= {f"who:{token}|{year}|{nationality}" for token in alike.keys(full_name) if token[:2] in ("w:", "p:")}
    return found
