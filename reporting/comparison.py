"""Computed beside published: the same figure from our records and from a source, and the difference between them."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from programmes.models import PublishedFigure
from reporting.cells import Figures
from reporting.indicators import Indicator

REST = "*"  # every category that no other line of the table names


@dataclass(frozen=True)
class Line:
    """Which published figure speaks of which of ours. `categories`: added together; `measure`: n or amount (THB)."""

    indicator: str
    year: int
    breakdown: str
    categories: tuple[str, ...]
    measure: str
    figure: str


@dataclass(frozen=True)
class Comparison:
    """One line with both numbers; `published` None where the source is not loaded. has_all: no group that it adds up is left out."""

    line: Line
    label: str
    computed: Decimal
    published: Decimal | None
    source: str
    has_all: bool

    @property
    def difference(self) -> Decimal | None:
        """Computed less published: neither is corrected."""
        return None if self.published is None else self.computed - self.published


@cache
def lines() -> list[Line]:
    """The table published.csv."""
    with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as rows:
        return [
            Line(
                row["indicator"], int(row["year"]), row["breakdown"],
                tuple(filter(None, row["category"].split("+"))), row["measure"], row["figure"],
            )
            for row in csv.DictReader(rows)
        ]  # fmt: skip


def categories(line: Line, figures: Figures) -> list[str]:
    """The categories that a line adds up; for the rest, those that its neighbours leave over."""
    if line.categories != (REST,):
        return list(line.categories) or [""]
    named = {
        category
        for other in lines()
        if (other.indicator, other.year, other.breakdown) == (line.indicator, line.year, line.breakdown)
        for category in other.categories
    }
    return [c for (year, by, c) in figures if (year, by) == (line.year, line.breakdown) and c not in named]


def compare(indicator: Indicator, year: int, figures: Figures) -> list[Comparison]:
    """Every published figure of an indicator and year beside ours."""
    wanted = [line for line in lines() if (line.indicator, line.year) == (indicator.code, year)]
    published = PublishedFigure.objects.in_bulk([line.figure for line in wanted], field_name="figure")
    return [_compared(indicator, line, figures, published.get(line.figure)) for line in wanted]


def _compared(indicator: Indicator, line: Line, figures: Figures, found: PublishedFigure | None) -> Comparison:
    place = 0 if line.measure == "n" else 1
    keys = [(line.year, line.breakdown, category) for category in categories(line, figures)]
    parts = [figures.get(key, (0, Decimal(0)))[place] for key in keys]
    return Comparison(
        line=line,
        label=" + ".join(
            str(indicator.label(line.breakdown, category)) for category in line.categories if category != REST
        ),
        computed=Decimal(sum(parts)),
        published=found.number if found else None,
        source=found.source if found else "",
        has_all=line.categories != (REST,) and all(key in figures for key in keys),
    )
