"""Which move leads where for Fund payments. Source: section 2 of the money rules (request, approval, payment, receipt)."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow
from compensation.effects import (
    account_written_by_another,
    accounts_she_wrote,
    approve_first,
    approve_within_limit,
    begin_again,
    freeze_residence,
    looked_at_by_another,
    second_the_approval,
)

WAITING = ("requested", "checked", "recommended")
UNDER = ("limit", "approved_for", "approved_role")  # what an approval was given under

PAYMENT = Workflow(
    initial="requested",
    moves=(
        Move(
            "check", _("Confirm that documents are checked"), ("requested",), "checked", stamp="checked",
            whose=looked_at_by_another,
        ),
        Move(
            "recommend", _("Recommend"), ("requested", "checked"), "recommended", stamp="recommended",
            whose=looked_at_by_another,
        ),
        Move(
            "send_back", _("Send back for correction"), ("checked", "recommended"), "requested", needs=("back_reason",),
            effect=begin_again, is_work=False,
        ),
        Move(
            "approve", _("Approve"), WAITING, "approved", verb="approve", derives=UNDER, stamp="approved", guard=approve_within_limit
        ),
        Move(
            "approve_first",
            _("Approve, with a second approver"),
            WAITING,
            "half_approved",
            verb="approve",
            needs=("over_reason",),
            derives=UNDER,
            stamp="approved",
            guard=approve_first,
            is_work=False,
        ),
        Move(
            "second",
            _("Approve as the second"),
            ("half_approved",),
            "approved",
            verb="approve",
            stamp="second",
            guard=second_the_approval,
        ),
        Move(
            "refuse", _("Refuse"), (*WAITING, "half_approved"), "refused", verb="approve", needs=("refuse_reason",), is_work=False
        ),
        Move(
            "withdraw", _("Withdraw the approval"), ("approved",), "refused", verb="approve", needs=("refuse_reason",),
            is_work=False,
        ),
        Move(
            "pay", _("Pay"), ("approved",), "paid", verb="pay", needs=("paid_on",), derives=("residence",), stamp="paid",
            whose=account_written_by_another, others=accounts_she_wrote, guard=freeze_residence,
        ),
        Move(
            "receipt", _("Put the receipt on file"), ("paid",), "receipted", needs=("receipt_on",), may=("receipt_document",),
            is_work=False,
        ),
        Move(
            "return", _("The bank returned it"), ("paid",), "returned", verb="pay", needs=("return_reason",), is_work=False
        ),
        Move(
            "reverse", _("Reverse"), ("paid", "receipted"), "reversed", verb="approve", needs=("reverse_reason",),
            is_work=False,
        ),
    ),
)  # fmt: skip
