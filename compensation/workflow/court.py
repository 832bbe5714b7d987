"""Which move leads where for claims, orders and what hangs below them. Source: section 3.9 of the process notes."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow
from compensation.court import a_head_is_claimed, an_order_is_recorded, everything_came, something_came

ORDERED = ("ordered_full", "ordered_part")
ENFORCED = ("final", "execution_requested", "assets_traced", "partly_received")

CLAIM = Workflow(
    initial="not_informed",
    moves=(
        Move(
            "inform",
            _("Inform of the right"),
            ("not_informed",),
            "informed",
            needs=("informed_on",),
            office="claim",
        ),
        Move("wish", _("The person wishes to claim"), ("informed", "declined"), "wish_claim", office="claim"),
        Move(
            "decline",
            _("The person does not wish to claim"),
            ("informed", "wish_claim"),
            "declined",
            may=("decline_reason",),
            is_work=False,
            office="claim",
        ),
        Move(
            "prepare",
            _("Claim is prepared"),
            ("wish_claim",),
            "claim_prepared",
            needs=("prepared_on",),
            guard=a_head_is_claimed,
            after="claim-heads",
            office="claim",
        ),
        Move(
            "claim",
            _("File the claim"),
            ("claim_prepared",),
            "claimed",
            needs=("claimed_on",),
            may=("court_document",),
            guard=a_head_is_claimed,
            after="claim-heads",
            office="prosecutor",
        ),
        Move(
            "order_full",
            _("Court ordered in full"),
            ("claimed",),
            "ordered_full",
            needs=("decided_on",),
            guard=an_order_is_recorded,
            after="orders",
            office="court_order",
        ),
        Move(
            "order_part",
            _("Court ordered in part"),
            ("claimed",),
            "ordered_part",
            needs=("decided_on",),
            guard=an_order_is_recorded,
            after="orders",
            office="court_order",
        ),
        Move(
            "refuse",
            _("Court refused"),
            ("claimed",),
            "ordered_refused",
            needs=("decided_on",),
            is_work=False,
            office="court_order",
        ),
        *(
            Move(
                f"{target}_on_appeal",
                label,
                ("ordered_refused",),
                target,
                needs=("decided_on",),
                guard=an_order_is_recorded,
                is_work=False,
                office="court_order",
            )
            for target, label in (
                ("ordered_full", _("Ordered in full on appeal")),
                ("ordered_part", _("Ordered in part on appeal")),
            )
        ),
        Move("become_final", _("Decision is final"), ORDERED, "final", needs=("final_on",), office="finality"),
        Move(
            "request_execution",
            _("Request execution"),
            ("final",),
            "execution_requested",
            needs=("execution_on",),
            office="claim",
        ),
        Move(
            "request_rest",
            _("Request execution of the rest"),
            ("partly_received",),
            "execution_requested",
            needs=("execution_on",),
            is_work=False,
            office="claim",
        ),
        Move(
            "trace",
            _("Assets are traced"),
            ("execution_requested",),
            "assets_traced",
            needs=("traced_on",),
            office="execution",
        ),
        Move(
            "receive_part",
            _("A part has come"),
            (*ORDERED, *ENFORCED[:3]),
            "partly_received",
            guard=something_came,
            is_work=False,
        ),
        Move(
            "receive", _("Everything has come"), (*ORDERED, *ENFORCED), "received", guard=everything_came, is_work=False
        ),
        Move(
            "give_up",
            _("Nothing more can be had"),
            ENFORCED,
            "irrecoverable",
            needs=("irrecoverable_reason",),
            is_work=False,
        ),
    ),
)

HEAD = Workflow(
    initial="stands",
    moves=(
        Move("withdraw", _("Withdraw"), ("stands",), "withdrawn", needs=("withdraw_reason",), is_work=False),
    ),
)  # fmt: skip

ORDER = Workflow(
    initial="made",
    moves=(
        Move(
            "become_final",
            _("Decision is final"),
            ("made",),
            "final",
            needs=("final_on",),
            is_work=False,
            office="finality",
        ),
        Move(
            "overturn",
            _("Overturned on appeal"),
            ("made", "final"),
            "overturned",
            needs=("overturned_on", "overturn_reason"),
            is_work=False,
            office="court_order",
        ),
    ),
)


def _reversible(state: str) -> Workflow:
    """Entered as a fact, and undone with a reason."""
    return Workflow(
        initial=state,
        moves=(Move("reverse", _("Reverse"), (state,), "reversed", needs=("reverse_reason",), is_work=False),),
    )


RECEIPT = _reversible("received")
FACT = _reversible("stands")
