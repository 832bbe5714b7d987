"""The published figures that the program ships: re-keyed facts, each with its source, found again by its number.

PF numbers come from the inventory of published figures, PT numbers from the yearly tables of reports and press.
"""

from decimal import Decimal
from pathlib import Path

from actip.records.reference import keep, read
from programmes.models import PublishedFigure

FIGURES = Path(__file__).parent / "data" / "published_figures.csv"


def load() -> str:
    """Load them as whoever acts now; see `actip.records.reference`."""
    return f"Published figures: {keep(PublishedFigure, shipped(), ('figure',))}"


def shipped() -> list[dict]:
    """The file as values of PublishedFigure; a value that is no number (a date, a tier) has none."""
    return [row | {"number": Decimal(row["number"]) if row["number"] else None} for row in read(FIGURES)]
