"""Record types of state compensation, of witness-protection costs, and of income."""

from actip.records.catalogue import RecordType, register
from cases.scopes import DISCREET
from compensation import models, room, workflow
from compensation.state import prepare_application, start_the_year

register(
    RecordType(
        models.StateApplication,
        code="SPY",
        slug="state-applications",
        desk=1,
        fields=("person", "offence_group", "offence_on", "knew_on"),
        columns=("payee_code", "amount", "status", "applied_on", "decided_on", "paid_on"),
        filters=("status", "offence_group", "applied_on", "paid_on"),
        masked=("payee_code", "amount", "status", "paid_on"),
        payee=("payee_code", "amount", "status", "paid_on"),
        payable=("granted", "paid", "returned"),
        workflow=workflow.STATE,
        parent="person",
        changeable=("preparing", "applied"),
        children=("state-heads", "bank-accounts"),
        before_create=prepare_application,
        on_create=start_the_year,
        on_change=start_the_year,
        room=room.below_application,
    )
)
register(
    RecordType(
        models.StateHead,
        code="SPY",
        slug="state-heads",
        fields=("application", "head", "asked", "granted", "note"),
        columns=("head", "asked", "granted"),
        filters=("head",),
        masked=("head", "asked", "granted"),
        parent="application",
    )
)
register(
    RecordType(
        models.WitnessCost,
        code="WPR",
        slug="witness-costs",
        fields=("person", "programme", "kind", "head", "paid_on", "amount", "approval", "decision"),
        columns=("programme", "kind", "head", "paid_on", "amount", "status"),
        filters=("kind", "head", "status", "paid_on"),
        workflow=workflow.FACT,
        parent="person",
        scope=DISCREET,
    )
)
register(
    RecordType(
        models.IncomeEntry,
        code="WEL",
        slug="income-entries",
        fields=("person", "kind", "place", "on_day", "amount", "source", "consent", "explanation"),
        columns=("kind", "place", "on_day", "amount", "status"),
        filters=("kind", "place", "status", "on_day"),
        masked=("kind", "place", "on_day", "amount", "status"),
        workflow=workflow.FACT,
        parent="person",
    )
)
