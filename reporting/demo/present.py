"""What goes on today: stories of the last weeks, so that everybody who signs in finds work waiting."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from django.db import transaction

from actip.accounts.person import as_system
from cases.models import Report
from reporting.demo import protection
from reporting.demo.cast import Cast
from reporting.demo.steps import Steps

Story = Callable[[Steps, str], None]
SEED = 2026

# Reports that nobody has passed on yet: who took it, form, hours ago, what else is known.
INBOX = (
    (
        "hotline",
        "forced_labour",
        2,
        {"province": "TH-74", "danger": "immediate", "people_count": 6, "children_count": 1, "language": "my"},
    ),
    (
        "hotline",
        "forced_labour",
        3,
        {"province": "TH-74", "danger": "concern", "people_count": 6, "relation": "family", "language": "my"},
    ),
    ("hotline", "prostitution", 5, {"province": "TH-20", "people_count": 3, "is_anonymous": True}),
    ("hotline", "begging", 26, {"province": "TH-10", "people_count": 2, "children_count": 2, "relation": "witness"}),
    (
        "hotline",
        "pornography",
        30,
        {"province": "TH-50", "channel": "protect_u", "people_count": 1, "children_count": 1},
    ),
    (
        "labour",
        "forced_labour",
        8,
        {"province": "TH-74", "channel": "labour_inspection", "people_count": 11, "relation": "official"},
    ),
    ("labour", "slavery", 50, {"province": "TH-74", "channel": "pipo", "people_count": 4, "relation": "official"}),
    (
        "ticac",
        "pornography",
        4,
        {"channel": "ncmec", "people_count": 1, "children_count": 1, "relation": "organisation"},
    ),
    ("ticac", "pornography", 40, {"channel": "ticac", "people_count": 2, "children_count": 2, "relation": "family"}),
    (
        "ngo.thafah",
        "slavery",
        20,
        {"province": "TH-74", "channel": "ngo", "people_count": 5, "relation": "self", "language": "my"},
    ),
    (
        "province.ranong",
        "forced_labour",
        12,
        {"province": "TH-85", "channel": "walk_in", "people_count": 2, "relation": "self"},
    ),
    (
        "province.chiangrai",
        "prostitution",
        33,
        {"province": "TH-57", "channel": "family", "people_count": 1, "relation": "family"},
    ),
    ("police.ranong", "forced_labour", 6, {"province": "TH-85", "channel": "police_191", "people_count": 3}),
    (
        "dsi",
        "forced_labour",
        70,
        {"province": "TH-90", "channel": "foreign_state", "people_count": 14, "relation": "official"},
    ),
)
# Reports offered to an agency that has not answered.
OFFERS = (
    ("hotline", "aht-division-1", "prostitution", 4),
    ("hotline", "aht-division-1", "forced_labour", 9),
    ("hotline", "aht-division-1", "begging", 28),
    ("hotline", "police-mueang-ranong", "forced_labour", 5),
    ("hotline", "police-mueang-ranong", "slavery", 31),
    ("hotline", "ticac", "pornography", 7),
    ("hotline", "ticac", "pornography", 45),
    ("hotline", "dsi-trafficking", "forced_labour", 52),
    ("police", "dsi-trafficking", "slavery", 60),
    ("hotline", "msdhs-ranong", "begging", 11),
    ("labour", "msdhs-ranong", "forced_labour", 15),
    ("hotline", "msdhs-chiang-rai", "prostitution", 6),
    ("ngo.romyen", "msdhs-chiang-rai", "other_sexual", 35),
    ("hotline", "labour-samut-sakhon", "forced_labour", 10),
    ("hotline", "ngo-tha-fah", "slavery", 13),
    ("hotline", "ngo-baan-rom-yen", "prostitution", 16),
    ("labour", "datip", "forced_labour", 18),
)
# Cases of the last weeks: officer, form, state, days ago.
CASES = (
    ("police", "prostitution", "opened", 2),
    ("police", "forced_labour", "opened", 3),
    ("police", "forced_labour", "inquiry", 8),
    ("police", "begging", "inquiry", 11),
    ("police", "prostitution", "opinion_sent", 20),
    ("police", "forced_labour", "with_prosecutor", 24),
    ("police", "other_sexual", "further_inquiry", 26),
    ("police", "prostitution", "indicted", 28),
    ("police.ranong", "forced_labour", "opened", 1),
    ("police.ranong", "slavery", "inquiry", 9),
    ("police.ranong", "forced_labour", "opinion_sent", 18),
    ("ticac", "pornography", "opened", 2),
    ("ticac", "pornography", "inquiry", 12),
    ("ticac", "pornography", "with_prosecutor", 25),
    ("dsi", "forced_labour", "opened", 4),
    ("dsi", "slavery", "inquiry", 15),
    ("dsi", "forced_labour", "with_prosecutor", 27),
    ("dsi", "slavery", "suspended", 22),
)
# People under identification: office, days, hours of protection, hours since leave of the court. One limit of each kind is past.
IDENTIFICATIONS = (
    ("province.ranong", 1, 0, 0),
    ("province.ranong", 1, 3, 0),
    ("province.ranong", 2, 30, 0),
    ("province.ranong", 4, 60, 48),
    ("province.chiangrai", 1, 0, 0),
    ("province.chiangrai", 1, 20, 0),
    ("province.chiangrai", 9, 215, 210),
    ("province.chiangrai", 3, 70, 40),
)
# People looked after: who offers the place, who receives, shelter, sex, how far it went, days ago.
STAYS = (
    ("province.ranong", "shelter.nonthaburi", "NBI-01", "female", "offered", 1),
    ("province.chiangrai", "shelter.nonthaburi", "NBI-02", "male", "offered", 2),
    ("province.chiangrai", "shelter.phitsanulok", "PLK-01", "female", "offered", 1),
    ("province.ranong", "shelter.phitsanulok", "PLK-01", "female", "offered", 3),
    ("province.chiangrai", "ngo.romyen", "CRI-11", "female", "offered", 1),
    ("province.ranong", "ngo.thafah", "SKN-11", "male", "offered", 2),
    ("province.ranong", "shelter.nonthaburi", "NBI-01", "female", "placed", 20),
    ("province.chiangrai", "shelter.nonthaburi", "NBI-01", "female", "placed", 14),
    ("province.chiangrai", "shelter.phitsanulok", "PLK-01", "female", "placed", 18),
    ("province.ranong", "shelter.phitsanulok", "PLK-01", "female", "placed", 9),
    ("province.chiangrai", "ngo.romyen", "CRI-11", "female", "placed", 16),
    ("province.ranong", "ngo.thafah", "SKN-11", "male", "placed", 21),
)


def load(cast: Cast) -> int:
    """Tell the stories that were not told yet, each in one transaction; returns how many."""
    with as_system("look for demonstration data"), transaction.atomic():
        told = set(Report.objects.filter(external_id__startswith="DEMO-").values_list("external_id", flat=True))
    fresh = 0
    for number, story in enumerate(_stories(), 1):
        mark = f"DEMO-{number:03d}"
        if mark not in told:
            with transaction.atomic():
                story(Steps(cast, Random(SEED + number)), mark)  # noqa: S311  a demonstration, not a secret
            fresh += 1
    return fresh


def _stories() -> Iterator[Story]:
    """Every story of the tables above, the newest last so that it stands first in lists."""
    for case in CASES:
        yield partial(_case, row=case)
    for stay in STAYS:
        yield partial(_stay, row=stay)
    for identification in IDENTIFICATIONS:
        yield partial(_identification, row=identification)
    for offer in OFFERS:
        yield partial(_offer, row=offer)
    yield _declined
    yield from protection.stories()
    for report in INBOX:
        yield partial(_inbox, row=report)


def _inbox(steps: Steps, mark: str, row: tuple) -> None:
    who, form, hours, values = row
    report = steps.report(who, form, hours=hours, external_id=mark, **values)
    if hours > 24:
        steps.triage(report, who)


def _offer(steps: Steps, mark: str, row: tuple) -> None:
    who, to, form, hours = row
    province = steps.cast.agency(to).province
    people, children = steps.rng.randint(2, 8), steps.rng.choice((None, 1))
    report = steps.report(
        who, form, hours=hours, external_id=mark, province=province, people_count=people, children_count=children
    )
    steps.refer(report, who, to)


def _declined(steps: Steps, mark: str) -> None:
    """Sent to the wrong station, and back with the hotline."""
    report = steps.report("hotline", "begging", hours=40, external_id=mark, province="TH-20")
    steps.refer(report, "hotline", "police-mueang-ranong")
    steps.answer(report.matter, "police.ranong", reason="อยู่นอกพื้นที่รับผิดชอบ ขอให้ส่ง สภ.เมืองชลบุรี")


def _from_hotline(steps: Steps, mark: str, who: str, form: str, days: int) -> Report:
    """A report that the officer's agency accepted."""
    agency = steps.cast.office(who)
    report = steps.report("hotline", form, hours=24 * days + 30, external_id=mark, province=agency.province)
    steps.refer(report, "hotline", agency.code)
    steps.answer(report.matter, who)
    return report


