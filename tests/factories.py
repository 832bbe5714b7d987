"""One factory per record type: each makes a record that passes full validation. Give only what the test is about.

`build.Report()` returns an unsaved record; `make("reports", by=user, ...)` saves it as that user through the actions.
"""

from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone

from actip.access.models import Assignment
from actip.records import actions, catalogue
from cases import models as cases
from compensation import models as compensation
from programmes import models as programmes
from victims import models as victims


class Base(factory.Factory):
    class Meta:
        abstract = True


class Report(Base):
    class Meta:
        model = cases.Report

    received_at = factory.LazyFunction(timezone.now)
    channel = "hotline_1300"
    province = "TH-10"
    exploitation = "forced_labour"
    danger = "concern"
    people_count = 2
    summary = "สิ่งที่ผู้แจ้งเล่า"


class Case(Base):
    class Meta:
        model = cases.Case

    opened_on = date(2026, 1, 5)
    investigator = "ahtd"
    exploitation = "forced_labour"
    province = "TH-10"


class Suspect(Base):
    class Meta:
        model = cases.Suspect

    nationality = "TH"
    sex = "male"
    age_band = "25_over"


class SuspectIdentity(Base):
    class Meta:
        model = cases.SuspectIdentity

    full_name = "สมศักดิ์ ทดสอบ"
    phone = "0812345678"


class CaseCharge(Base):
    class Meta:
        model = cases.CaseCharge

    provision = "ATIP-6-ADULT"
    offence_on = date(2025, 12, 1)


class Person(Base):
    class Meta:
        model = victims.Person

    first_contact_on = date(2026, 1, 6)
    sex = "female"
    age_band = "18_24"
    nationality = "MM"
    exploitation = "forced_labour"


class VictimIdentity(Base):
    class Meta:
        model = victims.VictimIdentity

    full_name = "Ma Aye Aye Khaing"
    document_kind = "pink_card"
    document = "0012345678901"


class IdentificationDecision(Base):
    class Meta:
        model = victims.IdentificationDecision

    opened_on = date(2026, 1, 7)
    province = "TH-10"


class Shelter(Base):
    class Meta:
        model = victims.Shelter

    code = factory.Sequence(lambda n: f"SH-{n:03d}")
    kind = "government_long_term"
    province = "TH-12"
    beds = 20


class ShelterAddress(Base):
    class Meta:
        model = victims.ShelterAddress

    address = "99/9 ถนนลับ"
    phone = "020000000"


class Placement(Base):
    class Meta:
        model = victims.Placement

    kind = "government_long_term"
    offered_on = date(2026, 1, 8)
    agreement = "consent"


class FundPayment(Base):
    class Meta:
        model = compensation.FundPayment

    kind = "living"
    amount = Decimal("3000.00")
    purpose = "ค่าใช้จ่ายประจำเดือน"


class PublishedFigure(Base):
    class Meta:
        model = programmes.PublishedFigure

    figure = factory.Sequence(lambda n: f"PF-T{n}")
    source = "A test"
    year = "2022"
    name = "Victims identified"
    breakdown = "total"
    value = "444"
    number = Decimal(444)
    unit = "persons"
    pillar = "protection"


class AssignmentFactory(Base):
    class Meta:
        model = Assignment

    basis = "case_team"


BY_SLUG = {
    "reports": Report, "cases": Case, "suspects": Suspect, "suspect-identities": SuspectIdentity, "case-charges": CaseCharge,
    "people": Person, "identities": VictimIdentity, "identification-decisions": IdentificationDecision, "shelters": Shelter,
    "shelter-addresses": ShelterAddress, "placements": Placement, "fund-payments": FundPayment,
    "published-figures": PublishedFigure, "assignments": AssignmentFactory,
}  # fmt: skip


def build(slug: str, **values):
    """An unsaved valid record of a type (its parents must be given)."""
    return BY_SLUG[slug].build(**values)


def make(slug: str, *, by=None, **values):
    """Save a record as `by` through the actions (whoever acts now must be `by`, or the system)."""
    return actions.save(build(slug, **values), by=by)


def every_slug() -> list[str]:
    return [kind.slug for kind in catalogue.all_types()]
