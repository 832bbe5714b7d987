"""Record types of screening and identification."""

from actip.records.catalogue import RecordType, register
from victims import models, workflow

register(
    RecordType(
        models.Screening,
        code="VPR",
        slug="screenings",
        desk=4,
        fields=(
            "person",
            "planned_on",
            "province",
            "form_code",
            "interviewer",
            "interpreter",
            "no_interpreter",
            "language",
            "place",
        ),
        columns=("person", "planned_on", "province", "status", "screened_on", "outcome"),
        filters=("status", "outcome", "province", "planned_on", "screened_on"),
        workflow=workflow.SCREENING,
        changeable=("planned",),
        parent="person",
    )
)
register(
    RecordType(
        models.IdentificationDecision,
        code="IDN",
        slug="identification-decisions",
        desk=1,
        fields=(
            "person",
            "opened_on",
            "province",
            "supersedes",
            "new_facts",
            "police_present",
            "msdhs_present",
            "other_present",
            "act_found",
            "means_found",
            "purpose_found",
            "reasons",
            "own_words",
            "dissenting",
            "dissent",
            "referral",
        ),
        columns=("person", "opened_on", "province", "status", "decided_on"),
        filters=("status", "province", "opened_on", "decided_on"),
        workflow=workflow.IDENTIFICATION,
        changeable=workflow.identification.OPEN,
        parent="person",
    )
)
