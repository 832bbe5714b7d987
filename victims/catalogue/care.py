"""Record types of care: needs, plans, services, incidents; health notes; child files."""

from actip.records.catalogue import RecordType, register
from cases.scopes import DISCREET
from victims import models, workflow
from victims.scopes import HEALTH

register(
    RecordType(
        models.NeedsAssessment,
        code="WEL",
        slug="needs-assessments",
        fields=("person", "assessed_on", "urgency", "areas", "special_needs", "findings", "wishes", "next_on"),
        columns=("person", "assessed_on", "urgency", "areas", "next_on"),
        filters=("urgency", "assessed_on"),
        parent="person",
    )
)
register(
    RecordType(
        models.CarePlan,
        code="WEL",
        slug="care-plans",
        desk=5,
        fields=("person", "opened_on", "review_on", "goals"),
        columns=("person", "opened_on", "status", "review_on", "closed_on"),
        filters=("status", "review_on"),
        parent="person",
        workflow=workflow.CARE_PLAN,
        children=("services",),
    )
)
register(
    RecordType(
        models.Service,
        code="WEL",
        slug="services",
        fields=("plan", "kind", "planned_on", "delivered_on", "delivered_by", "hours", "note"),
        columns=("plan", "kind", "planned_on", "delivered_on", "delivered_by", "hours"),
        filters=("kind", "planned_on", "delivered_on"),
        parent="plan",
    )
)
register(
    RecordType(
        models.Incident,
        code="WEL",
        slug="incidents",
        fields=("person", "happened_at", "kind", "is_serious", "told", "account", "done"),
        columns=("person", "happened_at", "kind", "is_serious"),
        filters=("kind", "is_serious", "happened_at"),
        parent="person",
    )
)
register(
    RecordType(
        models.HealthNote,
        code="MED",
        slug="health-notes",
        fields=("person", "noted_on", "kind", "text", "is_attached", "attached_on"),
        columns=("person", "noted_on", "kind", "is_attached"),
        filters=("kind", "is_attached", "noted_on"),
        parent="person",
        scope=HEALTH,
    )
)
register(
    RecordType(
        models.ChildFile,
        code="CHD",
        slug="child-files",
        fields=(
            "person",
            "best_interest_on",
            "best_interest",
            "guardian_kind",
            "guardian",
            "in_school",
            "school",
            "risk",
            "risk_on",
            "risk_note",
        ),
        columns=("person", "age_band", "guardian_kind", "risk", "risk_on"),
        filters=("risk", "guardian_kind"),
        masked=("person", "age_band"),
        scope=DISCREET,
        parent="person",
    )
)
