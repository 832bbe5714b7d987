"""Record types of the Fund."""

from actip.records.catalogue import RecordType, register
from actip.records.scopes import VAULT
from compensation import models, workflow
from compensation.effects import let_fund_in, place, prepare

register(
    RecordType(
        models.FundPayment,
        code="FPY",
        slug="fund-payments",
        desk=3,
        fields=("person", "kind", "amount", "purpose"),
        columns=("payee_code", "kind", "amount", "status", "requested_at", "approved_at", "paid_on", "residence"),
        filters=("status", "kind", "residence", "paid_on", "requested_at"),
        masked=("payee_code", "kind", "amount", "status", "paid_on", "residence"),
        payee=("payee_code", "amount", "status", "paid_on"),
        payable=("approved", "paid", "returned"),
        workflow=workflow.PAYMENT,
        parent="person",
        changeable=("requested",),
        children=("bank-accounts",),
        before_create=prepare,
        on_create=let_fund_in,
    )
)
register(
    RecordType(
        models.BankAccount,
        code="BNK",
        slug="bank-accounts",
        fields=("payment", "application", "bank", "account_number", "account_name", "is_active"),
        columns=("bank", "is_active", "entered_by", "entered_at"),
        parent="payment",
        instead="application",
        before_create=place,
        scope=VAULT,
    )
)
