"""The year 2022 as published, person by person and payment by payment, all of them invented.

Published (US TIP report 2023; compliance paper 2017-2022): 444 victims by sex, nationality, form and place; payments of the
Fund by residence. Invented here: who they are, ages, dates, which eleven came from "other named countries", and what
each payment was for. Of 76 people no form was published, and none is stated here. The published number of recipients
is taken as the number of payments, since it exceeds the number of people.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from actip.accounts.models import Agency, User
from cases.models import Case
from reporting.demo import files, people
from reporting.demo.cast import Cast
from reporting.demo.ledger import Ledger
from victims.models import Person, Shelter

SOURCE = "demo-2022"
LAST = date(2022, 12, 31)
NATIONALITIES = {
    "TH": 344, "LA": 41, "MM": 25, "IN": 10, "ID": 7, "KH": 4, "VN": 3, "PH": 2, "UG": 1, "RU": 1, "XS": 3, "XX": 3,
}  # fmt: skip
# (sex, form) -> people: 279 female and 165 male; 139 sexual exploitation, 229 labour, 76 not stated.
FORMS = {
    ("female", "prostitution"): 104, ("female", "pornography"): 17, ("female", "other_sexual"): 10, ("male", "pornography"): 8,
    ("female", "forced_labour"): 86, ("female", "begging"): 12, ("male", "forced_labour"): 121, ("male", "begging"): 6,
    ("male", "slavery"): 4, ("female", "unknown"): 50, ("male", "unknown"): 26,
}  # fmt: skip
AGES = {"under_15": 41, "15_17": 87, "18_24": 128, "25_over": 180, "unknown": 8}
PLACES = {"government_shelter": 170, "private_shelter": 32, "outside": 242}
# residence -> payments and their sum in baht.
FUND = {"government_shelter": (1226, 2_896_259), "private_shelter": (91, 566_825), "outside": (340, 1_494_575)}
KINDS = {
    "government_shelter": ("living", "living", "living", "education", "essentials", "treatment"),
    "private_shelter": ("living", "education", "treatment", "start_up", "work"),
    "outside": ("living", "repatriation", "start_up", "work", "treatment"),
}
OFFICES = (
    "msdhs-bangkok",
    "msdhs-samut-sakhon",
    "msdhs-chonburi",
    "msdhs-nong-khai",
    "msdhs-ranong",
    "msdhs-chiang-rai",
)


CASES = 253


@dataclass(frozen=True)
class Stay:
    """Somebody, where she lives from a day on, and who asks the Fund for her."""

    person: Person
    residence: str
    since: date
    asks: User


def load(cast: Cast) -> bool:
    """Write the year, unless it is there; whether it was written."""
    if people.is_loaded(SOURCE):
        return False
    gathered(cast).write("demonstration data of 2022")
    return True


def gathered(cast: Cast) -> Ledger:
    """The year, drawn from its seed and not written yet."""
    ledger = Ledger(2022)
    cases = [_opened(ledger, cast) for _ in range(CASES)]
    stays = [_met(ledger, cast, cases, *drawn) for drawn in _drawn(ledger.rng)]
    for residence in PLACES:
        _pay(ledger, cast, residence, [stay for stay in stays if stay.residence == residence])
    return ledger


def _opened(ledger: Ledger, cast: Cast) -> tuple[Case, Agency]:
    """One of the year's cases, by now with the court or closed."""
    leader = files.unit(ledger, cast)
    form = ledger.rng.choice(("prostitution", "forced_labour", "forced_labour", "pornography", "begging"))
    status = ledger.rng.choice(("indicted", "closed", "closed", "non_prosecution"))
    day = ledger.day_after(date(2022, 1, 3), 0, 360)
    reported = ledger.rng.random() < 0.7
    return files.case(ledger, cast, leader, day, form, status, reported=reported), leader


def _drawn(rng: Random) -> list[tuple]:
    """Sex, form, nationality, age and residence of each of the 444, every one of them spread by chance."""
    columns = [_spread(rng, counts) for counts in (NATIONALITIES, AGES, PLACES)]
    return list(zip(_spread(rng, FORMS), *columns, strict=True))


