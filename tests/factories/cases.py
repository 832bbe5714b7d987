"""Factories of the prosecution side."""

from datetime import date

import factory
from django.utils import timezone

from cases import models
from tests.factories.base import Base, of


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
    offence_on = date(2025, 12, 1)
