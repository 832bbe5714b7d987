"""Record types of the way home: returns, reintegration, visits, earlier matters."""

from actip.records.catalogue import RecordType, register
from victims import models, workflow
from victims.scopes import BOTH
from victims.workflow.returning import visit_made

register(
    RecordType(
        models.Return,
        code="RET",
        slug="returns",
        desk=6,
        fields=("person", "direction", "requested_on", "wished_by_her", "country", "province"),
        asked=("country", "province"),  # not the province in which she was exploited
        columns=("person", "direction", "status", "requested_on", "scheduled_for", "returned_on"),
        filters=("status", "direction", "country", "returned_on"),
        parent="person",
        workflow=workflow.RETURN,
    )
)
register(
    RecordType(
        models.Reintegration,
        code="RET",
        slug="reintegrations",
        fields=("person", "planned_on", "country", "province", "help"),
        asked=("country", "province"),  # as above
        columns=("person", "status", "country", "province", "started_on", "closed_on", "outcome"),
        filters=("status", "outcome", "province"),
        parent="person",
        workflow=workflow.REINTEGRATION,
        children=("follow-ups",),
    )
)
register(
    RecordType(
        models.FollowUp,
        code="RET",
        slug="follow-ups",
        fields=(
            "reintegration",
            "visited_on",
            "way",
            "safety",
            "family",
            "work_or_school",
            "health",
            "money",
            "legal",
            "needs_help",
        ),
        columns=("reintegration", "visited_on", "way", "safety", "needs_help"),
        filters=("way", "needs_help", "visited_on"),
        parent="reintegration",
        on_create=visit_made,
    )
)
register(
    RecordType(
        models.EarlierMatter,
        code="RET",
        slug="earlier-matters",
        fields=("person", "earlier", "found_on", "basis"),
        columns=("person", "earlier", "found_on", "basis"),
        filters=("basis", "found_on"),
        parent="person",
        scope=BOTH,
    )
)
