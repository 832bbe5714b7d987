"""Record types of intake."""

from actip.records.catalogue import RecordType, register
from actip.records.scopes import ROOT, WRITERS
from cases import models, room, workflow
from cases.lookalikes import same_reporter, similar_reports

REPORTS = register(
    RecordType(
        models.Report,
        code="RPT",
        slug="reports",
        scope=ROOT,
        fields=(
            "received_at",
            "channel",
            "province",
            "district",
            "exploitation",
            "danger",
            "people_count",
            "summary",
            "children_count",
            "language",
            "interpreter_needed",
            "relation",
            "is_anonymous",
            "is_online",
            "country",
            "latitude",
            "longitude",
            "external_id",
        ),
        columns=("received_at", "channel", "province", "exploitation", "danger", "people_count", "status"),
        filters=("status", "channel", "province", "exploitation", "danger", "is_online", "received_at"),
        asked=("province", "district"),
        told=("triaged_by", "triaged_at", "acknowledged_at"),
        workflow=workflow.REPORT,
        lookalikes=similar_reports,
        children=("reporters", "cases", "people"),
        room=room.below_report,
    )
)
register(
    RecordType(
        models.Reporter,
        code="RPT",
        slug="reporters",
        fields=("report", "full_name", "phone", "contact", "may_be_contacted"),
        columns=("report", "may_be_contacted"),
        parent="report",
        scope=WRITERS,
        tier=3,
        lookalikes=same_reporter,
    )
)
