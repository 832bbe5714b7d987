"""Record types of an inquiry."""

from actip.records.catalogue import RecordType, register
from actip.records.scopes import ROOT
from cases import models, room, workflow
from cases.effects import case_opened, take_over
from cases.lookalikes import same_identity

register(
    RecordType(
        models.Case,
        code="HDR",
        slug="cases",
        scope=ROOT,
        fields=(
            "report",
            "opened_on",
            "investigator",
            "exploitation",
            "exploitations",
            "sectors",
            "province",
            "is_online",
            "source_countries",
            "transit_countries",
            "destination_countries",
            "is_special_case",
            "special_number",
            "special_on",
            "facts",
        ),
        columns=("opened_on", "investigator", "exploitation", "province", "status"),
        filters=("status", "investigator", "exploitation", "province", "opened_on"),
        workflow=workflow.CASE,
        children=(
            "suspects",
            "case-charges",
            "case-places",
            "searches",
            "interviews",
            "prosecutions",
            "court-cases",
            "evidence",
            "assets",
            "official-complicity",
            "abuse-material",
            "people",
        ),
        before_create=take_over,
        on_create=case_opened,
        room=room.below_case,
    )
)
register(
    RecordType(
        models.CasePlace,
        code="HDR",
        slug="case-places",
        fields=(
            "case",
            "stage",
            "kind",
            "country",
            "province",
            "district",
            "latitude",
            "longitude",
            "precision",
            "from_on",
            "to_on",
        ),
        columns=("stage", "kind", "country", "province", "district", "from_on"),
        filters=("stage", "kind", "country", "province", "from_on"),
        parent="case",
    )
)
register(
    RecordType(
        models.Suspect,
        code="SUS",
        slug="suspects",
        fields=(
            "case",
            "kind",
            "nationality",
            "sex",
            "age_band",
            "arrested_on",
            "arrest_province",
        ),
        columns=("number_in_case", "kind", "nationality", "sex", "age_band", "arrested_on", "status"),
        filters=("nationality", "sex", "kind", "arrested_on", "status"),
        workflow=workflow.CUSTODY,
        masked=("case", "number_in_case", "kind", "nationality", "age_band"),
        parent="case",
        children=("suspect-identities", "case-charges", "remands", "same-person-links"),
    )
)
register(
    RecordType(
        models.SuspectIdentity,
        code="SUS",
        slug="suspect-identities",
        fields=("suspect", "full_name", "other_names", "document", "phone"),
        columns=("suspect", "updated_at"),
        parent="suspect",
        lookalikes=same_identity,
    )
)
