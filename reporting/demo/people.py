"""Writing one person of the past into a ledger: profile and identity, decision, stay, payments."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from actip.accounts.models import Agency, User
from actip.accounts.person import as_system
from cases.models import Case
from compensation.models import FundPayment
from reporting.demo import names
from reporting.demo.ledger import Ledger
from victims.models import IdentificationDecision, Person, Placement, Shelter, VictimIdentity

LANGUAGES = {
    "TH": "th",
    "MM": "my",
    "KH": "km",
    "LA": "lo",
    "VN": "vi",
    "IN": "en",
    "PH": "en",
    "UG": "en",
    "XX": "unknown",
}
DOCUMENTS = {
    "TH": "national_id",
    "MM": "pink_card",
    "KH": "border_pass",
    "LA": "border_pass",
    "XS": "none",
    "XX": "unknown",
}
PURPOSES = {
    "living": "ค่าใช้จ่ายในการดำรงชีวิตประจำเดือน", "treatment": "ค่ารักษาพยาบาล", "education": "ค่าอุปกรณ์การเรียนและฝึกอาชีพ",
    "essentials": "เครื่องใช้จำเป็นเมื่อแรกเข้า", "repatriation": "ค่าเดินทางกลับภูมิลำเนา", "start_up": "ทุนประกอบอาชีพ",
    "work": "ค่าขาดรายได้ระหว่างการดำเนินคดี",
}  # fmt: skip


def is_loaded(source: str) -> bool:
    """Whether the people of one part of the demonstration are there."""
    with as_system("look for demonstration data"), transaction.atomic():
        return Person.objects.filter(source=source).exists()


def person(ledger: Ledger, lead: Agency, day: date, *, source: str, case: Case | None = None, **values) -> Person:
    """Somebody first met on a day, with an identity; `values`: sex, age_band, nationality, exploitation, province."""
    at = ledger.moment(day)
    nationality = values["nationality"]
    language = LANGUAGES.get(nationality, "other")
    found = Person(
        matter=ledger.matter("person", lead, at), case=case, first_contact_on=day, language=language,
        interpreter_needed=language not in ("th", "lo", "unknown"), source=source, **values,
    )  # fmt: skip
    found.external_id = found.matter.number
    ledger.add(found, at)
    full_name, heard = names.name(ledger.rng, nationality, found.sex)
    document = names.document(ledger.rng) if nationality in ("TH", "MM") else ""
    phone = names.phone(ledger.rng) if ledger.rng.random() < 0.4 else ""
    ledger.add(
        VictimIdentity(
            matter=found.matter, person=found, full_name=full_name, other_names=heard, document=document, phone=phone,
            document_kind=DOCUMENTS.get(nationality, "passport"),
        ),
        at,
    )  # fmt: skip
    return found


def decided(ledger: Ledger, found: Person, day: date, by: User, status: str) -> IdentificationDecision:
    """The team's decision of that day."""
    at = ledger.moment(day)
    is_victim = status in ("decided_victim_tip", "decided_victim_forced_labour")
    facts = dict.fromkeys(("act_found", "means_found", "purpose_found"), is_victim)
    reasons = "องค์ประกอบความผิดครบถ้วนตามผลการสัมภาษณ์" if is_victim else "ไม่พบองค์ประกอบความผิดครบถ้วน ส่งต่อหน่วยงานที่เกี่ยวข้อง"
    return ledger.add(
        IdentificationDecision(
            matter=found.matter, person=found, opened_on=found.first_contact_on, province=found.province, police_present=True,
            msdhs_present=True, other_present=ledger.rng.choice(("labour", "health", "ngo")), reasons=reasons, decided_on=day,
            decided_by=by, decided_at=at, status=status,
            referral="labour_claim" if status == "decided_not_victim" else "", **facts,
        ),
        at,
    )  # fmt: skip


NO_OTHER_HOME = "ไม่มีบ้านพักแห่งอื่นที่รับได้ในขณะนั้น"


def placed(
    ledger: Ledger, found: Person, kind: str, shelter: Shelter | None, day: date, left_on: date | None
) -> Placement:
    """A stay from that day on; still there where it has no end. Of a home that does not fit, the reason is said."""
    stay = Placement(
            matter=found.matter, person=found, kind=kind, shelter=shelter, offered_on=max(found.first_contact_on, day - timedelta(1)),
            agreement="best_interest" if found.is_child else "consent", placed_on=day, left_on=left_on,
            left_reason=ledger.rng.choice(("returned", "reintegrated", "own_wish")) if left_on else "",
            status="left" if left_on else "placed",
    )  # fmt: skip
    if shelter and stay.misfits():
        stay.override_reason = NO_OTHER_HOME
    return ledger.add(stay, ledger.moment(left_on or day))


def paid(
    ledger: Ledger,
    found: Person,
    kind: str,
    amount: Decimal,
    day: date,
    residence: str,
    *,
    people: tuple[User, User, User],
) -> FundPayment:
    """A payment of that day: requested, approved and paid by these three."""
    requested_by, approved_by, paid_by = people
    at = ledger.moment(day)
    asked = max(at - timedelta(days=ledger.rng.randint(6, 30)), ledger.begun[found.matter_id])
    return ledger.add(
        FundPayment(
            matter=found.matter, person=found, kind=kind, amount=amount, purpose=PURPOSES[kind], payee_code=found.matter.number,
            requested_by=requested_by, requested_at=asked, approved_by=approved_by, approved_at=asked + (at - asked) / 2,
            paid_by=paid_by, paid_at=at, paid_on=day, residence=residence, status="paid",
        ),
        at,
    )  # fmt: skip
