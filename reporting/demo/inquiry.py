"""Two inquiries in full: one that runs, with remands and a section 41 alarm, and one of DSI that a court has decided in part."""

from random import Random

from django.db import transaction

from actip.accounts.models import User
from actip.accounts.person import as_system
from actip.records import actions
from cases.models import (
    Case,
    CaseCharge,
    CasePlace,
    ComplicityConflict,
    Interview,
    OfficialComplicity,
    Remand,
    Search,
    Suspect,
    SuspectIdentity,
)
from reporting.demo import names
from reporting.demo.cast import Cast
from reporting.demo.steps import Steps
from victims.models import IdentificationDecision, Person, VictimIdentity

SEXES = {
    "police": "male", "police.supervisor": "male", "police.ranong": "male", "ticac": "male", "dsi": "male", "prosecutor": "female",
    "case.manager": "female", "hotline": "female",
}  # fmt: skip
DOCUMENT = names.document(Random(4141))  # noqa: S311


def load(cast: Cast) -> bool:
    """Write them, unless they are there; whether they were written."""
    with as_system("look for demonstration data"), transaction.atomic():
        if Search.objects.exists():
            return False
        for username, sex in SEXES.items():
            User.objects.filter(username=username).update(sex=sex)
    with transaction.atomic():
        _running(Steps(cast, Random(41)))  # noqa: S311  a demonstration, not a secret
    with transaction.atomic():
        _decided(Steps(cast, Random(42)))  # noqa: S311
    return True


def _running(steps: Steps) -> None:
    """A fishing crew: two people and a firm, remands that run, a search to report, and a suspect who may be a victim."""
    with steps.cast.acting("police") as by:
        case = _case(
            by, steps, 30, exploitation="forced_labour", province="TH-74", exploitations=["slavery", "forced_labour"],
            sectors=["fishing"], source_countries=["MM", "LA"], transit_countries=["TH"], destination_countries=["TH"],
        )  # fmt: skip
        actions.move(case, "inquire", by=by)
        _place(by, case, "recruited", "border", "TH-63", steps.day(300), precision="month")
        _place(by, case, "transit", "hotel", "TH-10", steps.day(290), precision="about")
        _place(by, case, "exploited", "vessel", "TH-74", steps.day(290), to_on=steps.day(32))
        owner = _suspect(by, steps, case, "TH", "male")
        skipper = _suspect(by, steps, case, "MM", "male", document=DOCUMENT)
        firm = _suspect(by, steps, case, "TH", "unknown", kind="juristic")
        main = _charge(by, case, owner, "ATIP-6-ADULT", steps.day(290), counts=2, victims_count=2)
        _charge(by, case, owner, "ATIP-6-1", steps.day(200), victims_count=2)
        _charge(by, case, skipper, "ATIP-7", steps.day(290), role="supporter", victims_count=2)
        _charge(by, case, skipper, "IMM-81", steps.day(60))
        _charge(by, case, firm, "ATIP-53", steps.day(290), role="juristic")
        actions.move(main, "lay", by=by, facts={"laid_on": steps.day(19)})
        arrest = {
            "arrested_at": steps.hour(24 * 20 + 4),
            "station_at": steps.hour(24 * 20 + 1),
            "arrest_province": "TH-74",
            "arrest_place": "สะพานปลาสมุทรสาคร",
            "arrest_warrant": "warrant",
            "warrant_number": "จ.118/2569",
        }
        actions.move(owner, "arrest", by=by, facts=arrest)
        actions.move(owner, "bring_to_court", by=by, facts={"court_at": steps.hour(24 * 19 + 2)})
        for number, first in ((1, 19), (2, 7)):
            actions.save(
                Remand(
                    suspect=owner, number=number, from_on=steps.day(first), to_on=steps.day(first - 11),
                    court="ศาลอาญา แผนกคดีค้ามนุษย์", order_number=f"ฝ.{240 + number}/2569",
                ),
                by=by,
            )  # fmt: skip
        actions.move(
            skipper,
            "arrest",
            by=by,
            facts={"arrested_at": steps.hour(30), "station_at": steps.hour(28), "arrest_warrant": "none"},
        )
        actions.save(
            Search(
                case=case, searched_at=steps.hour(60), kind="vessel", province="TH-74", district="เมืองสมุทรสาคร", grounds="help",
                reason="มีผู้ร้องขอความช่วยเหลือจากในเรือ",
            ),
            by=by,
        )  # fmt: skip
        _interview(
            by,
            case,
            steps.hour(26),
            of_whom="suspect",
            suspect=skipper,
            language="my",
            interpreter_needed=True,
            interpreter_present=True,
        )
        _interview(
            by, case, steps.hour(22), of_whom="victim", place="shelter", wished_sex="female", support_person="social", language="my",
            interpreter_needed=True, interpreter_present=True, wish_reason="ไม่มีพนักงานสอบสวนหญิงในเวร ผู้ให้ถ้อยคำยินยอม",
        )  # fmt: skip
        actions.assign(case.matter, by=by, agency=steps.cast.agency("oag-trafficking"), basis="case_team")
        actions.assign(case.matter, by=by, agency=steps.cast.agency("datip"), basis="oversight")
    _may_be_a_victim(steps)


