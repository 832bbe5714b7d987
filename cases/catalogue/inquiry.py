"""Record types of an inquiry."""

from actip.records.catalogue import RecordType, register
from cases import models, workflow
from cases.effects import link_report
from cases.lookalikes import same_identity

register(
    RecordType(
        models.Case,
        code="HDR",
        slug="cases",
        fields=(
            "report",
            "opened_on",
            "investigator",
            "exploitation",
            "province",
            "is_online",
            "is_special_case",
            "facts",
        ),
        columns=("opened_on", "investigator", "exploitation", "province", "status"),
        filters=("status", "investigator", "exploitation", "province", "opened_on"),
        workflow=workflow.CASE,
        children=("suspects", "case-charges", "people"),
        on_create=link_report,
    )
)
register(
    RecordType(
        models.Suspect,
        code="SUS",
        slug="suspects",
        fields=("case", "kind", "nationality", "sex", "age_band", "arrested_on", "arrest_province"),
        columns=("kind", "nationality", "sex", "age_band", "arrested_on"),
        filters=("nationality", "sex", "kind", "arrested_on"),
        masked=("case", "kind", "nationality", "age_band"),
        parent="case",
        children=("suspect-identities", "case-charges"),
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