def _case(steps: Steps, mark: str, row: tuple) -> None:
    """An inquiry with its people; the prosecutor, the court, compensation and witness protection get theirs."""
    who, form, state, days = row
    case = steps.case(who, _from_hotline(steps, mark, who, form, days), days=days)
    if state != "opened":
        steps.advance(case, who, state, days=max(days - 6, 1))
    office = "msdhs-ranong" if who == "police.ranong" else "msdhs-chiang-rai"
    for _ in range(steps.rng.choice((1, 2))):
        sex = steps.rng.choice(("female", "female", "male"))
        age = "15_17" if form == "pornography" else steps.rng.choice(("18_24", "25_over"))
        found = steps.person(who, case=case, days=max(days - 1, 0), sex=sex, age_band=age)
        if form == "forced_labour":
            steps.endangered(found, who, days=max(days - 2, 0))
        steps.share(found.matter, who, office, "protection")
        steps.share(found.matter, who, "datip", "referral" if state == "opened" else "protection")
        if state in ("with_prosecutor", "indicted"):
            steps.share(found.matter, who, "oag-trafficking", "case_team")
            steps.share(found.matter, who, "rlpd-compensation", "case_team" if who == "police" else "referral")
            steps.share(found.matter, who, "witness-protection", "referral" if who == "police" else "case_team")
    if state in ("opinion_sent", "with_prosecutor", "further_inquiry", "indicted"):
        if state == "opinion_sent":
            steps.share(case.matter, who, "oag-trafficking", "referral")
        steps.share(case.matter, who, "rlpd-compensation", "case_team")
        steps.share(case.matter, who, "witness-protection", "case_team")
    steps.share(case.matter, who, office, "case_team")
    if state != "opened":
        steps.share(case.matter, who, "datip", "oversight")
    if state == "indicted":
        steps.share(case.matter, who, "criminal-court-trafficking", "referral")