def _may_be_a_victim(steps: Steps) -> None:
    """The provincial office meets the skipper as somebody held on the boat himself: the prosecutor is told."""
    with steps.cast.acting("province.ranong") as by:
        found = Person(
            first_contact_on=steps.day(1), sex="male", age_band="25_over", nationality="MM", exploitation="slavery",
            province="TH-85", language="my", interpreter_needed=True,
        )  # fmt: skip
        actions.save(found, by=by)
        full_name, heard = names.name(steps.rng, "MM", "male")
        actions.save(
            VictimIdentity(
                person=found, full_name=full_name, other_names=heard, document_kind="pink_card", document=DOCUMENT
            ),
            by=by,
        )
        actions.save(IdentificationDecision(person=found, opened_on=steps.day(0), province="TH-85"), by=by)


def _decided(steps: Steps) -> None:
    """A scam compound: a special case in which a court convicted one and acquitted another, and an official was involved."""
    with steps.cast.acting("dsi") as by:
        case = _case(
            by, steps, 420, exploitation="forced_labour", province="TH-63", investigator="dsi", is_online=True,
            sectors=["scam_compound"], source_countries=["TH", "KE", "IN"], destination_countries=["MM"],
            is_special_case=True, special_number="กคพ. 14/2568", special_on=steps.day(415),
        )  # fmt: skip
        actions.move(case, "inquire", by=by)
        _place(
            by, case, "exploited", "compound", "", steps.day(700), country="MM", to_on=steps.day(430), precision="year"
        )
        boss, guard = _suspect(by, steps, case, "CN", "male"), _suspect(by, steps, case, "TH", "male")
        charges = [
            _charge(by, case, boss, "ATIP-6-ADULT", steps.day(600), counts=5, victims_count=5),
            _charge(by, case, boss, "ATIP-9", steps.day(620), role="conspiracy"),
            _charge(by, case, guard, "ATIP-7", steps.day(600), role="supporter"),
        ]
        for charge in charges:
            actions.move(charge, "lay", by=by, facts={"laid_on": steps.day(400)})
        file = OfficialComplicity(
            case=case, suspect=guard, agency=steps.cast.agency("police-mueang-ranong"), noted_on=steps.day(398),
            position="เจ้าหน้าที่ประจำด่าน", allegation="รับเงินเพื่อปล่อยรถผ่านด่านโดยไม่ตรวจ",
        )  # fmt: skip
        actions.save(file, by=by)
        conflict = ComplicityConflict(complicity=file, agency=steps.cast.agency("ticac"), reason="ผู้บังคับบัญชาร่วมกัน")
        actions.save(conflict, by=by)
        actions.move(file, "open_inquiry", by=by, facts={"inquiry_on": steps.day(390)})
        actions.move(case, "send_opinion", by=by, facts={"opinion_on": steps.day(380)})
        for agency in ("oag-trafficking", "criminal-court-trafficking", "aht-division-1"):
            actions.assign(case.matter, by=by, agency=steps.cast.agency(agency), basis="case_team")
    steps.prosecute(case, "with_prosecutor", days=378)
    _outcomes(steps, charges)


def _outcomes(steps: Steps, charges: list[CaseCharge]) -> None:
    """Indicted by the prosecutor, and what the court made of it."""
    with steps.cast.acting("prosecutor") as by:
        for charge, outcome in zip(charges, ("convict", "acquit", "acquit"), strict=True):
            actions.move(charge, "indict", by=by, facts={"indicted_on": steps.day(340)})
            actions.move(charge, outcome, by=by, facts={"decided_on": steps.day(60)})


def _case(by, steps: Steps, days: int, **values) -> Case:
    known = {
        "opened_on": steps.day(days),
        "investigator": "ahtd",
        "facts": "รับตัวผู้เสียหาย สอบปากคำเบื้องต้น รวบรวมพยานหลักฐาน",
    }
    return actions.save(Case(**(known | values)), by=by)


def _place(by, case: Case, stage: str, kind: str, province: str, from_on, **values) -> None:
    actions.save(CasePlace(case=case, stage=stage, kind=kind, province=province, from_on=from_on, **values), by=by)


def _suspect(
    by, steps: Steps, case: Case, nationality: str, sex: str, *, kind: str = "natural", document: str = ""
) -> Suspect:
    age = "unknown" if kind == "juristic" else "25_over"
    suspect = actions.save(Suspect(case=case, kind=kind, nationality=nationality, sex=sex, age_band=age), by=by)
    is_firm = kind == "juristic"
    full_name, heard = (names.firm(steps.rng), "") if is_firm else names.name(steps.rng, nationality, sex)
    identity = SuspectIdentity(suspect=suspect, full_name=full_name, other_names=heard, document=document)
    actions.save(identity, by=by)
    return suspect


def _charge(by, case: Case, suspect: Suspect, provision: str, offence_on, **values) -> CaseCharge:
    return actions.save(
        CaseCharge(case=case, suspect=suspect, provision=provision, offence_on=offence_on, **values), by=by
    )


def _interview(by, case: Case, held_at, **values) -> None:
    known = {"place": "station", "interviewer": by, "interviewer_sex": by.sex or "unknown"}
    actions.save(Interview(case=case, held_at=held_at, **(known | values)), by=by)
