"""The prosecution side: reports, cases and what an inquiry holds."""

from cases.models.abuse import AbuseHash, AbuseMaterial
from cases.models.asset import Asset, AssetNumber
from cases.models.case import Case
from cases.models.charge import CaseCharge
from cases.models.court import Appeal, CourtCase
from cases.models.custody import CustodyTransfer, EvidenceAlarm, EvidenceCheck
from cases.models.evidence import Evidence, EvidenceFile
from cases.models.hearing import Hearing
from cases.models.interview import Interview
from cases.models.judgment import Judgment
from cases.models.offence import Offence
from cases.models.official import ComplicityConflict, OfficialComplicity
from cases.models.place import CasePlace
from cases.models.prosecution import Prosecution
from cases.models.remand import Remand
from cases.models.report import Report, Reporter
from cases.models.search import Search
from cases.models.suspect import Suspect, SuspectIdentity
from cases.models.tip import IntakeBatch, Tip

__all__ = [
    "AbuseHash",
    "AbuseMaterial",
    "Appeal",
    "Asset",
    "AssetNumber",
    "Case",
    "CaseCharge",
    "CasePlace",
    "ComplicityConflict",
    "CourtCase",
    "CustodyTransfer",
    "Evidence",
    "EvidenceAlarm",
    "EvidenceCheck",
    "EvidenceFile",
    "Hearing",
    "IntakeBatch",
    "Interview",
    "Judgment",
    "Offence",
    "OfficialComplicity",
    "Prosecution",
    "Remand",
    "Report",
    "Reporter",
    "Search",
    "Suspect",
    "SuspectIdentity",
    "Tip",
]
