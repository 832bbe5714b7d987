"""Which move leads where on the prosecution side."""

from cases.workflow.case import CASE
from cases.workflow.charge import CHARGE
from cases.workflow.report import REPORT

__all__ = [
    "CASE",
    "CHARGE",
    "REPORT",
]
