"""Life in the homes of the demonstration: beds and who sleeps in them, needs, plans, health, work, the way home, a witness."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from actip.access.models import Assignment
from actip.accounts.person import as_system
from actip.records import actions
from reporting.demo.cast import Cast
from victims.models import (
    Bed,
    CarePlan,
    ChildFile,
    HealthNote,
    Incident,
    Job,
    NeedsAssessment,
    Person,
    Placement,
    ProductSale,
    Reintegration,
    Return,
    SavingsLine,
    Service,
    WageDeduction,
    WitnessProgramme,
)

BEDS = 6
TODAY = "DEMO-"  # marks the reports that the stories of today begin with


def load(cast: Cast) -> None:
    """Fill the homes once: where a bed is entered already, nothing is added."""
    with as_system("look for demonstration data"), transaction.atomic():
        if Bed.objects.exists():
            return
        stays = list(
            Placement.objects.filter(person__report__external_id__startswith=TODAY, shelter__isnull=False)
            .select_related("person", "shelter__agency")
            .order_by("created_at", "pk")
        )
        beds = {code: _beds(shelter) for code, shelter in cast.shelters.items()}
    for number, stay in enumerate(stays):
        keeper = cast.officer(stay.shelter.agency).username
        if stay.status == "placed":
            with transaction.atomic(), cast.acting(keeper) as by:
                _bed(stay, next(beds[stay.shelter.code]), by)
                _care(stay, by, number)
                _work(stay, by, number)
        elif stay.person.is_child:
            with transaction.atomic(), cast.acting(keeper) as by:
                _child(stay.person, by)
    _way_home(cast, [stay.person for stay in stays if stay.status == "placed"])
    _witness(cast)


def _beds(shelter) -> Iterator[Bed]:
    """Enter the first beds of a home."""
    opened = date(2020, 1, 1)
    made = [
        Bed(shelter=shelter, code=f"{shelter.code}-{1 + n // 2}0{1 + n % 2}", open_from=opened) for n in range(BEDS)
    ]
    return iter([actions.save(bed, by=None) for bed in made])


def _bed(stay: Placement, bed: Bed, by) -> None:
    stay.bed, stay.first_night = bed, stay.placed_on
    actions.save(stay, by=by, entered=("bed",))


def _care(stay: Placement, by, number: int) -> None:
    """Needs on the second day, a plan agreed, one service given and two to come; every third with an incident."""
    person, start = stay.person, stay.placed_on
    actions.save(
        NeedsAssessment(
            person=person, assessed_on=_after(start, 1), areas=["health", "documents", "work"], urgency="weeks",
            findings="ปวดหลังและนอนไม่หลับ เอกสารประจำตัวถูกนายจ้างยึดไว้", wishes="อยากติดต่อครอบครัวและเรียนภาษาไทย", next_on=_after(start, 90, late=True),
        ),
        by=by,
    )  # fmt: skip
    plan = CarePlan(person=person, opened_on=_after(start, 2), goals="รักษาอาการปวดหลัง ขอเอกสารใหม่ ฝึกเย็บผ้า")
    plan = actions.move(actions.save(plan, by=by), "agree", by=by, facts={"agreed_on": _after(start, 2)})
    done = {
        "delivered_on": _after(start, 3),
        "delivered_by": "hospital",
        "hours": Decimal("2.0"),
        "note": "ตรวจร่างกายครั้งแรก",
    }
    actions.save(Service(plan=plan, kind="medical", planned_on=_after(start, 3), **done), by=by)
    for days, kind in ((5, "legal"), (10, "vocational")):
        actions.save(Service(plan=plan, kind=kind, planned_on=_after(timezone.localdate(), days, late=True)), by=by)
    actions.save(
        HealthNote(
            person=person, noted_on=_after(start, 3), kind="examination", text="ไม่พบบาดแผลใหม่ ให้ยาแก้ปวด นัดอีกสองสัปดาห์"
        ),
        by=by,
    )
    if number % 3 == 0:
        at = timezone.make_aware(datetime.combine(_after(start, 4), time(20, 30)))
        told = {"told": ["supervisor", "police"], "is_serious": True}
        actions.save(
            Incident(
                person=person,
                happened_at=at,
                kind="threat",
                account="มีผู้โทรศัพท์มาข่มขู่ให้ถอนคำให้การ",
                done="แจ้งตำรวจและเปลี่ยนเวร",
                **told,
            ),
            by=by,
        )


def _work(stay: Placement, by, number: int) -> None:
    """Every second person works, having been told that help does not depend on it; the others were offered work."""
    person, start = stay.person, stay.placed_on
    job = Job(
        person=person, offered_on=_after(start, 4), place="in_shelter", job="sewing", employer="กลุ่มตัดเย็บของบ้าน (สมมติ)",
        wage=Decimal("372.00"), wage_per="day",
    )  # fmt: skip
    job = actions.save(job, by=by)
    if number % 2:
        return
    consent = {"told_not_a_condition": True, "consented_on": _after(start, 5), "consent_form": "thumbprint"}
    job = actions.move(job, "consent", by=by, facts=consent)
    job = actions.move(
        job, "begin", by=by, facts={"started_on": _after(start, 6), "wage": job.wage, "wage_per": job.wage_per}
    )
    day = _after(start, 8)
    told = {"reason": "saving", "explanation": "ฝากเข้าบัญชีออมของตนตามที่ขอไว้", "explained_on": day}
    actions.save(WageDeduction(job=job, taken_on=day, amount=Decimal("50.00"), **told), by=by)
    actions.save(SavingsLine(person=person, on=day, kind="deposit", amount=Decimal("50.00"), shown_on=day), by=by)
    sale = {"price": Decimal("900.00"), "makers": 3, "share": Decimal("250.00"), "sale_number": f"{number + 1}/2569"}
    actions.save(ProductSale(person=person, sold_on=day, product="textile", channel="fair", pieces=3, **sale), by=by)


def _child(person, by) -> None:
    day = max(person.first_contact_on, timezone.localdate() - timedelta(1))
    words = {"best_interest": "อยู่กับพี่น้องและได้เรียนต่อ", "guardian": "ยายสมมติ 0890000000", "school": "ยังไม่ได้เข้าเรียน"}
    actions.save(
        ChildFile(
            person=person,
            best_interest_on=day,
            guardian_kind="relative",
            in_school=False,
            risk="medium",
            risk_on=day,
            **words,
        ),
        by=by,
    )


def _way_home(cast: Cast, people: list) -> None:
    """One return under way, one just asked for, and a reintegration whose first visit is late."""
    with as_system("who leads them"), transaction.atomic():
        leads = Assignment.objects.filter(matter__in=[person.pk for person in people], is_lead=True, state="accepted")
        offices = {lead.matter_id: lead.agency for lead in leads.select_related("agency")}
    for number, person in enumerate(people[:3]):
        with transaction.atomic(), cast.acting(cast.officer(offices[person.pk]).username) as by:
            today = timezone.localdate()
            if number == 2:
                help_ = Reintegration(
                    person=person,
                    planned_on=today - timedelta(120),
                    country="TH",
                    province="TH-57",
                    help=["work", "health"],
                )
                actions.move(actions.save(help_, by=by), "begin", by=by, facts={"started_on": today - timedelta(100)})
                continue
            foreign = {"direction": "foreigner_home", "country": "MM"}
            journey = actions.save(
                Return(person=person, requested_on=today - timedelta(5), wished_by_her=True, **foreign), by=by
            )
            if number == 0:
                journey = actions.move(journey, "trace", by=by, facts={"traced_on": today - timedelta(4)})
                journey = actions.move(
                    journey, "assess", by=by, facts={"assessed_on": today - timedelta(2), "is_safe": True}
                )
                actions.move(
                    journey,
                    "consent",
                    by=by,
                    facts={"consented_on": today - timedelta(1), "consent_form": "thumbprint"},
                )


def _witness(cast: Cast) -> None:
    """Two programmes that were asked for; one of them is assessed. None runs: that would hide a person from the other personas."""
    with transaction.atomic(), cast.acting("witness") as by:
        today = timezone.localdate()
        for number, person in enumerate(Person.objects.order_by("created_at", "pk")[:2]):
            asked = WitnessProgramme(
                person=person, kind="special", measures=["guard", "living"], requested_on=today - timedelta(6)
            )
            asked = actions.save(asked, by=by)
            if number:
                actions.move(asked, "assess", by=by, facts={"assessed_on": today - timedelta(1)})


def _after(day: date, days: int, *, late: bool = False) -> date:
    """So many days later, but not in the future unless it may be."""
    then = day + timedelta(days)
    return then if late else min(then, timezone.localdate())
