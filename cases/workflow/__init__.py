"""Which move leads where on the prosecution side."""

from cases.workflow.asset import ASSET
from cases.workflow.case import CASE
from cases.workflow.charge import CHARGE
from cases.workflow.court import APPEAL, COURT_CASE, HEARING, JUDGMENT
from cases.workflow.custody import CUSTODY
from cases.workflow.evidence import ALARM, EVIDENCE, FILE, TRANSFER
from cases.workflow.official import COMPLICITY
from cases.workflow.prosecution import PROSECUTION
from cases.workflow.report import REPORT
from cases.workflow.search import SEARCH

__all__ = [
    "ALARM",
    "APPEAL",
    "ASSET",
    "CASE",
    "CHARGE",
    "COMPLICITY",
    "COURT_CASE",
    "CUSTODY",
    "EVIDENCE",
    "FILE",
    "HEARING",
    "JUDGMENT",
    "PROSECUTION",
    "REPORT",
    "SEARCH",
    "TRANSFER",
]
