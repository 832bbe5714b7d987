"""Which move leads where for Fund payments. Source: section 2 of the money rules (request, approval, payment, receipt)."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow
from compensation.effects import freeze_residence

PAYMENT = Workflow(
    initial="requested",
    moves=(
        Move("approve", _("Approve"), ("requested",), "approved", verb="approve", stamp="approved"),
        Move("refuse", _("Refuse"), ("requested",), "refused", verb="approve", needs=("refuse_reason",)),
        Move(
            "pay", _("Pay"), ("approved",), "paid", verb="pay", needs=("paid_on",), stamp="paid", guard=freeze_residence
        ),
        Move("reverse", _("Reverse"), ("paid",), "reversed", verb="approve", needs=("reverse_reason",), is_work=False),
    ),
)
