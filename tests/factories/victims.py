"""Factories of the protection side."""

from datetime import date

import factory

from actip.accounts.models import Agency
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


@of("screenings")
class Screening(Base):
    class Meta:
        model = models.Screening

    planned_on = date(2026, 1, 6)
    province = "TH-10"


@of("consents")
class Consent(Base):
    class Meta:
        model = models.Consent

    purpose = "shelter"
    recipient = factory.LazyFunction(lambda: Agency.objects.order_by("pk").first())
    kinds = factory.LazyFunction(lambda: ["VPR", "PLC"])
    given_on = date(2026, 1, 7)
    until = date(2099, 12, 31)
    how = "thumbprint"
    reference = "C-1/2569"
    language = "my"
    interpreter = "ล่าม 12"
    guardian = "official"  # the people of the access scene are children; an adult may have one as well


@of("rights-notices")
class RightsNotice(Base):
    class Meta:
        model = models.RightsNotice

    given_on = date(2026, 1, 9)
    given_through = "เจ้าหน้าที่ 7"
    language = "my"


@of("merges", merged="people")
class PersonMerge(Base):
    class Meta:
        model = models.PersonMerge

    evidence = "document"
    reasons = "เลขเอกสารเดียวกัน"


@of("match-requests")
class MatchRequest(Base):
    class Meta:
        model = models.MatchRequest

    evidence = "document"
    purpose = "ตรวจสอบก่อนคัดแยก"


@of("shelters")
class Shelter(Base):
    class Meta:
        model = models.Shelter

    code = factory.Sequence(lambda n: f"SH-{n:03d}")
    kind = "government_long_term"
    province = "TH-12"
    beds = 20


@of("beds")
class Bed(Base):
    class Meta:
        model = models.Bed

    code = factory.LazyAttributeSequence(lambda bed, n: f"{bed.shelter.code}-{n:03d}")
    open_from = date(2020, 1, 1)


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
    agreement = factory.LazyAttribute(
        lambda stay: "best_interest" if _is_child(getattr(stay, "person", None)) else "consent"
    )


def _is_child(guest) -> bool:
    return guest is not None and guest.is_child


@of("same-person-links", person="people")
class SamePersonLink(Base):
    class Meta:
        model = models.SamePersonLink
