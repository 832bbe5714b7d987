"""Factories of evidence and of the register of child-abuse material."""

import hashlib
from datetime import date

import factory

from cases import models
from tests.factories.base import Base, of


@of("evidence")
class Evidence(Base):
    class Meta:
        model = models.Evidence

    kind = "physical"
    description = "โทรศัพท์สีดำ ๑ เครื่อง"
    seized_on = date(2026, 1, 5)
    seized_province = "TH-10"
    seizure_reference = "ย.12/2569"
    seal_number = "S-001"


@of("evidence-files")
class EvidenceFile(Base):
    class Meta:
        model = models.EvidenceFile

    label = "ภาพถ่ายสถานที่"
    name = "IMG_0001.pdf"
    media = "pdf"
    size = 10
    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())


@of("custody-transfers")
class CustodyTransfer(Base):
    class Meta:
        model = models.CustodyTransfer

    place = "ห้องเก็บของกลาง"
    condition = "ผนึกสมบูรณ์"
    seal_number = "S-001"


@of("evidence-alarms")
class EvidenceAlarm(Base):
    class Meta:
        model = models.EvidenceAlarm

    kind = "seal_broken"
    note = "ผนึกขาด"


@of("abuse-material")
class AbuseMaterial(Base):
    class Meta:
        model = models.AbuseMaterial

    carrier = "phone"
    count = 12
    seizure_reference = "TIC-12/2569"
    custodian = "TICAC-3"


@of("abuse-hashes")
class AbuseHash(Base):
    class Meta:
        model = models.AbuseHash

    algorithm = "sha256"
    value = factory.Sequence(lambda n: hashlib.sha256(f"listed {n}".encode()).hexdigest())
