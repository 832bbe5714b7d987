"""Which move leads where on the protection side."""

from victims.workflow.identification import IDENTIFICATION
from victims.workflow.placement import PLACEMENT

__all__ = [
    "IDENTIFICATION",
    "PLACEMENT",
]
