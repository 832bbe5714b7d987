"""Which move leads where for safety notes."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow

SAFETY = Workflow(
    initial="standing",
    moves=(
        Move(
            "end",
            _("It no longer stands"),
            ("standing",),
            "ended",
            needs=("ended_on", "end_reason"),
            is_work=False,
        ),
    ),
)
