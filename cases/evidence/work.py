"""Alarms about evidence in somebody's work: the custodian's own, and those of the whole agency for whoever watches over it."""

from django.utils.translation import gettext as _

from actip.access import matrix
from actip.access.decide import decide
from actip.records import shapes
from actip.records.pages import home
from cases.models import EvidenceAlarm

CODE = "EVI"
MOST = 20


@home.further
def alarms(user) -> list[dict]:
    """Unanswered alarms: all within reach for whoever reads agency-wide; else of what she holds, or nobody."""
    watches = "wide" in matrix.verbs(user.role, CODE)
    if not watches and not decide(user, CODE, "change"):
        return []
    found = EvidenceAlarm.objects.filter(status="raised").select_related("evidence", "matter").order_by("created_at")
    if not watches:
        found = found.filter(evidence__custodian__in=(user.pk,)) | found.filter(evidence__custodian=None)
    return [
        {
            "label": f"{alarm.get_kind_display()} · {shapes.title(alarm.evidence)}",
            "url": shapes.address(alarm.evidence),
            "hint": alarm.matter.number,
            "state": _("Stops submission to court"),
            "tone": "red",
        }
        for alarm in found[:MOST]
    ]
