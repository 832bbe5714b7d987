"""Which move leads where on the money side."""

from compensation.workflow.court import CLAIM, FACT, HEAD, ORDER, RECEIPT
from compensation.workflow.fund import PAYMENT
from compensation.workflow.state import STATE

__all__ = ["CLAIM", "FACT", "HEAD", "ORDER", "PAYMENT", "RECEIPT", "STATE"]