def _found(steps: Steps, mark: str, who: str, days: int, **values):
    """Somebody whom a provincial office met through a report of its own."""
    agency = steps.cast.office(who)
    report = steps.report(
        who,
        "forced_labour",
        hours=24 * days + 4,
        external_id=mark,
        province=agency.province,
        channel="walk_in",
        people_count=1,
    )
    found = steps.person(who, report=report, days=days, **values)
    steps.share(
        found.matter, who, "aht-division-1" if agency.province != "TH-85" else "police-mueang-ranong", "case_team"
    )
    steps.share(found.matter, who, "datip", "protection")
    return found


def _identification(steps: Steps, mark: str, row: tuple) -> None:
    who, days, hours, leave = row
    found = _found(steps, mark, who, days, age_band=steps.rng.choice(("15_17", "18_24")))
    steps.identification(found, who, days=days, hours=hours, leave=leave)


def _stay(steps: Steps, mark: str, row: tuple) -> None:
    """Decided a victim, offered a place; who moved in asks the Fund, and the payments stand at every stage."""
    who, receiver, shelter, sex, state, days = row
    age = "under_15" if shelter == "NBI-02" else "25_over"
    found = _found(steps, mark, who, days + 3, sex=sex, age_band=age)
    steps.decide(steps.identification(found, who, days=days + 2), who, days=days)
    stay = steps.placement(found, who, shelter, days=days)
    if state == "offered":
        return
    steps.receive(stay, receiver, days=days - 1)
    steps.request(found, receiver, "living", 3000)
    looked_at = steps.request(found, receiver, "essentials", 1850)
    for step in (("check",), ("check", "recommend"), ("check", "send_back"))[days % 3]:
        steps.look_at(looked_at, step)
    waiting = steps.request(found, receiver, "education", 4500)
    steps.approve(waiting)
    for kind, baht in (("living", 3000), ("treatment", 2260)):
        payment = steps.request(found, receiver, kind, baht)
        steps.approve(payment)
        steps.pay(payment, days=steps.rng.randint(0, 3))
    # Each of the two has something to pay, and something that the other pays.
    if who := ("fund.payer.second", "fund.payer", "")[days % 3]:
        steps.account(waiting, who, number=f"{days:03}1234567")
    if steps.rng.random() < 0.4:
        steps.approve(steps.request(found, receiver, "work", 90_000), refused="เอกสารประกอบยังไม่ครบ ขอให้แนบสัญญาจ้าง")
