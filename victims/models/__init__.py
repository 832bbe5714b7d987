"""The protection side: people, who they are, screening, identification, consents, shelters, placements."""

from victims.models.afterwards import EarlierMatter, FollowUp
from victims.models.bed import Bed
from victims.models.care import CarePlan, Incident, NeedsAssessment, Service
from victims.models.child import ChildFile
from victims.models.consent import Consent, RightsNotice
from victims.models.earnings import ProductSale, SavingsLine
from victims.models.glass import BrokenGlass
from victims.models.health import HealthNote
from victims.models.identification import IdentificationDecision
from victims.models.matching import MatchRequest, PersonMerge
from victims.models.person import Person, VictimIdentity
from victims.models.placement import Placement
from victims.models.returning import Reintegration, Return
from victims.models.safety import SafetyNote
from victims.models.same_person import SamePersonLink
from victims.models.screening import Screening
from victims.models.shelter import Shelter, ShelterAddress
from victims.models.team import TeamRule
from victims.models.witness import WitnessProgramme
from victims.models.work import Job, WageDeduction

__all__ = [
    "Bed",
    "BrokenGlass",
    "CarePlan",
    "ChildFile",
    "Consent",
    "EarlierMatter",
    "FollowUp",
    "HealthNote",
    "IdentificationDecision",
    "Incident",
    "Job",
    "MatchRequest",
    "NeedsAssessment",
    "Person",
    "PersonMerge",
    "Placement",
    "ProductSale",
    "Reintegration",
    "Return",
    "RightsNotice",
    "SafetyNote",
    "SamePersonLink",
    "SavingsLine",
    "Screening",
    "Service",
    "Shelter",
    "ShelterAddress",
    "TeamRule",
    "VictimIdentity",
    "WageDeduction",
    "WitnessProgramme",
]
