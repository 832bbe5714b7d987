"""Record types of people."""

from actip.records.catalogue import RecordType, register
from cases.lookalikes import same_identity
from victims import models

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
