"""Which move leads where for merges of records and for questions about people."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actip.records import actions
from actip.records.workflow import Move, Workflow
from victims.models import Person


def both_records_are_open(merge, by):
    """Neither record is merged already, and whoever approves sees both."""
    found = Person.objects.filter(pk__in=(merge.person_id, merge.merged_id))
    if len(found) < 2:
        raise ValidationError(_now("Both records must be open to whoever approves."))
    if any(record.merged_into_id for record in found):
        raise ValidationError(_now("One of the two records is merged already."))


def let_asker_in(request, by):
    """The agency that asked reaches the person from now on."""
    actions.assign(request.matter, by=by, agency=request.asking_agency, basis="case_team")


def somebody_asked(request, by):
    """Only a question that another agency asked is answered."""
    if request.asking_agency_id is None or request.asking_agency_id == by.agency_id:
        raise ValidationError(_now("No other agency asked this."))


MERGE = Workflow(
    initial="requested",
    moves=(
        Move(
            "approve",
            _("Approve the merge"),
            ("requested",),
            "approved",
            stamp="approved",
            guard=both_records_are_open,
        ),
        Move("refuse", _("Refuse the merge"), ("requested",), "refused", needs=("refuse_reason",)),
        Move("undo", _("Undo the merge"), ("approved",), "undone", needs=("undo_reason",), is_work=False),
    ),
)

MATCH_REQUEST = Workflow(
    initial="open",
    moves=(
        Move(
            "answer",
            _("Give the asking agency access"),
            ("open",),
            "answered",
            stamp="answered",
            guard=somebody_asked,
            effect=let_asker_in,
            completes=True,
        ),
        Move("decline", _("Decline"), ("open",), "declined", needs=("decline_reason",)),
    ),
)
