"""Which move leads where for evidence, its files, its hand-overs and alarms."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.workflow import Move, Workflow
from cases.evidence import custody
from cases.evidence.reading import is_whole

# A verb that no role is given: only the program itself makes the step.
PROGRAM = "verify"
GOING = ("ended_on", "end_reference")


def goes_to_court(evidence, by):
    """No file altered, no gap in custody, no alarm unanswered; every file is read once more."""
    custody.is_sound(evidence, by)
    is_whole(evidence)


def may_be_taken(transfer, by):
    """The taker is another officer, of the agency that the item was offered to."""
    custody.is_offered_to(transfer, by)


def may_be_withdrawn(transfer, by):
    """An offer is withdrawn by who made it."""
    custody.is_the_givers(transfer, by)


EVIDENCE = Workflow(
    initial="held",
    moves=(
        Move(
            "submit",
            _("Submit to court"),
            ("held",),
            "submitted_to_court",
            needs=("submitted_on", "court_receipt"),
            guard=goes_to_court,
            is_work=False,
        ),
        Move(
            "give_back",
            _("Return to its owner"),
            ("held", "submitted_to_court"),
            "returned",
            needs=GOING,
            is_work=False,
        ),
        Move(
            "destroy",
            _("Record its destruction"),
            ("held", "submitted_to_court"),
            "destroyed",
            needs=GOING,
            is_work=False,
        ),
        Move(
            "forfeit",
            _("Record its forfeiture"),
            ("held", "submitted_to_court"),
            "forfeited",
            needs=GOING,
            is_work=False,
        ),
    ),
)
FILE = Workflow(
    initial="sound",
    moves=(
        Move("find_altered", _("Found altered"), ("sound", "missing"), "altered", verb=PROGRAM),
        Move("find_missing", _("Found missing"), ("sound", "altered"), "missing", verb=PROGRAM),
        Move("find_sound", _("Found as it arrived"), ("altered", "missing"), "sound", verb=PROGRAM),
        Move("destroy", _("Destroy"), ("quarantined",), "destroyed", verb=PROGRAM),
    ),
)
TRANSFER = Workflow(
    initial="offered",
    moves=(
        Move(
            "take",
            pgettext_lazy("custody", "Take and sign"),
            ("offered",),
            "taken",
            may=("taken_condition",),
            stamp="taken",
            whose=may_be_taken,
            others=custody.offered_elsewhere,
            completes=True,
        ),
        Move(
            "refuse",
            pgettext_lazy("custody", "Refuse"),
            ("offered",),
            "refused",
            needs=("refuse_reason",),
            whose=may_be_taken,
            is_work=False,
        ),
        Move("withdraw", _("Withdraw the offer"), ("offered",), "withdrawn", whose=may_be_withdrawn, is_work=False),
    ),
)
ALARM = Workflow(
    initial="raised",
    moves=(
        Move(
            "answer", pgettext_lazy("alarm", "Answer"), ("raised",), "answered", needs=("answer",), stamp="answered",
            is_work=False,
        ),
    ),
)  # fmt: skip
