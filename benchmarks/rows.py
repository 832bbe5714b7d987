"""The rows of every table. Each function gives the rows of the things numbered start to stop.

A value None is NULL; nothing here holds a tab, a line break or a backslash but the `\\\\x` of binary values.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from benchmarks import world
from benchmarks.world import Counts, Dice, identity, user_id
from cases import codes

Row = tuple
EXPLOITATION = [code for code, _ in codes.EXPLOITATION]
NATIONALITIES = ["TH"] * 3 + ["MM"] * 6 + ["KH"] * 3 + ["LA"] * 3 + ["VN", "ID", "UZ", "XX"]
CASE_STATES = ["closed"] * 5 + ["inquiry"] * 2 + ["opened", "with_prosecutor", "indicted"]
DECISIONS = (
    ["decided_victim_tip"] * 12
    + ["decided_victim_forced_labour"] * 3
    + ["decided_not_victim"] * 3
    + ["undetermined", "pending"]
)
PERSON_STATES = {"decided_victim_tip": "victim", "decided_victim_forced_labour": "victim", "decided_not_victim": "not_victim",
                 "undetermined": "undetermined", "under_protection": "under_protection"}  # fmt: skip
STAYS = ["government_long_term"] * 3 + ["children_family_home", "private_registered", "outside"]
RESIDENCE = {
    "government_long_term": "government_shelter",
    "children_family_home": "government_shelter",
    "private_registered": "private_shelter",
}
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class PersonFacts:
    """What several tables must agree on about one person."""

    id: str
    number: str
    case: int
    lead: int
    province: int
    first: timedelta
    touched: object
    decision: str
    stay: str
    shelter: int
    payments: int
    due: object


def person(counts: Counts, place: int) -> PersonFacts:
    dice = Dice("person", place)
    case = world.case_of_person(place)
    touched = dice.moment(1000)
    decision = dice.of(DECISIONS) if dice.chance(90) else ""
    due = None
    if decision == "pending" and dice.chance(30):
        decision, due = "under_protection", world.NOW + timedelta(minutes=dice.below(7 * 1440) - 1440)
    stay = dice.of(STAYS) if decision.startswith("decided_victim") and dice.chance(70) else ""
    return PersonFacts(
        id=dice.id, number=number("P", counts, 2, place), case=case, lead=world.lead_of_case(case),
        province=dice.of(world.PROVINCE_OFFICES), first=timedelta(days=dice.below(2600)), touched=touched, decision=decision,
        stay=stay, shelter=dice.of(world.SHELTERS), payments=dice.below(6) if dice.chance(80) else 0, due=due,
    )  # fmt: skip


def number(letter: str, counts: Counts, kind: int, place: int) -> str:
    """A number of a matter as people write it; a permutation, so that none comes twice."""
    scattered = (3 * place + kind) * 0x9E3779B97B % (1 << 40)
    letters = "".join(ALPHABET[scattered >> shift & 31] for shift in range(35, -1, -5))
    return f"{letter}69-{letters[:4]}-{letters[4:]}"


def day(moment) -> str:
    return moment.date().isoformat()


def shared(touched) -> tuple:
    """version, created_at, updated_at"""
    return 1, touched - timedelta(days=30), touched


def case_matters(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    for place in range(start, stop):
        dice = Dice("case", place)
        touched, status = dice.moment(1000), dice.of(CASE_STATES)
        yield dice.id, "case", number("C", counts, 1, place), status, touched - timedelta(days=30), touched, None


def people_matters(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    for place in range(start, stop):
        one = person(counts, place)
        status = PERSON_STATES.get(one.decision, "possible_victim")
        yield one.id, "person", one.number, status, one.touched - timedelta(days=30), one.touched, one.due


def report_matters(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    for place in range(start, stop):
        dice = Dice("report", place)
        touched = dice.moment(1000)
        yield dice.id, "report", number("R", counts, 0, place), "referred", touched - timedelta(days=30), touched, None


def _assignment(key: str, matter: str, agency: int, basis: str, at, *, lead=False, officer=None, offered=False) -> Row:
    state = "offered" if offered else "accepted"
    return identity("assignment", key), matter, agency, officer, basis, state, lead, at, "", "", None, None, 1, at, at


def case_assignments(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    """The unit that leads; in a third the prosecutor; in a tenth an officer of another unit."""
    for place in range(start, stop):
        dice = Dice("case", place)
        at, matter = dice.moment(1000) - timedelta(days=30), dice.id
        yield _assignment(f"cl{place}", matter, world.lead_of_case(place), "opened", at, lead=True)
        dice.below(10)
        if dice.chance(33):
            yield _assignment(f"cp{place}", matter, world.PROSECUTOR, "case_team", at)
        if dice.chance(10):
            agency = dice.of(world.OTHER_POLICE)
            if agency != world.lead_of_case(place):
                yield _assignment(f"co{place}", matter, agency, "case_team", at, officer=user_id(agency))


def people_assignments(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    """The unit that leads, a province office, the central ministry, perhaps a shelter and the Fund."""
    for place in range(start, stop):
        one = person(counts, place)
        at = one.touched - timedelta(days=30)
        yield _assignment(f"pl{place}", one.id, one.lead, "opened", at, lead=True)
        yield _assignment(f"pp{place}", one.id, one.province, "protection", at, offered=one.decision == "")
        yield _assignment(f"pm{place}", one.id, world.MSDHS, "oversight", at)
        if one.stay and one.stay != "outside":
            yield _assignment(f"ps{place}", one.id, one.shelter, "placement", at)
        if one.payments:
            yield _assignment(f"pf{place}", one.id, world.FUND, "fund", at)


def report_assignments(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    for place in range(start, stop):
        dice = Dice("report", place)
        at = dice.moment(1000) - timedelta(days=30)
        yield _assignment(f"rl{place}", dice.id, world.HOTLINE, "opened", at, lead=True)
        agency = world.lead_of_case(place % max(1, counts.cases))
        yield _assignment(f"rr{place}", dice.id, agency, "referral", at, offered=dice.chance(2))


def cases(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    for place in range(start, stop):
        dice = Dice("case", place)
        touched, status = dice.moment(1000), dice.of(CASE_STATES)
        opened = world.NOW - timedelta(days=1000 + dice.below(1900))
        closed = day(opened + timedelta(days=200)) if status == "closed" else None
        form, province, is_online, is_special = (
            dice.of(EXPLOITATION),
            dice.of(world.PROVINCES),
            dice.chance(30),
            dice.chance(5),
        )
        decided = ("ยธ 1/2569", day(opened)) if is_special else ("", None)
        yield (
            dice.id, *shared(touched), dice.id, None, day(opened), dice.of(["station", "ahtd", "ahtd", "dsi"]), form,
            province, is_online, is_special, *decided, "ข้อเท็จจริงโดยย่อของคดีนี้ ตามที่พนักงานสอบสวนบันทึกไว้ " * 4,
            None, None, None, closed, "", status,
        )  # fmt: skip


def people(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    for place in range(start, stop):
        one, dice = person(counts, place), Dice("profile", place)
        yield (
            one.id, *shared(one.touched), one.id, identity("case", one.case), None, day(world.NOW - timedelta(days=300) - one.first),
            dice.of(["female", "female", "male"]), dice.of(["under_15", "15_17", "18_24", "25_over", "25_over"]),
            dice.of(NATIONALITIES), dice.of(EXPLOITATION), dice.of(world.PROVINCES), "unknown", dice.chance(40), "", "",
            PERSON_STATES.get(one.decision, "possible_victim"), "unknown", "", "",
        )  # fmt: skip


def reports(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    channels = [code for code, _ in codes.CHANNELS]
    for place in range(start, stop):
        dice = Dice("report", place)
        touched = dice.moment(1000)
        yield (
            dice.id, *shared(touched), dice.id, touched - timedelta(days=30), dice.of(channels), dice.of(world.PROVINCES),
            dice.of(EXPLOITATION), dice.of(["immediate", "concern", "none_seen"]), 1 + dice.below(20), "ผู้แจ้งเล่าว่ามีการบังคับใช้แรงงาน",
            None, "unknown", False, "unknown", False, "", None, "", "referred",
        )  # fmt: skip


def suspects(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    for place in range(start, stop):
        dice, case = Dice("suspect", place), identity("case", world.case_of_suspect(place, counts.cases))
        yield (
            dice.id, *shared(dice.moment(1000)), case, case, 1 if place < counts.cases else 2, "natural", dice.of(NATIONALITIES),
            dice.of(["male", "male", "female"]), dice.of(["18_24", "25_over"]), day(dice.moment(2600)), dice.of(world.PROVINCES),
        )  # fmt: skip


def decisions(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    for place in range(start, stop):
        one, dice = person(counts, place), Dice("decision", place)
        if not one.decision:
            continue
        opened = world.NOW - timedelta(days=290) - one.first
        decided = one.decision not in ("pending", "under_protection")
        victim = one.decision.startswith("decided_victim")
        stamp = (day(opened + timedelta(days=5)), one.touched, user_id(one.province)) if decided else (None, None, None)
        protected = one.touched if one.decision == "under_protection" else None
        yield (
            dice.id, *shared(one.touched), one.id, one.id, day(opened), dice.of(world.PROVINCES), True, True, "ngo", protected, None,
            victim or None, victim or None, victim or None, "เหตุผลของทีมสหวิชาชีพโดยย่อ", "", "", *stamp, one.decision,
            "", "", "", "", "", "{}", "health" if one.decision == "decided_not_victim" else "",
        )  # fmt: skip


def clocks(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    """An open clock for each who is under temporary protection; the rule is the one with id 1."""
    for place in range(start, stop):
        one = person(counts, place)
        if one.due:
            starts = one.due - timedelta(hours=24)
            yield (
                identity("clock", place),
                one.id,
                1,
                "identification-decisions",
                identity("decision", place),
                starts,
                one.due,
                None,
                "",
                "",
            )


def placements(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    for place in range(start, stop):
        one, dice = person(counts, place), Dice("placement", place)
        if not one.stay:
            continue
        begun = world.NOW - timedelta(days=280) - one.first
        left = dice.chance(80)
        shelter = None if one.stay == "outside" else identity("shelter", one.shelter)
        yield (
            dice.id, *shared(one.touched), one.id, one.id, one.stay, shelter, day(begun), "consent", day(begun),
            day(begun + timedelta(days=120)) if left else None, "reintegrated" if left else "", True, "", None, "",
            "left" if left else "placed", "{}", "", True, "",
        )  # fmt: skip


def payments(counts: Counts, start: int, stop: int) -> Iterator[Row]:
    kinds = ["living", "living", "living", "work", "education", "repatriation", "treatment", "compensation"]
    fund = [user_id(world.FUND, place) for place in range(3)]
    for place in range(start, stop):
        one = person(counts, place)
        for turn in range(one.payments):
            dice = Dice("payment", 10 * place + turn)
            asked = world.NOW - timedelta(days=270 - 40 * turn) - one.first
            status = dice.of(["paid"] * 18 + ["approved", "requested"])
            approved = (asked, fund[1]) if status != "requested" else (None, None)
            paid = (
                (asked, fund[2], day(asked), RESIDENCE.get(one.stay, "outside"))
                if status == "paid"
                else (None, None, None, "")
            )
            yield (
                dice.id, *shared(one.touched), one.id, one.id, dice.of(kinds), f"{500 + dice.below(50_000)}.00", "ค่าใช้จ่ายประจำเดือน",
                one.number, user_id(one.province), asked, *approved, "", *paid, "", status,
            )  # fmt: skip
