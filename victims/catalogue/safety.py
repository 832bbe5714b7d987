"""Record type of dangers to a person: written by those who keep her record, read by everybody who reads it."""

from actip.records.catalogue import RecordType, register
from victims import models, workflow

register(
    RecordType(
        models.SafetyNote,
        code="VPR",
        slug="safety-notes",
        fields=("person", "noted_on", "kind", "relation", "advice", "who", "account", "review_on"),
        columns=("person", "noted_on", "kind", "relation", "review_on", "status"),
        filters=("kind", "status", "noted_on"),
        parent="person",
        workflow=workflow.SAFETY,
    )
)
