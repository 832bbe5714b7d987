"""Record types of the prosecution side."""

from actip.records.catalogue import RecordType, register
from cases import models, workflow
from cases.effects import link_report
from cases.lookalikes import same_identity, similar_reports

register(
    RecordType(
        models.Report,
        code="RPT",
        slug="reports",
        fields=(
            "received_at",
            "channel",
            "province",
            "exploitation",
            "danger",
            "people_count",
            "summary",
            "children_count",
            "language",
            "interpreter_needed",
            "relation",
            "is_anonymous",
            "external_id",
        ),
        columns=("received_at", "channel", "province", "exploitation", "danger", "people_count", "status"),
        filters=("status", "channel", "province", "exploitation", "danger", "received_at"),
        workflow=workflow.REPORT,
        lookalikes=similar_reports,
        children=("cases", "people"),
    )
)
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
