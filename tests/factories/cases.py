"""Factories of the prosecution side."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from actip.accounts import person
from actip.accounts.models import Agency, User
from actip.records import actions
from cases import models
from tests.factories.base import Base, of


def somebody() -> User:
    """Whoever acts; for the system, the first user."""
    acting = person.current()
    return User.objects.filter(pk=acting.user_id).first() if acting and acting.user_id else User.objects.first()


def another_agency() -> Agency:
    """A unit that nothing else in a test is about: made by the system, found by whoever comes after."""
    found = Agency.objects.filter(code="concerned").first()
    acting = person.current()
    if found is None and acting and acting.is_system:
        found = Agency.objects.create(code="concerned", kind="police", name_th="หน่วยที่เกี่ยวข้อง", name_en="concerned")
    return found or Agency.objects.order_by("-pk").first()


@of("reports")
class Report(Base):
    class Meta:
        model = models.Report

    received_at = factory.LazyFunction(timezone.now)
    channel = "hotline_1300"
    province = "TH-10"
    exploitation = "forced_labour"
    danger = "concern"
    people_count = 2
    summary = "สิ่งที่ผู้แจ้งเล่า"


@of("reporters")
class Reporter(Base):
    class Meta:
        model = models.Reporter

    full_name = "บุญมี ใจกล้า"
    phone = "0867654321"


@of("cases")
class Case(Base):
    class Meta:
        model = models.Case

    opened_on = date(2026, 1, 5)
    investigator = "ahtd"
    exploitation = "forced_labour"
    province = "TH-10"


@of("suspects")
class Suspect(Base):
    class Meta:
        model = models.Suspect

    nationality = "TH"
    sex = "male"
    age_band = "25_over"


@of("suspect-identities")
class SuspectIdentity(Base):
    class Meta:
        model = models.SuspectIdentity

    full_name = "สมศักดิ์ ทดสอบ"
    phone = "0812345678"


@of("case-charges", suspect="suspects")
class CaseCharge(Base):
    class Meta:
        model = models.CaseCharge

    provision = "ATIP-6-ADULT"
    # each on a day of its own: a suspect has one provision once a day
    offence_on = factory.Sequence(lambda n: date(2025, 12, 1) - timedelta(days=n % 300))


@of("case-places")
class CasePlace(Base):
    class Meta:
        model = models.CasePlace

    stage = "exploited"
    kind = "factory"
    province = "TH-10"
    from_on = date(2025, 11, 1)


@of("remands")
class Remand(Base):
    class Meta:
        model = models.Remand

    number = 1
    from_on = date(2026, 1, 7)
    to_on = date(2026, 1, 18)
    court = "ศาลอาญา"
    order_number = "ฝ.1/2569"


@of("searches")
class Search(Base):
    class Meta:
        model = models.Search

    searched_at = factory.LazyFunction(timezone.now)
    kind = "factory"
    province = "TH-10"
    grounds = "help"
    reason = "ได้ยินเสียงร้องขอความช่วยเหลือ"


@of("interviews")
class Interview(Base):
    class Meta:
        model = models.Interview

    of_whom = "witness"
    held_at = factory.LazyFunction(timezone.now)
    place = "station"
    interviewer = factory.LazyFunction(somebody)
    interviewer_sex = "female"


@of("official-complicity")
class OfficialComplicity(Base):
    class Meta:
        model = models.OfficialComplicity

    other_agency = "เทศบาลตำบลแห่งหนึ่ง"
    noted_on = date(2026, 1, 8)
    position = "เจ้าหน้าที่ประจำด่าน"
    allegation = "ได้รับเงินเพื่อปล่อยรถผ่านด่าน"


@of("complicity-conflicts")
class ComplicityConflict(Base):
    class Meta:
        model = models.ComplicityConflict

    agency = factory.LazyFunction(another_agency)


TRIAGED = {"danger": "concern", "duplicates": "none_found"}


def referred(report, *, by, to):
    """A report triaged and offered to an agency by whoever acts."""
    report = actions.move(report, "triage", by=by, facts=TRIAGED)
    return actions.move(report, "refer", by=by, facts={"referred_to": to})
