"""The prosecution side: reports, cases, charges, suspects."""

from cases.models.case import Case, CaseCharge
from cases.models.report import Report
from cases.models.suspect import Suspect, SuspectIdentity

__all__ = ["Case", "CaseCharge", "Report", "Suspect", "SuspectIdentity"]
