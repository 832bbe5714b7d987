"""Which move leads where on the money side."""

from compensation.workflow.fund import PAYMENT

__all__ = [
    "PAYMENT",
]
