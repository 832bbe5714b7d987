"""The made world: how many of what, which agency holds which matter, who works where. The same on every machine."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

SEED = "actip benchmark 1"
NOW = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)  # the made present
PROVINCES = [
    f"TH-{number}" for number in (*range(10, 28), *range(30, 50), *range(50, 59), *range(60, 68), *range(70, 78))
]

# Measured agencies: the share of all matters that each holds. The smallest two hold 60 cases at least: a full page.
SHARES = {"large": 0.40, "middle": 0.10, "small": 0.01, "tiny": 0.0005}
LEAST = 60
LARGE, MIDDLE, SMALL, TINY = 1001, 1002, 1003, 1004
OTHER_POLICE = range(1100, 1160)
PROSECUTOR, FUND, MSDHS, HOTLINE, COMMITTEE = 1200, 1500, 1600, 1700, 1800
PROVINCE_OFFICES = range(1300, 1300 + len(PROVINCES))
SHELTERS = range(1400, 1420)


def agencies() -> list[tuple[int, str, str, list[str]]]:
    """(id, code, kind, roles of its users)."""
    found = [(LARGE + place, f"police-{name}", "police", ["POL", "SPV"]) for place, name in enumerate(SHARES)]
    found += [(number, f"police-{number}", "police", ["POL", "SPV"]) for number in OTHER_POLICE]
    found += [(number, f"province-{number}", "province", ["PMJ"]) for number in PROVINCE_OFFICES]
    found += [(number, f"shelter-{number}", "shelter_gov", ["SHG"]) for number in SHELTERS]
    return [
        *found,
        (PROSECUTOR, "prosecutor", "prosecutor", ["PRO"]),
        (FUND, "fund", "fund", ["FND", "FAP", "PAY"]),
        (MSDHS, "msdhs", "msdhs", ["DAT"]),
        (HOTLINE, "hotline", "hotline", ["HOT"]),
        (COMMITTEE, "committee", "committee", ["DSH", "NAT"]),
    ]  # fmt: skip


def user_id(agency: int, place: int = 0) -> int:
    """The user of an agency that has the role at this place of its list."""
    return agency * 10 + place


@dataclass(frozen=True)
class Counts:
    """How many of each for a number of matters: 38 % cases, 57 % people (1.5 a case), 5 % reports."""

    matters: int

    @property
    def cases(self) -> int:
        return self.matters * 38 // 100

    @property
    def people(self) -> int:
        return self.matters * 57 // 100

    @property
    def reports(self) -> int:
        return self.matters - self.cases - self.people

    @property
    def suspects(self) -> int:
        return self.cases + self.cases // 4


class Dice:
    """The id and the chances of one thing, from its kind and number alone: no order, no state, nothing to look up."""

    __slots__ = ("id", "left")

    def __init__(self, kind: str, number: int):
        digest = blake2b(f"{SEED}/{kind}/{number}".encode(), digest_size=48).digest()
        hexed = digest[:16].hex()
        self.id = f"{hexed[:8]}-{hexed[8:12]}-4{hexed[13:16]}-a{hexed[17:20]}-{hexed[20:]}"
        self.left = int.from_bytes(digest[16:], "big")

    def below(self, limit: int) -> int:
        self.left, found = divmod(self.left, limit)
        return found

    def of(self, choices):
        return choices[self.below(len(choices))]

    def chance(self, percent: float) -> bool:
        return self.below(10_000) < percent * 100

    def moment(self, days: int) -> datetime:
        """Some time within the last `days`."""
        return NOW - timedelta(seconds=self.below(days * 86_400), microseconds=self.below(1_000_000))


def identity(kind: str, number: int) -> str:
    return Dice(kind, number).id


def case_of_person(person: int) -> int:
    return person * 2 // 3


def case_of_suspect(suspect: int, cases: int) -> int:
    return suspect if suspect < cases else (suspect - cases) * 4


def lead_of_case(case: int) -> int:
    """The police unit that leads a case and the matters of its people."""
    if case < 2 * LEAST:
        return TINY if case < LEAST else SMALL
    dice = Dice("lead", case)
    place = dice.below(1_000_000) / 1_000_000
    for number, share in enumerate(SHARES.values()):
        if place < share:
            return LARGE + number
        place -= share
    return dice.of(OTHER_POLICE)
