"""Short forms: what each channel asks first, what it may add, and what it begins with. The table is channels.csv."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cases import codes

FILE = Path(__file__).with_name("channels.csv")


@dataclass(frozen=True)
class Channel:
    """One line of the table. kinds: the kinds of agency to which it is offered first. initial: field -> what it begins with."""

    code: str
    kinds: tuple[str, ...]
    required: tuple[str, ...]
    further: tuple[str, ...]
    initial: dict[str, str]

    @property
    def name(self):
        return dict(codes.CHANNELS)[self.code]

    @property
    def fields(self) -> tuple[str, ...]:
        """Everything that its form shows, in order; the channel itself stands first."""
        return ("channel", *self.required, *self.further)


@cache
def channels() -> dict[str, Channel]:
    """Code -> short form, in the order of the list of channels."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        found = {row["code"]: _channel(row) for row in csv.DictReader(lines)}
    return {code: found[code] for code, _label in codes.CHANNELS}


def offered_to(kind_of_agency: str) -> list[Channel]:
    """All channels, those of this kind of agency first."""
    return sorted(channels().values(), key=lambda channel: kind_of_agency not in channel.kinds)


def _channel(row: dict[str, str]) -> Channel:
    initial = dict(pair.split("=", 1) for pair in row["initial"].split())
    words = {name: tuple(row[name].split()) for name in ("kinds", "required", "further")}
    return Channel(code=row["code"], initial=initial, **words)
