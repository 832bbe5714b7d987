"""Record types of the Fund."""

from actip.records.catalogue import RecordType, register
from compensation import models, workflow
from compensation.effects import let_fund_in, prepare

register(
    RecordType(
        models.FundPayment,
        code="FPY",
        slug="fund-payments",
        fields=("person", "kind", "amount", "purpose"),
        columns=("payee_code", "kind", "amount", "status", "requested_at", "approved_at", "paid_on", "residence"),
        filters=("status", "kind", "residence", "paid_on", "requested_at"),
        masked=("payee_code", "kind", "amount", "status", "paid_on", "residence"),
        payee=("payee_code", "amount", "status", "paid_on"),
        payable=("approved", "paid"),
        workflow=workflow.PAYMENT,
        parent="person",
        changeable=("requested",),
        before_create=prepare,
        on_create=let_fund_in,
    )
)
