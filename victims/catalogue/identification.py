"""Record types of identification."""

from actip.records.catalogue import RecordType, register
from victims import models, workflow

register(
    RecordType(
        models.IdentificationDecision,
        code="IDN",
        slug="identification-decisions",
        fields=(
            "person",
            "opened_on",
            "province",
            "police_present",
            "msdhs_present",
            "other_present",
            "act_found",
            "means_found",
            "purpose_found",
            "reasons",
            "own_words",
            "dissent",
        ),
        columns=("person", "opened_on", "province", "status", "decided_on"),
        filters=("status", "province", "opened_on", "decided_on"),
        workflow=workflow.IDENTIFICATION,
        changeable=("pending", "under_protection"),
        parent="person",
    )
)
