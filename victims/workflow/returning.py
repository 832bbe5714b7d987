"""Which move leads where for return and reintegration; visits at 3, 6 and 12 months run as clocks."""

from django.utils.translation import gettext_lazy as _

from actip.records import clocks
from actip.records.workflow import Move, Workflow
from actip.thai.times import done_on, start_of

UNDER_WAY = ("requested", "family_tracing", "assessed", "consented", "documents", "scheduled")
VISITS = ("FU-03", "FU-06", "FU-12")


def start_visits(reintegration, by):
    """Visits are due 3, 6 and 12 months after it began: dated rules."""
    for code in VISITS:
        clocks.start(reintegration, code, start_of(reintegration.started_on))


def end_visits(reintegration, by):
    """Closed: nobody waits for a visit any more."""
    clocks.stop(reintegration, *VISITS, at=done_on(reintegration.closed_on))


def visit_made(follow_up, by):
    """A visit ends the visit clock that is due first; one where nobody was found ends none."""
    if follow_up.way == "not_found":
        return
    running = clocks.Clock.objects.filter(
        record_id=follow_up.reintegration_id, rule__code__in=VISITS, ended_at__isnull=True
    )
    first = running.select_related("rule").order_by("due_at").first()
    if first:
        clocks.stop(follow_up.reintegration, first.rule.code, at=done_on(follow_up.visited_on))


RETURN = Workflow(
    initial="requested",
    moves=(
        Move("trace", _("Trace the family"), ("requested",), "family_tracing", needs=("traced_on",)),
        Move(
            "assess",
            _("Assess safety"),
            ("requested", "family_tracing"),
            "assessed",
            needs=("assessed_on", "is_safe"),
            may=("family_found",),
        ),
        Move(
            "consent",
            _("Record the person's consent"),
            ("assessed",),
            "consented",
            needs=("consented_on", "consent_form"),
        ),
        Move("prepare", _("Prepare documents"), ("consented",), "documents", may=("papers",)),
        Move(
            "schedule", _("Schedule the return"), ("documents",), "scheduled", needs=("scheduled_for",), may=("papers",)
        ),
        Move("return", _("Record the return"), ("scheduled",), "returned", needs=("returned_on", "received_by")),
        Move(
            "follow_up",
            _("Record the first contact"),
            ("returned",),
            "followed_up",
            needs=("followed_up_on",),
            completes=True,
        ),
        Move("cancel", _("Cancel the return"), UNDER_WAY, "cancelled", needs=("cancel_reason",), is_work=False),
    ),
)

REINTEGRATION = Workflow(
    initial="planned",
    moves=(
        Move("begin", _("Begin"), ("planned",), "active", needs=("started_on",), effect=start_visits),
        Move("follow", _("Go over to follow-up"), ("active",), "follow_up"),
        Move(
            "close",
            _("Close"),
            ("planned", "active", "follow_up"),
            "closed",
            needs=("closed_on", "outcome"),
            may=("started_on",),
            effect=end_visits,
            is_work=False,
        ),
    ),
)
