"""Record types of charges."""

from actip.records.catalogue import RecordType, register
from cases import models, workflow

register(
    RecordType(
        models.CaseCharge,
        code="CHG",
        slug="case-charges",
        fields=("case", "suspect", "provision", "offence_on"),
        columns=("suspect", "provision", "offence_on", "status"),
        filters=("provision", "status", "offence_on"),
        workflow=workflow.CHARGE,
        parent="case",
    )
)
