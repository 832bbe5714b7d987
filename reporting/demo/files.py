"""Writing one inquiry file of the past into a ledger: the report it came from, the case, suspects and charges."""

from datetime import date, timedelta

from actip.accounts.models import Agency
from cases.models import Case, CaseCharge, Report, Suspect, SuspectIdentity
from reporting.demo import names
from reporting.demo.cast import Cast
from reporting.demo.ledger import Ledger

SUMMARIES = {
    "forced_labour": "แรงงานถูกยึดเอกสาร ทำงานเกินเวลา ไม่ได้รับค่าจ้างครบ ออกจากที่ทำงานไม่ได้",
    "prostitution": "ผู้แจ้งพบหญิงสาวหลายคนถูกให้ขายบริการในร้านคาราโอเกะ มีผู้ควบคุม",
    "pornography": "พบการเผยแพร่ภาพเด็กผ่านช่องทางออนไลน์และมีการเรียกเงิน",
    "begging": "เด็กเล็กถูกพาไปขอทานที่ตลาดทุกเย็น มีคนคอยเก็บเงิน",
    "slavery": "ลูกเรือถูกกักไว้บนเรือเกินหนึ่งปี ไม่ได้ขึ้นฝั่ง",
    "other_practice": "คนงานในสวนแห่งหนึ่งต้องทำงานใช้หนี้ที่เพิ่มขึ้นทุกเดือน",
    "other_sexual": "ผู้แจ้งสงสัยว่ามีการแสวงหาประโยชน์ทางเพศในหอพักแห่งหนึ่ง",
}
FACTS = "รับตัวผู้เสียหายจากสถานที่เกิดเหตุ สอบปากคำเบื้องต้น รวบรวมเอกสารการจ้างและหลักฐานการโอนเงิน"
INVESTIGATORS = {"dsi-trafficking": "dsi", "ticac": "ticac", "aht-division-1": "ahtd"}
PROVINCES = {
    "aht-division-1": ("TH-10", "TH-74", "TH-11", "TH-13"), "police-mueang-ranong": ("TH-85",), "police-mueang-chonburi": ("TH-20",),
    "ticac": ("TH-10", "TH-50", "TH-83"), "dsi-trafficking": ("TH-90", "TH-91", "TH-74"),
}  # fmt: skip
WEIGHTS = {
    "aht-division-1": 10,
    "police-mueang-ranong": 5,
    "police-mueang-chonburi": 5,
    "ticac": 3,
    "dsi-trafficking": 2,
}
TAKERS = (
    ("hotline-1300", "hotline_1300"), ("hotline-1300", "protect_u"), ("labour-samut-sakhon", "labour_inspection"), ("ngo-tha-fah", "ngo"),
)  # fmt: skip
SOURCES = ("TH", "TH", "TH", "MM", "KH", "LA", "XX")


def unit(ledger: Ledger, cast: Cast) -> Agency:
    """The police unit that leads a case."""
    return cast.agency(ledger.rng.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0])


def report(ledger: Ledger, cast: Cast, leader: Agency, day: date, form: str, province: str) -> Report:
    """A report of that day, taken by the hotline or another channel and since linked to the leader's case."""
    rng = ledger.rng
    at = ledger.moment(day)
    taker, channel = rng.choice(TAKERS)
    people = rng.randint(1, 9)
    matter = ledger.matter("report", cast.agency(taker), at)
    found = Report(
        matter=matter, received_at=at, channel=channel, province=province, exploitation=form,
        danger=rng.choice(("immediate", "concern", "none_seen")), people_count=people,
        children_count=rng.choice((None, 0, min(people, 2))), summary=SUMMARIES.get(form, SUMMARIES["other_sexual"]),
        language=rng.choice(("th", "th", "my", "unknown")), relation=rng.choice(("self", "family", "friend", "witness", "unknown")),
        referred_to=leader, status="linked",
    )  # fmt: skip
    ledger.share(matter, leader, "referral", at + timedelta(hours=rng.randint(1, 30)))
    return ledger.add(found, at)


