"""Factories of the protection side."""

from datetime import date

import factory

from tests.factories.base import Base, of
from victims import models


@of("people")
class Person(Base):
    class Meta:
        model = models.Person

    first_contact_on = date(2026, 1, 6)
    sex = "female"
    age_band = "18_24"
    nationality = "MM"
    exploitation = "forced_labour"


@of("identities")
class VictimIdentity(Base):
    class Meta:
        model = models.VictimIdentity

    full_name = "Ma Aye Aye Khaing"
    document_kind = "pink_card"
    document = "0012345678901"


@of("identification-decisions")
class IdentificationDecision(Base):
    class Meta:
        model = models.IdentificationDecision

    opened_on = date(2026, 1, 7)
    province = "TH-10"


@of("shelters")
class Shelter(Base):
    class Meta:
        model = models.Shelter

    code = factory.Sequence(lambda n: f"SH-{n:03d}")
    kind = "government_long_term"
    province = "TH-12"
    beds = 20


@of("shelter-addresses")
class ShelterAddress(Base):
    class Meta:
        model = models.ShelterAddress

    address = "99/9 ถนนลับ"
    phone = "020000000"


@of("placements")
class Placement(Base):
    class Meta:
        model = models.Placement

    kind = "government_long_term"
    offered_on = date(2026, 1, 8)
    agreement = "consent"
