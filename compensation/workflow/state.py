"""Which move leads where for state compensation. Source: section 3 of the money rules; DL-14 and DL-15 of the process notes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.workflow import Move, Workflow
from compensation.effects import account_written_by_another, accounts_she_wrote
from compensation.state import (
    appeal_ends_its_days,
    appealed_once,
    apply_ends_the_year,
    decided_by_another,
    grant_what_the_heads_say,
    notified_starts_the_days,
)

STATE = Workflow(
    initial="preparing",
    moves=(
        Move("apply", pgettext_lazy("application", "Apply"), ("preparing",), "applied", needs=("applied_on",), effect=apply_ends_the_year),
        Move(
            "grant", _("Committee granted"), ("applied", "appealed"), "granted", needs=("decided_on", "notified_on"),
            derives=("amount",), stamp="decided", guard=grant_what_the_heads_say, effect=notified_starts_the_days,
            after="state-heads",
        ),
        Move(
            "refuse", _("Committee refused"), ("applied",), "refused", needs=("decided_on", "notified_on", "refuse_reason"),
            stamp="decided", guard=decided_by_another, effect=notified_starts_the_days,
        ),
        Move(
            "appeal", _("Appeal"), ("refused", "granted"), "appealed", needs=("appealed_on",), guard=appealed_once, effect=appeal_ends_its_days,
            is_work=False,
        ),
        Move(
            "refuse_appeal", _("Refused on appeal"), ("appealed",), "appeal_refused",
            needs=("decided_on", "refuse_reason"), stamp="decided", guard=decided_by_another,
        ),
        Move(
            "pay", _("Pay"), ("granted", "returned"), "paid", verb="pay", needs=("paid_on",), stamp="paid",
            whose=account_written_by_another, others=accounts_she_wrote,
        ),
        Move(
            "return", _("The bank returned it"), ("paid",), "returned", verb="pay", needs=("return_reason",), is_work=False
        ),
        Move("reverse", _("Reverse"), ("paid", "returned"), "reversed", needs=("reverse_reason",), is_work=False),
    ),
)  # fmt: skip
