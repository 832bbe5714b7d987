"""What intake looks like: reports of every kind of channel at every stage, and a small pool of tips that came in a batch."""

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from actip.accounts.person import as_system
from actip.records import actions
from cases.intake.batches import Intake, take_in
from cases.intake.tips import tip
from cases.models import Report, Reporter
from reporting.demo.cast import Cast
from reporting.demo.steps import Steps

MARK = "DEMO-INTAKE-"
POOL = 180
SEED = 1300
FORMS = ("pornography", "pornography", "pornography", "other_sexual", "prostitution", "unknown")
TIPS = (
    "ผู้ให้บริการแจ้งว่าพบบัญชีหนึ่งส่งภาพเด็กให้ผู้อื่น",
    "ผู้ให้บริการแจ้งว่ามีผู้ใหญ่ชักชวนเด็กให้ส่งภาพ",
    "ผู้ให้บริการแจ้งว่ามีการประกาศขายภาพในกลุ่มปิด",
    "ผู้ให้บริการแจ้งว่าพบแฟ้มที่มีค่าแฮชตรงกับรายการที่รู้จัก",
)
# Who took it, form, hours ago, what else is known. The number in the mark tells the stories apart.
TAKEN = (
    ("hotline", "prostitution", 1, {"channel": "hotline_1300", "province": "TH-20", "district": "บางละมุง", "danger": "immediate", "people_count": 3,
     "children_count": 1, "relation": "friend", "summary": "เพื่อนโทรมาว่าถูกขังอยู่ชั้นสองของร้านคาราโอเกะ ออกไปไหนไม่ได้"}),
    ("hotline", "prostitution", 3, {"channel": "protect_u", "province": "TH-20", "district": "บางละมุง", "danger": "concern", "people_count": 3,
     "latitude": "12.92770", "longitude": "100.87710", "language": "lo", "interpreter_needed": True,
     "summary": "แจ้งผ่านแอปว่ามีผู้หญิงสามคนถูกยึดหนังสือเดินทางที่ร้านคาราโอเกะ"}),
    ("labour", "forced_labour", 5, {"channel": "e_inform", "province": "TH-74", "danger": "concern", "people_count": 14, "language": "my",
     "summary": "ลูกจ้างร้องว่านายจ้างไม่จ่ายค่าจ้างสองเดือนและเก็บบัตรไว้"}),
    ("labour", "forced_labour", 28, {"channel": "mol_line", "province": "TH-74", "danger": "none_seen", "people_count": 2, "language": "km",
     "summary": "ถามเรื่องค่าล่วงเวลาและวันหยุด เล่าว่าเพื่อนร่วมงานถูกหักเงินเดือน"}),
    ("labour", "forced_labour", 9, {"channel": "pipo", "province": "TH-74", "district": "ท่าฉลอม", "danger": "immediate", "people_count": 7,
     "relation": "official", "language": "my", "summary": "ตรวจเรือเข้าท่า พบลูกเรือเจ็ดคนไม่มีสัญญาจ้าง สองคนมีบาดแผล"}),
    ("province.ranong", "begging", 16, {"channel": "family_line", "province": "TH-85", "danger": "concern", "people_count": 2,
     "children_count": 2, "relation": "witness", "summary": "เห็นเด็กสองคนขอทานหน้าตลาดทุกคืน มีผู้ใหญ่มารับ"}),
    ("ngo.thafah", "slavery", 22, {"channel": "mwac", "province": "TH-74", "danger": "immediate", "people_count": 4, "language": "my",
     "interpreter_needed": True, "relation": "self", "summary": "แรงงานสี่คนหนีออกมาจากโรงงาน บอกว่ายังมีคนอยู่ข้างใน"}),
    ("ticac", "pornography", 6, {"channel": "ticac", "province": "", "is_online": True, "danger": "immediate", "people_count": 1,
     "children_count": 1, "relation": "family", "summary": "แม่แจ้งว่ามีคนขู่จะเผยแพร่ภาพของลูก"}),
    ("dsi", "forced_labour", 44, {"channel": "foreign_state", "province": "", "country": "MM", "is_online": True, "danger": "concern", "people_count": 9,
     "relation": "official", "summary": "ประสานจากตำรวจต่างประเทศ คนไทยเก้าคนถูกบังคับให้หลอกลวงทางออนไลน์"}),
)  # fmt: skip


def load(cast: Cast) -> int:
    """Tell what was not told yet; returns how many reports and tips are new."""
    with as_system("look for demonstration data"), transaction.atomic():
        told = set(Report.objects.filter(external_id__startswith=MARK).values_list("external_id", flat=True))
    fresh = 0
    for number, row in enumerate(TAKEN, 1):
        if (mark := f"{MARK}{number:02d}") not in told:
            with transaction.atomic():
                _taken(Steps(cast, Random(SEED + number)), mark, row)  # noqa: S311  a demonstration, not a secret
            fresh += 1
    if f"{MARK}90" not in told:
        with transaction.atomic():
            fresh += _endings(Steps(cast, Random(SEED)))  # noqa: S311
    with cast.acting("ticac"), transaction.atomic():
        fresh += _pool()
    return fresh


def _taken(steps: Steps, mark: str, row: tuple) -> None:
    """Received and not triaged; who reported is kept where she left a telephone."""
    who, form, hours, values = row
    report = steps.report(who, form, hours=hours, external_id=mark, **values)
    if values.get("relation") in ("friend", "family"):
        with steps.cast.acting(who) as by:
            reporter = Reporter(report=report, full_name="ผู้แจ้ง (สมมติ)", phone="081-555-0142", may_be_contacted=True)
            actions.save(reporter, by=by)


def _endings(steps: Steps) -> int:
    """One merged into another, one closed, one referred and acknowledged."""
    survivor = steps.report("hotline", "begging", hours=60, external_id=f"{MARK}90", province="TH-10", people_count=3)
    told_twice = steps.report("hotline", "begging", hours=58, external_id=f"{MARK}91", province="TH-10", people_count=4)
    nothing = steps.report(
        "hotline", "other_practice", hours=75, external_id=f"{MARK}92", province="TH-50", danger="none_seen"
    )
    passed_on = steps.report(
        "hotline", "forced_labour", hours=50, external_id=f"{MARK}93", province="TH-85", people_count=5
    )
    for report in (survivor, told_twice, nothing):
        steps.triage(report, "hotline")
    with steps.cast.acting("hotline") as by:
        actions.move(told_twice, "merge", by=by, facts={"merged_into": survivor})
        actions.move(nothing, "close", by=by, facts={"close_reason": "โทรกลับแล้ว เป็นเรื่องหนี้สินระหว่างเพื่อน ไม่มีการบังคับ"})
    steps.refer(passed_on, "hotline", "police-mueang-ranong")
    steps.answer(passed_on.matter, "police.ranong")
    return 4


def _pool() -> int:
    """Tips of the last weeks, as they come in a batch; those kept already are not kept again."""
    rng, now = Random(SEED), timezone.now()  # noqa: S311
    rows = [
        (
            number,
            tip(
                {
                    "external_id": f"{MARK}TIP-{number:04d}",
                    "received_at": (now - timedelta(hours=rng.randint(2, 900))).isoformat(),
                    "exploitation": rng.choice(FORMS),
                    "danger": rng.choice(("unknown", "unknown", "concern", "immediate")),
                    "children_count": rng.choice((None, 1)),
                    "summary": rng.choice(TIPS),
                },
                "ncmec",
                Intake("ncmec").now,
            ),
        )
        for number in range(POOL)
    ]
    return take_in(rows)[0]
