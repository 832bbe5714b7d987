"""Sum checks on published figures: what does not add up is reported and never corrected.

`check_group` ties figures together: the figure with group `2022-victims` is the total of every group
`2022-victims/<class>` (sex, nationality, ...), whose members are the parts. Shares and growth are listed in
data/ratios.csv: a published percentage is compared with the one computed from the two figures that it is about.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from actip.records.reference import read
from programmes.models import PublishedFigure

RATIOS = Path(__file__).parent / "data" / "ratios.csv"


@dataclass(frozen=True)
class SumCheck:
    """One total beside the sum of one class of its parts."""

    group: str
    total: PublishedFigure
    parts: tuple[PublishedFigure, ...]

    @property
    def computed(self) -> Decimal:
        return sum((part.number or Decimal(0) for part in self.parts), Decimal(0))

    @property
    def difference(self) -> Decimal:
        """Sum of the parts less the published total: below zero where parts are missing."""
        return self.computed - (self.total.number or Decimal(0))

    @property
    def adds_up(self) -> bool:
        return self.difference == 0


@dataclass(frozen=True)
class RatioCheck:
    """A published percentage beside the one computed from the figures that it is about."""

    figure: PublishedFigure
    of: PublishedFigure
    base: PublishedFigure
    kind: str

    @property
    def computed(self) -> Decimal:
        """In percent, one decimal: a share of the base, or growth over it."""
        ratio = 100 * (self.of.number or Decimal(0)) / (self.base.number or Decimal(1))
        return (ratio - 100 if self.kind == "growth" else ratio).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def agrees(self) -> bool:
        """The published whole number is the computed one, rounded."""
        return self.figure.number == self.computed.quantize(Decimal(1), ROUND_HALF_UP)


@dataclass(frozen=True)
class Versions:
    """The same thing of the same year, published with different values by different sources."""

    year: str
    name: str
    figures: tuple[PublishedFigure, ...]


@dataclass(frozen=True)
class Report:
    """Everything that was checked; `trouble` is what does not add up or agree."""

    sums: tuple[SumCheck, ...]
    ratios: tuple[RatioCheck, ...]
    versions: tuple[Versions, ...]

    @property
    def trouble(self) -> list[SumCheck | RatioCheck]:
        return [check for check in self.sums if not check.adds_up] + [
            check for check in self.ratios if not check.agrees
        ]


def check(figures: Iterable[PublishedFigure] | None = None) -> Report:
    """Check these figures, or all that whoever acts may read."""
    known = {figure.figure: figure for figure in (PublishedFigure.objects.all() if figures is None else figures)}
    ordered = [known[number] for number in sorted(known)]
    return Report(tuple(_sums(ordered)), tuple(_ratios(known)), tuple(_versions(ordered)))


def _sums(figures: list[PublishedFigure]) -> Iterator[SumCheck]:
    totals = {figure.check_group: figure for figure in figures if figure.check_group and "/" not in figure.check_group}
    parts = defaultdict(list)
    for figure in figures:
        if "/" in figure.check_group:
            parts[figure.check_group].append(figure)
    for group, members in parts.items():
        total = totals.get(group.partition("/")[0])
        if total is not None:
            yield SumCheck(group, total, tuple(members))


def _ratios(known: dict[str, PublishedFigure]) -> Iterator[RatioCheck]:
    for row in read(RATIOS):
        if {row["figure"], row["of"], row["base"]} <= set(known):
            yield RatioCheck(known[row["figure"]], known[row["of"]], known[row["base"]], row["kind"])


def _versions(figures: list[PublishedFigure]) -> Iterator[Versions]:
    same = defaultdict(list)
    for figure in figures:
        if figure.number is not None:
            same[figure.year, figure.name, figure.breakdown, figure.unit].append(figure)
    for (year, name, breakdown, _unit), members in same.items():
        if len({figure.number for figure in members}) > 1:
            yield Versions(year, f"{name} ({breakdown})", tuple(members))
