"""Record types of custody and of searches: what the inquiry does to people and places, each with its clock."""

from actip.records.catalogue import RecordType, register
from cases import models, workflow
from cases.workflow.custody import begin_remand, remand_corrected
from cases.workflow.search import begin_report, report_follows

register(
    RecordType(
        models.Remand,
        code="SUS",
        slug="remands",
        fields=("suspect", "number", "from_on", "to_on", "court", "order_number"),
        columns=("number", "from_on", "to_on", "court", "order_number"),
        filters=("from_on", "to_on"),
        parent="suspect",
        on_create=begin_remand,
        on_change=remand_corrected,
    )
)
register(
    RecordType(
        models.Search,
        code="SUS",
        slug="searches",
        fields=(
            "case",
            "searched_at",
            "kind",
            "province",
            "district",
            "has_warrant",
            "warrant_number",
            "grounds",
            "reason",
        ),
        columns=("searched_at", "kind", "province", "has_warrant", "status"),
        filters=("status", "has_warrant", "province", "searched_at"),
        workflow=workflow.SEARCH,
        parent="case",
        on_create=begin_report,
        on_change=report_follows,
    )
)
