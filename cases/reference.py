"""The offence catalogue that the program ships: each row with its source and how sure it is."""

from pathlib import Path

from actip.records.reference import keep, read
from cases.models import Offence

OFFENCES = Path(__file__).parent / "data" / "offences.csv"
NUMBERS = ("min_months", "max_months", "fine_min", "fine_max")
MARKS = ("is_life", "is_death", "is_trafficking", "is_listed_s41")


def load() -> str:
    """Load it as whoever acts now; see `actip.records.reference`."""
    return f"Offence catalogue: {keep(Offence, shipped(), ('code', 'valid_from'))}"


def shipped() -> list[dict]:
    """The file as values of Offence; empty numbers are None, an empty end means that it is still in force."""
    return [
        row
        | {name: int(row[name]) if row[name] else None for name in NUMBERS}
        | {name: row[name] == "yes" for name in MARKS}
        | {"valid_to": row["valid_to"] or None}
        for row in read(OFFENCES)
    ]