def _spread(rng: Random, counts: dict) -> list:
    values = [value for value, count in counts.items() for _ in range(count)]
    rng.shuffle(values)
    return values


def _met(
    ledger: Ledger, cast: Cast, cases: list, drawn: tuple[str, str], nationality: str, age: str, residence: str
) -> Stay:
    """One person: met, decided to be a victim, placed, all within the year; the division and the Fund reach her."""
    rng = ledger.rng
    sex, form = drawn
    office = cast.agency(rng.choice(OFFICES))
    case, leader = rng.choice([found for found in cases if found[0].exploitation == form] or cases)
    met = ledger.day_after(max(case.opened_on, date(2022, 1, 3)), 0, 20, latest=date(2022, 11, 29))
    found = people.person(
        ledger, office, met, source=SOURCE, case=case, sex=sex, age_band=age, nationality=nationality, exploitation=form,
        province=office.province,
    )  # fmt: skip
    at = ledger.moment(met)
    ledger.share(found.matter, leader, "case_team", at)
    ledger.share(found.matter, cast.agency("datip"), "protection", at)
    ledger.share(found.matter, cast.agency("fund"), "fund", at)
    is_labour_offence = form in ("forced_labour", "slavery") and rng.random() < 0.35
    status = "decided_victim_forced_labour" if is_labour_offence else "decided_victim_tip"
    people.decided(ledger, found, ledger.day_after(met, 1, 9), cast.officer(office), status)
    since = ledger.day_after(met, 1, 12)
    shelter = _house(ledger, cast, found, residence, since)
    return Stay(found, residence, since, cast.officer(shelter.agency if shelter else office))


def _house(ledger: Ledger, cast: Cast, found: Person, residence: str, since: date) -> Shelter | None:
    """Her one stay of the year; a few are there to this day, and their shelter reaches them still."""
    rng = ledger.rng
    if residence == "outside":
        people.placed(ledger, found, "outside", None, since, ledger.day_after(LAST, 20, 300))
        return None
    kinds = (
        ("private_registered",) if residence == "private_shelter" else ("government_long_term", "children_family_home")
    )
    fitting = [shelter for shelter in cast.shelters_of(*kinds) if shelter.admits in ("all", found.sex)]
    homes = [shelter for shelter in fitting if (shelter.kind == "children_family_home") == found.is_child]
    shelter = rng.choice(homes or fitting)
    left_on = None if found.is_child and rng.random() < 0.25 else ledger.day_after(LAST, 10, 500)
    people.placed(ledger, found, shelter.kind, shelter, since, left_on)
    ledger.share(
        found.matter, shelter.agency, "placement", ledger.moment(since), state="ended" if left_on else "accepted"
    )
    return shelter


def _pay(ledger: Ledger, cast: Cast, residence: str, stays: list[Stay]) -> None:
    """The payments of one residence: everybody gets one, who came early gets more; the sum is exact to the baht."""
    rng = ledger.rng
    count, total = FUND[residence]
    weights = [(LAST - stay.since).days + 10 for stay in stays]
    turns = stays + rng.choices(stays, weights, k=count - len(stays))
    fund = cast.user("fund.approver"), cast.user("fund.payer")
    for stay, amount in zip(turns, amounts(rng, count, total), strict=True):
        latest = (LAST - stay.since).days
        day = ledger.day_after(stay.since, min(5, latest), latest)
        people.paid(
            ledger, stay.person, rng.choice(KINDS[residence]), amount, day, residence, people=(stay.asks, *fund)
        )


def amounts(rng: Random, count: int, total: int) -> list[Decimal]:
    """So many amounts in tens of baht, unlike each other, with exactly this sum; the odd baht are in the last one."""
    weights = [rng.choice((1, 1, 1, 1.5, 2, 3)) * rng.uniform(0.8, 1.2) for _ in range(count)]
    scale = (total - 10 * count) / sum(weights) / 10
    found = [10 + int(weight * scale) * 10 for weight in weights]
    tens, odd = divmod(total - sum(found), 10)
    for place in range(tens):
        found[place % count] += 10
    found[-1] += odd
    return [Decimal(amount) for amount in found]
