"""Record types of intake."""

from actip.records.catalogue import RecordType, register
from cases import models, workflow
from cases.lookalikes import similar_reports

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
