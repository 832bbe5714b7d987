"""Evidence of the cases of today: items with files, hand-overs signed and waiting, an alarm, and a register that takes no file."""

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from actip.accounts.person import as_system
from actip.records import actions
from cases.evidence import upload
from cases.models import AbuseHash, AbuseMaterial, Case, CustodyTransfer, Evidence, EvidenceAlarm
from reporting.demo.cast import Cast
from reporting.demo.steps import Steps

MARK = "DEMO "
ITEMS = (
    ("physical", "สมุดบัญชีจดรายรับ ปกสีน้ำเงิน ๑ เล่ม", "ตู้เก็บของในร้าน"),
    ("document", "สัญญาจ้างงาน ๓ ฉบับ ภาษาเมียนมา", "ห้องพักคนงาน"),
    ("physical", "โทรศัพท์สีดำ หน้าจอแตก ๑ เครื่อง", "เคาน์เตอร์ร้าน"),
)
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 2000 + b"\xff\xd9"


def load(cast: Cast) -> int:
    """Tell it once; returns how many items there are of it."""
    with as_system("look for demonstration data"), transaction.atomic():
        if Evidence.objects.filter(seizure_reference__startswith=MARK).exists():
            return 0
        found = {
            who: list(Case.objects.filter(matter__assignments__agency=cast.office(who), matter__assignments__is_lead=True)
                      .exclude(status__in=("closed", "opened")).order_by("-matter__touched_at")[:3])
            for who in ("police", "ticac", "police.ranong")
        }  # fmt: skip
    told = 0
    for who, cases in found.items():
        for number, case in enumerate(cases):
            with transaction.atomic():
                told += _case(Steps(cast, Random(told)), who, case, number)  # noqa: S311  a demonstration
    return told


def _case(steps: Steps, who: str, case: Case, number: int) -> int:
    """Three things, and what was read out of a telephone; it goes to TICAC, which takes it or has yet to."""
    seized = timezone.localdate() - timedelta(days=3 + number)
    values = {"case": case, "seized_on": seized, "seized_province": case.province or "TH-10", "seizing_unit": "ชุดจับกุม"}
    with steps.cast.acting(who) as by:
        items = []
        for place, (kind, description, where) in enumerate(ITEMS, 1):
            item = Evidence(
                kind=kind, description=description, seized_place=where, seal_number=f"S-{number}{place}",
                seizure_reference=f"{MARK}{case.matter.number[-4:]}/{place}", **values,
            )  # fmt: skip
            items.append(actions.save(item, by=by))
        image = Evidence(
            kind="electronic", description="สำเนาข้อมูลจากโทรศัพท์สีดำ", source="โทรศัพท์สีดำ ผนึก S-" + f"{number}3",
            tool="เครื่องมือเก็บข้อมูล รุ่น 7", examiner="นักวิทยาศาสตร์ กลุ่มงานตรวจพิสูจน์", image_hash=f"{number + 10:064x}",
            acquired_on=seized + timedelta(days=1), seizure_reference=f"{MARK}{case.matter.number[-4:]}/4", **values,
        )  # fmt: skip
        items.append(actions.save(image, by=by))
        _attach(items[0], "ภาพถ่ายหน้าปกและหน้าแรก", by)
        if number == 0 and who == "police":
            actions.save(EvidenceAlarm(evidence=items[1], kind="seal_broken", note="พบผนึกฉีกที่มุมซอง"), by=by)
    if who == "police" and number < 2:
        _hand_over(steps, who, case, items[2], is_taken=number == 1)
    if who == "ticac" and number == 0:
        _register(steps, case)
    return len(items)


def _attach(item, label: str, by) -> None:
    """A picture, as a page would receive it."""
    receiver = upload.Receiver()
    receiver.new_file("file", "IMG_0001.jpg", "image/jpeg", len(PHOTO))
    receiver.receive_data_chunk(PHOTO, 0)
    receiver.file_complete(len(PHOTO))
    upload.keep(receiver, evidence=item, label=label, by=by)
    receiver.kept()


def _hand_over(steps: Steps, who: str, case: Case, item, *, is_taken: bool) -> None:
    ticac = steps.cast.office("ticac")
    steps.share(case.matter, who, ticac.code, "case_team")
    with steps.cast.acting(who) as by:
        offer = CustodyTransfer(
            evidence=item,
            to_agency=ticac,
            place="ห้องเก็บของกลาง",
            condition="ผนึกสมบูรณ์ ไม่มีรอยแกะ",
            seal_number=item.seal_number,
        )
        actions.save(offer, by=by)
    if is_taken:
        with steps.cast.acting("ticac") as by:
            actions.move(offer, "take", by=by, facts={"taken_condition": "ผนึกสมบูรณ์"})


def _register(steps: Steps, case: Case) -> None:
    with steps.cast.acting("ticac") as by:
        material = AbuseMaterial(
            case=case, carrier="storage", count=214, seizure_reference="TIC-7/2569", custodian="TICAC-3"
        )
        actions.save(material, by=by)
        actions.save(AbuseHash(material=material, value="0" * 63 + "7"), by=by)
