"""Which move leads where on the protection side."""

from victims.workflow.care import CARE_PLAN, JOB
from victims.workflow.consent import CONSENT
from victims.workflow.identification import IDENTIFICATION
from victims.workflow.matching import MATCH_REQUEST, MERGE
from victims.workflow.placement import PLACEMENT
from victims.workflow.returning import REINTEGRATION, RETURN
from victims.workflow.safety import SAFETY
from victims.workflow.same_person import SAME_PERSON
from victims.workflow.screening import SCREENING
from victims.workflow.witness import WITNESS

__all__ = [
    "CARE_PLAN",
    "CONSENT",
    "IDENTIFICATION",
    "JOB",
    "MATCH_REQUEST",
    "MERGE",
    "PLACEMENT",
    "REINTEGRATION",
    "RETURN",
    "SAFETY",
    "SAME_PERSON",
    "SCREENING",
    "WITNESS",
]
