"""The years since: cases, people, stays and payments from 2023 to a month ago, spread over the offices."""

from datetime import date, timedelta
from decimal import Decimal

from reporting.demo import files, people
from reporting.demo.cast import Cast
from reporting.demo.ledger import Ledger
from reporting.demo.year2022 import KINDS, OFFICES
from victims.models import Person, Placement

SOURCE = "demo-since-2023"
FIRST = date(2023, 1, 2)
CASES, REPORTS = 170, 40
FORMS = ("prostitution", "forced_labour", "forced_labour", "pornography", "begging", "slavery", "other_sexual")
NATIONALITIES = ("TH", "TH", "TH", "MM", "MM", "LA", "KH", "VN", "IN", "XS")
RESIDENCES = {
    "government_long_term": "government_shelter", "children_family_home": "government_shelter",
    "private_registered": "private_shelter", "outside": "outside",
}  # fmt: skip
STATES = {
    300: ("closed", "indicted", "non_prosecution"),
    120: ("with_prosecutor", "indicted", "further_inquiry", "suspended"),
    0: ("inquiry", "inquiry", "opinion_sent", "with_prosecutor"),
}


def load(cast: Cast, today: date) -> bool:
    """Write these years, unless they are there; whether they were written."""
    if people.is_loaded(SOURCE):
        return False
    ledger = Ledger(2023)
    latest = today - timedelta(days=1)
    span = max((today - timedelta(days=30) - FIRST).days, 1)
    for place in range(CASES):
        _file(ledger, cast, FIRST + timedelta(days=span * place // CASES), latest)
    for place in range(REPORTS):
        _report(ledger, cast, FIRST + timedelta(days=span * place // REPORTS))
    ledger.write("demonstration data since 2023")
    return True


def _file(ledger: Ledger, cast: Cast, day: date, latest: date) -> None:
    """A case in the state that fits its age, with one to three people."""
    rng = ledger.rng
    leader, form = files.unit(ledger, cast), rng.choice(FORMS)
    states = next(states for age, states in STATES.items() if (latest - day).days >= age)
    case = files.case(ledger, cast, leader, day, form, rng.choice(states), reported=rng.random() < 0.8, latest=latest)
    for _ in range(rng.choice((1, 1, 2, 3))):
        office = cast.agency(rng.choice(OFFICES))
        found = people.person(
            ledger, office, ledger.day_after(day, 0, 8), source=SOURCE, case=case, sex=rng.choice(("female", "female", "male")),
            age_band=rng.choice(("under_15", "15_17", "18_24", "18_24", "25_over")), nationality=rng.choice(NATIONALITIES),
            exploitation=form, province=office.province,
        )  # fmt: skip
        at = ledger.begun[found.matter_id]
        ledger.share(found.matter, leader, "case_team", at)
        ledger.share(found.matter, cast.agency("datip"), "protection", at)
        status = rng.choice(
            ("decided_victim_tip",) * 5 + ("decided_victim_forced_labour", "decided_not_victim", "undetermined")
        )
        people.decided(ledger, found, ledger.day_after(found.first_contact_on, 1, 9), cast.officer(office), status)
        if status.startswith("decided_victim"):
            _look_after(ledger, cast, found, latest)


def _look_after(ledger: Ledger, cast: Cast, found: Person, latest: date) -> None:
    """A stay, ended or not, and some payments during it."""
    rng = ledger.rng
    since = ledger.day_after(found.first_contact_on, 1, 12)
    kind = rng.choice(("government_long_term", "government_long_term", "private_registered", "outside"))
    shelters = [shelter for shelter in cast.shelters_of(kind) if shelter.admits in ("all", found.sex)]
    shelter = rng.choice(shelters) if shelters else None
    left_on = since + timedelta(days=rng.randint(40, 400))
    stay = people.placed(ledger, found, kind, shelter, since, left_on if left_on < latest else None)
    if shelter:
        state = "ended" if stay.left_on else "accepted"
        ledger.share(found.matter, shelter.agency, "placement", ledger.moment(since), state=state)
    if rng.random() < 0.7:
        _pay(ledger, cast, stay, since, latest)


def _pay(ledger: Ledger, cast: Cast, stay: Placement, since: date, latest: date) -> None:
    """One to four payments, asked for by the shelter or the office."""
    rng = ledger.rng
    found, residence = stay.person, RESIDENCES[stay.kind]
    end = min(stay.left_on or latest, latest)
    ledger.share(found.matter, cast.agency("fund"), "fund", ledger.moment(since))
    asks = cast.officer(stay.shelter.agency) if stay.shelter else cast.user("province.ranong")
    three = asks, cast.user("fund.approver"), cast.user("fund.payer")
    for _ in range(rng.randint(1, 4)):
        amount = Decimal(rng.choice((1500, 2000, 3000, 3000, 4500, 8000, 15000)))
        day = ledger.day_after(since, 0, (end - since).days)
        people.paid(ledger, found, rng.choice(KINDS[residence]), amount, day, residence, people=three)


def _report(ledger: Ledger, cast: Cast, day: date) -> None:
    """A report that led to nothing."""
    found = files.report(ledger, cast, files.unit(ledger, cast), day, ledger.rng.choice(FORMS), "TH-10")
    found.status, found.close_reason = "closed_no_action", "ตรวจสอบแล้วไม่พบเหตุตามที่แจ้ง"
