"""Record types of people."""

from actip.records.catalogue import RecordType, register
from actip.records.scopes import ROOT
from victims import models, room, workflow
from victims.effects import ask_for_merge
from victims.matching.known import same_person

register(
    RecordType(
        models.Person,
        code="VPR",
        slug="people",
        scope=ROOT,
        fields=(
            "case",
            "report",
            "first_contact_on",
            "sex",
            "age_band",
            "age_basis",
            "nationality",
            "exploitation",
            "province",
            "language",
            "interpreter_needed",
            "corrected_age_band",
            "corrected_age_basis",
        ),
        columns=("first_contact_on", "sex", "age_band", "nationality", "exploitation", "status"),
        filters=("status", "sex", "age_band", "nationality", "exploitation", "province", "first_contact_on"),
        masked=("sex", "age_band", "nationality", "status"),
        children=(
            "identities",
            "safety-notes",
            "screenings",
            "identification-decisions",
            "consents",
            "rights-notices",
            "placements",
            "needs-assessments",
            "care-plans",
            "health-notes",
            "child-files",
            "incidents",
            "jobs",
            "savings",
            "product-sales",
            "returns",
            "reintegrations",
            "earlier-matters",
            "witness-programmes",
            "fund-payments",
            "claims",
            "state-applications",
            "witness-costs",
            "income-entries",
            "merges",
            "same-person-links",
        ),
        room=room.below_person,
    )
)
register(
    RecordType(
        models.VictimIdentity,
        code="VID",
        slug="identities",
        fields=(
            "person",
            "full_name",
            "title",
            "given_name",
            "family_name",
            "has_family_name",
            "nickname",
            "other_names",
            "birth_date",
            "document_kind",
            "document",
            "phone",
            "address",
        ),
        columns=("person", "document_kind", "updated_at"),
        parent="person",
        lookalikes=same_person,
    )
)
register(
    RecordType(
        models.PersonMerge,
        code="VPR",
        slug="merges",
        fields=("person", "merged", "evidence", "reasons"),
        columns=("person", "merged", "evidence", "status"),
        filters=("status", "evidence"),
        workflow=workflow.MERGE,
        changeable=("requested",),
        parent="person",
        before_create=ask_for_merge,
    )
)
register(
    RecordType(
        models.MatchRequest,
        code="VPR",
        slug="match-requests",
        fields=("person", "evidence", "purpose"),
        columns=("person", "asked_on", "asking_agency", "evidence", "status"),
        filters=("status", "asked_on"),
        workflow=workflow.MATCH_REQUEST,
        changeable=("open",),
        parent="person",
    )
)
