"""Factories of prosecutor, court and assets."""

from datetime import date, datetime
from decimal import Decimal

import factory
from django.utils import timezone

from cases import models
from tests.factories.base import Base, of


@of("prosecutions")
class Prosecution(Base):
    class Meta:
        model = models.Prosecution

    received_on = date(2026, 1, 20)
    office = "สำนักงานคดีค้ามนุษย์"
    file_number = "12/2569"


@of("court-cases")
class CourtCase(Base):
    class Meta:
        model = models.CourtCase

    kind = "charge"
    court = "criminal_tip"
    province = "TH-10"
    black_number = factory.Sequence(lambda n: f"คม {n}/2569")
    filed_on = date(2026, 2, 2)


@of("hearings")
class Hearing(Base):
    class Meta:
        model = models.Hearing

    starts_at = timezone.make_aware(datetime(2026, 3, 2, 9, 30))
    kind = "witness"
    room = "704"


@of("judgments", suspect="suspects", charge="case-charges")
class Judgment(Base):
    class Meta:
        model = models.Judgment

    instance = "first"
    read_on = date(2026, 6, 1)
    outcome = "convicted"
    years = 8


@of("appeals", judgment="judgments")
class Appeal(Base):
    class Meta:
        model = models.Appeal

    level = "appeal"
    appellant = "defendant"
    filed_on = date(2026, 6, 20)


@of("assets")
class Asset(Base):
    class Meta:
        model = models.Asset

    kind = "account"
    description = "เงินฝากธนาคาร"
    value = Decimal("250000.00")
    identified_on = date(2026, 1, 25)


@of("asset-numbers")
class AssetNumber(Base):
    class Meta:
        model = models.AssetNumber

    number = "กสิกรไทย 123-4-56789-0"
