"""Factories of care, work and return."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import factory

from tests.factories.base import Base, of
from victims import models

DAY = date(2026, 1, 10)


@of("needs-assessments")
class NeedsAssessment(Base):
    class Meta:
        model = models.NeedsAssessment

    assessed_on = DAY
    areas = ["health", "documents"]
    findings = "ปวดหลังเรื้อรัง ยังนอนไม่หลับ"


@of("care-plans")
class CarePlan(Base):
    class Meta:
        model = models.CarePlan

    opened_on = DAY
    goals = "พบแพทย์ เรียนภาษาไทย"


@of("services", plan="care-plans")
class Service(Base):
    class Meta:
        model = models.Service

    kind = "medical"
    planned_on = DAY
    note = "นัดแพทย์"


@of("safety-notes")
class SafetyNote(Base):
    class Meta:
        model = models.SafetyNote

    noted_on = DAY
    kind = "no_contact"
    relation = "employer"
    advice = "ไม่ต่อสายโทรศัพท์จากภายนอกให้"
    who = "นายจ้างคนเดิม โทร. 0800000000"
    account = "โทรมาข่มขู่ให้ถอนคำให้การ"


@of("incidents")
class Incident(Base):
    class Meta:
        model = models.Incident

    happened_at = datetime(2026, 1, 12, 20, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
    kind = "threat"
    account = "มีชายแปลกหน้ามาถามหาที่หน้าประตู"


@of("health-notes")
class HealthNote(Base):
    """A certificate attached to an application: the one note that every reader of the matrix may see."""

    class Meta:
        model = models.HealthNote

    noted_on = DAY
    kind = "certificate"
    is_attached = True
    attached_on = DAY
    text = "แพทย์รับรองการบาดเจ็บที่แขนซ้าย"


@of("child-files")
class ChildFile(Base):
    class Meta:
        model = models.ChildFile

    best_interest_on = DAY
    guardian_kind = "state"
    risk = "medium"
    risk_on = DAY
    best_interest = "อยู่กับพี่สาวในบ้านพักเดียวกัน"


@of("jobs")
class Job(Base):
    class Meta:
        model = models.Job

    offered_on = DAY
    place = "in_shelter"
    job = "sewing"
    employer = "ร้านตัดเย็บสมมติ"
    wage = Decimal("372.00")
    wage_per = "day"


@of("wage-deductions", job="jobs")
class WageDeduction(Base):
    class Meta:
        model = models.WageDeduction

    taken_on = DAY
    amount = Decimal("50.00")
    reason = "saving"
    explanation = "เก็บเข้าบัญชีออมของตน"
    explained_on = DAY


@of("savings")
class SavingsLine(Base):
    class Meta:
        model = models.SavingsLine

    on = DAY
    kind = "deposit"
    amount = Decimal("200.00")


@of("product-sales")
class ProductSale(Base):
    class Meta:
        model = models.ProductSale

    sold_on = DAY
    product = "weaving"
    channel = "fair"
    sale_number = factory.Sequence(lambda n: f"S-{n}")
    price = Decimal("900.00")
    makers = 3
    share = Decimal("250.00")


@of("returns")
class Return(Base):
    class Meta:
        model = models.Return

    direction = "foreigner_home"
    requested_on = DAY
    wished_by_her = True
    country = "MM"


@of("reintegrations")
class Reintegration(Base):
    class Meta:
        model = models.Reintegration

    planned_on = DAY
    country = "MM"


@of("follow-ups", reintegration="reintegrations")
class FollowUp(Base):
    class Meta:
        model = models.FollowUp

    visited_on = date(2026, 4, 10)
    way = "visit"
    safety = "good"


@of("earlier-matters", earlier="people")
class EarlierMatter(Base):
    class Meta:
        model = models.EarlierMatter

    found_on = DAY
    basis = "documents"


@of("witness-programmes")
class WitnessProgramme(Base):
    class Meta:
        model = models.WitnessProgramme

    programme_number = "WP-00000000"  # the database draws another
    kind = "special"
    measures = ["guard", "living"]
    requested_on = DAY
