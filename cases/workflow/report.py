"""Which move leads where for reports."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actip.records import actions
from actip.records.workflow import Move, Workflow


def has_a_lead_elsewhere(report, by):
    """A report goes to another agency, not back to one's own."""
    if report.referred_to_id == by.agency_id:
        raise ValidationError({"referred_to": _now("Choose another agency: this one has it already.")})


def offer_to_agency(report, by):
    """The agency is offered the report; responsibility stays until it accepts."""
    actions.assign(report.matter, by=by, agency=report.referred_to, basis="referral")


REPORT = Workflow(
    initial="received",
    moves=(
        Move("triage", _("Triage"), ("received",), "triaged", may=("danger",)),
        Move(
            "refer",
            _("Refer"),
            ("received", "triaged", "referred"),
            "referred",
            needs=("referred_to",),
            guard=has_a_lead_elsewhere,
            effect=offer_to_agency,
        ),
        Move("link", _("Link to a case"), ("received", "triaged", "referred"), "linked"),
        Move(
            "close",
            _("Close without action"),
            ("received", "triaged", "referred"),
            "closed_no_action",
            needs=("close_reason",),
        ),
    ),
)
