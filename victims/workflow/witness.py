"""Which move leads where for witness protection; every move is the Witness Protection Office's."""

from django.utils.translation import gettext_lazy as _

from actip.records import clocks
from actip.records.workflow import Move, Workflow
from actip.thai.times import done_on, start_of

LIMIT = "DL-18"


def start_limit(programme, by):
    """Living costs of special measures end after a year (to be confirmed: the rule is loaded switched off)."""
    if programme.kind == "special":
        clocks.start(programme, LIMIT, start_of(programme.starts_on))


def end_limit(programme, by):
    """The programme is over."""
    clocks.stop(programme, LIMIT, at=done_on(programme.ended_on))


WITNESS = Workflow(
    initial="requested",
    moves=(
        Move("assess", _("Assess the threat"), ("requested",), "assessed", needs=("assessed_on",)),
        Move("approve", _("Approve"), ("assessed",), "approved", needs=("decided_on",), may=("measures",)),
        Move("refuse", _("Refuse"), ("requested", "assessed"), "refused", needs=("decided_on", "refusal"), is_work=False),
        Move("start", _("Start the programme"), ("approved",), "running", needs=("starts_on", "runs_until"), effect=start_limit),
        Move("extend", _("Extend"), ("running", "extended"), "extended", needs=("runs_until",), is_work=False),
        Move("end", _("End the programme"), ("approved", "running", "extended"), "ended", needs=("ended_on", "ending"),
             effect=end_limit, is_work=False),
    ),
)  # fmt: skip
