"""Assignments as a record type: offered, accepted or declined, ended."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actip.access.decide import ANY_ROOT
from actip.access.models import Assignment
from actip.records import clocks
from actip.records.catalogue import RecordType, register
from actip.records.scopes import ASSIGNMENT
from actip.records.workflow import Move, Workflow

ANSWER = "HO-01"


def take_the_lead(assignment, by):
    """Accepting a referral takes responsibility over from whoever had it, and goes in place of an earlier hand-over or of help given
    before, so that one end ends it.
    """
    if assignment.until is None:
        same = Assignment.objects.filter(matter=assignment.matter, agency=assignment.agency, officer=assignment.officer)
        same = same.filter(basis__in=("referral", "case_team"), state="accepted", rests_on=None).exclude(
            pk=assignment.pk
        )
        same.update(state="ended", is_lead=False, reason=_now("Handed over to the same agency again."))
    for former in Assignment.objects.filter(matter=assignment.matter, is_lead=True).exclude(pk=assignment.pk):
        Assignment.objects.filter(pk=former.pk).update(is_lead=False)
    Assignment.objects.filter(pk=assignment.pk).update(is_lead=True)


def wait_for_an_answer(assignment, by):
    """A hand-over is answered within the agencies' target; the database ends the clock with the offer (sql/30_handover.sql)."""
    if assignment.state == "offered":
        clocks.start(assignment, ANSWER, assignment.starts_at)


def of_her_agency(rows, agency_id, asked):
    """Those of her own agency, or of the matter that is asked for: of all others nobody keeps an order that a list could follow."""
    return rows if "matter" in asked else rows.filter(agency_id=agency_id)


WORKFLOW = Workflow(
    field="state",
    initial="offered",
    moves=(
        Move("accept", _("Accept"), ("offered",), "accepted", verb="exist", effect=take_the_lead),
        Move("decline", _("Decline"), ("offered",), "declined", verb="exist", needs=("reason",)),
        Move("end", _("End"), ("accepted", "offered"), "ended", verb="exist", may=("reason",), is_work=False),
    ),
)

ASSIGNMENTS = register(
    RecordType(
        Assignment,
        code=ANY_ROOT,
        slug="assignments",
        fields=("matter", "agency", "officer", "basis", "until", "note"),
        columns=("matter", "agency", "officer", "basis", "state", "is_lead", "starts_at", "until"),
        filters=("state", "basis", "agency"),
        begins=of_her_agency,
        scope=ASSIGNMENT,
        workflow=WORKFLOW,
        on_create=wait_for_an_answer,
    )
)