def case(
    ledger: Ledger,
    cast: Cast,
    leader: Agency,
    day: date,
    form: str,
    status: str,
    *,
    reported: bool,
    latest: date | None = None,
) -> Case:
    """A case opened on that day, in a state, with its suspects and their charges; nothing happened after `latest`."""
    rng = ledger.rng
    province = rng.choice(PROVINCES[leader.code])
    came_from = report(ledger, cast, leader, ledger.day_after(day, -12, -1), form, province) if reported else None
    at = ledger.moment(day)
    dates = _dates(ledger, day, status, latest)
    is_special = leader.code == "dsi-trafficking"
    found = Case(
        matter=ledger.matter("case", leader, at), report=came_from, opened_on=day, exploitation=form, province=province, facts=FACTS,
        investigator=INVESTIGATORS.get(leader.code, "station"), is_online=form == "pornography" or rng.random() < 0.1,
        is_special_case=is_special, special_number=f"กคพ. {rng.randint(1, 90)}/{day.year + 543}" if is_special else "",
        special_on=day if is_special else None, status=status,
        close_reason="คดีถึงที่สุด" if status == "closed" else "", **dates,
    )  # fmt: skip
    ledger.add(found, ledger.moment(max([day, *dates.values()])))
    for _ in range(rng.choice((1, 1, 2, 3))):
        suspect(ledger, found, day, is_laid=bool(dates))
    if dates:
        ledger.share(found.matter, cast.agency("oag-trafficking"), "case_team", ledger.moment(dates["opinion_on"]))
    if status in ("indicted", "closed"):
        ledger.share(
            found.matter, cast.agency("criminal-court-trafficking"), "case_team", ledger.moment(dates["decided_on"])
        )
    return found


def _dates(ledger: Ledger, opened: date, status: str, latest: date | None) -> dict[str, date]:
    """The dates that a state implies, each after the one before."""
    reached = {
        "opinion_sent": 1,
        "with_prosecutor": 2,
        "further_inquiry": 2,
        "indicted": 3,
        "non_prosecution": 3,
        "closed": 4,
    }
    names_of_dates = ("opinion_on", "received_by_prosecutor_on", "decided_on", "closed_on")
    found, day = {}, opened
    for name in names_of_dates[: reached.get(status, 0)]:
        day = found[name] = ledger.day_after(day, 5, 60, latest=latest)
    return found


def suspect(ledger: Ledger, found: Case, day: date, *, is_laid: bool) -> Suspect:
    """A person, or now and then a firm, with a charge."""
    rng = ledger.rng
    is_firm = rng.random() < 0.07
    nationality, sex = ("TH", "unknown") if is_firm else (rng.choice(SOURCES), rng.choice(("male", "male", "female")))
    arrested_on = ledger.day_after(day, 0, 20) if rng.random() < 0.7 and not is_firm else None
    at = ledger.moment(day)
    row = ledger.add(
        Suspect(
            matter=found.matter, case=found, kind="juristic" if is_firm else "natural", nationality=nationality, sex=sex,
            age_band="unknown" if is_firm else rng.choice(("18_24", "25_over", "25_over")), arrested_on=arrested_on,
            arrest_province=found.province if arrested_on else "", status="released" if arrested_on and is_laid else "free",
        ),
        at,
    )  # fmt: skip
    full_name, heard = (names.firm(rng), "") if is_firm else names.name(rng, nationality, sex)
    ledger.add(
        SuspectIdentity(
            matter=found.matter, suspect=row, full_name=full_name, other_names=heard, phone=names.phone(rng)
        ),
        at,
    )
    provision = "ATIP-53" if is_firm else _provision(rng, found.exploitation)
    ledger.add(
        CaseCharge(
            matter=found.matter, case=found, suspect=row, provision=provision, offence_on=day - timedelta(days=rng.randint(3, 90)),
            laid_on=ledger.day_after(day, 1, 20) if is_laid else None, status="laid" if is_laid else "proposed",
        ),
        at,
    )  # fmt: skip
    return row


def _provision(rng, form: str) -> str:
    if form in ("forced_labour", "slavery"):
        return rng.choice(("ATIP-6-1", "ATIP-6-ADULT"))
    return rng.choice(("ATIP-6-ADULT", "ATIP-6-15TO18", "ATIP-6-UNDER15", "PC-282", "ATIP-7"))
