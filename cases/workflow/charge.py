"""Which move leads where for charges."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow

CHARGE = Workflow(
    initial="proposed",
    moves=(
        Move("approve", _("Approve"), ("proposed",), "approved", verb="approve"),
        Move("lay", _("Lay the charge"), ("proposed", "approved"), "laid", needs=("laid_on",)),
        Move(
            "drop",
            _("Drop the charge"),
            ("proposed", "approved", "laid"),
            "dropped",
            needs=("drop_reason",),
            is_work=False,
        ),
    ),
)
