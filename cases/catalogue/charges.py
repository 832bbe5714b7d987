"""Record types of charges."""

from actip.records.catalogue import RecordType, register
from cases import models, workflow
from cases.workflow.custody import ceiling_follows

register(
    RecordType(
        models.CaseCharge,
        code="CHG",
        slug="case-charges",
        fields=(
            "case",
            "suspect",
            "provision",
            "offence_on",
            "role",
            "counts",
            "victims_count",
            "permission_number",
            "permission_on",
            "permission_document",
        ),
        columns=("suspect", "provision", "offence_on", "role", "status"),
        filters=("provision", "role", "status", "offence_on", "decided_on"),
        workflow=workflow.CHARGE,
        parent="case",
        on_create=ceiling_follows,
        on_change=ceiling_follows,
    )
)
