"""Record types of the protection side."""

from actip.records.catalogue import RecordType, register
from actip.records.scopes import AGENCY, STAY
from cases.lookalikes import same_identity
from victims import models, workflow
from victims.effects import let_shelter_in

register(
    RecordType(
        models.Person,
        code="VPR",
        slug="people",
        fields=(
            "case",
            "report",
            "first_contact_on",
            "sex",
            "age_band",
            "nationality",
            "exploitation",
            "province",
            "language",
            "interpreter_needed",
        ),
        columns=("first_contact_on", "sex", "age_band", "nationality", "exploitation", "status"),
        filters=("status", "sex", "age_band", "nationality", "exploitation", "province", "first_contact_on"),
        masked=("sex", "age_band", "nationality", "status"),
        children=("identities", "identification-decisions", "placements", "fund-payments"),
    )
)
register(
    RecordType(
        models.VictimIdentity,
        code="VID",
        slug="identities",
        fields=("person", "full_name", "other_names", "birth_date", "document_kind", "document", "phone", "address"),
        columns=("person", "document_kind", "updated_at"),
        parent="person",
        lookalikes=same_identity,
    )
)
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
register(
    RecordType(
        models.Shelter,
        code="PLC",
        slug="shelters",
        fields=("code", "agency", "kind", "province", "admits", "beds", "is_open"),
        columns=("code", "kind", "province", "admits", "beds", "is_open"),
        filters=("kind", "province", "admits", "is_open"),
        masked=("code", "kind", "province"),
        order="code",
        scope=AGENCY,
    )
)
register(
    RecordType(
        models.ShelterAddress,
        code="LOC",
        slug="shelter-addresses",
        fields=("shelter", "address", "phone", "directions"),
        columns=("shelter",),
        scope=STAY,
    )
)
register(
    RecordType(
        models.Placement,
        code="PLC",
        slug="placements",
        fields=("person", "kind", "shelter", "offered_on", "agreement", "moves_freely", "limit_reason", "review_on"),
        columns=("person", "kind", "shelter", "status", "offered_on", "placed_on", "left_on"),
        filters=("status", "kind", "shelter", "placed_on", "left_on"),
        masked=("person", "kind", "status", "placed_on", "left_on"),
        workflow=workflow.PLACEMENT,
        parent="person",
        on_create=let_shelter_in,
    )
)
