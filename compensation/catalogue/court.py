"""Record types of court money: claims, orders, their enforcement, receipts."""

from actip.records.catalogue import RecordType, register
from actip.records.scopes import DIRECT
from compensation import models, room, workflow
from compensation.court import count_claim

register(
    RecordType(
        models.Claim,
        code="CLM",
        scope=DIRECT,
        slug="claims",
        desk=3,
        fields=("person", "case", "seeks_punitive", "grounds"),
        columns=("status", "court_document", "claimed_on", "decided_on", "final_on"),
        filters=("status", "seeks_punitive", "claimed_on", "decided_on"),
        masked=("status", "claimed_on", "decided_on", "final_on"),
        workflow=workflow.CLAIM,
        parent="person",
        children=("claim-heads", "orders"),
        before_create=count_claim,
    )
)
register(
    RecordType(
        models.ClaimHead,
        code="CLM",
        scope=DIRECT,
        slug="claim-heads",
        fields=("claim", "head", "amount", "basis"),
        columns=("head", "amount", "basis", "status"),
        filters=("head", "status"),
        masked=("head", "amount", "status"),
        workflow=workflow.HEAD,
        parent="claim",
    )
)
register(
    RecordType(
        models.Order,
        code="CLM",
        scope=DIRECT,
        slug="orders",
        desk=4,
        fields=(
            "claim",
            "suspect",
            "ordered_on",
            "amount",
            "punitive",
            "is_joint",
            "same_debt_as",
            "interest_rate",
            "interest_from",
            "document",
        ),
        columns=("ordered_on", "amount", "punitive", "is_joint", "status", "final_on", "waiting_since"),
        filters=("status", "is_joint", "ordered_on", "final_on"),
        masked=("ordered_on", "amount", "punitive", "status", "final_on"),
        workflow=workflow.ORDER,
        parent="claim",
        children=("order-changes", "execution-steps", "receipts"),
        room=room.below_order,
    )
)
register(
    RecordType(
        models.OrderChange,
        code="CLM",
        scope=DIRECT,
        slug="order-changes",
        fields=("order", "kind", "on_day", "amount", "reason", "document"),
        columns=("kind", "on_day", "amount", "status"),
        filters=("kind", "status", "on_day"),
        masked=("kind", "on_day", "amount", "status"),
        workflow=workflow.FACT,
        parent="order",
    )
)
register(
    RecordType(
        models.ExecutionStep,
        code="CLM",
        scope=DIRECT,
        slug="execution-steps",
        fields=("order", "kind", "on_day", "document", "outcome"),
        columns=("kind", "on_day", "document", "outcome"),
        filters=("kind", "on_day"),
        masked=("kind", "on_day"),
        parent="order",
    )
)
register(
    RecordType(
        models.Receipt,
        code="CLM",
        scope=DIRECT,
        slug="receipts",
        fields=("order", "received_on", "amount", "source", "document"),
        columns=("received_on", "amount", "source", "status"),
        filters=("source", "status", "received_on"),
        masked=("received_on", "amount", "source", "status"),
        workflow=workflow.RECEIPT,
        parent="order",
    )
)
