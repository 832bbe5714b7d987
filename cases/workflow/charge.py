"""Which move leads where for charges."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow
from cases.workflow.custody import ceiling_follows, end_remands


def _outcome(name, label, target):
    """Not for the inquiry to record."""
    return Move(name, label, ("indicted",), target, needs=("decided_on",), office="prosecutor", is_work=False)


CHARGE = Workflow(
    initial="proposed",
    moves=(
        Move("approve", _("Approve"), ("proposed",), "approved", verb="approve"),
        Move("lay", _("Lay the charge"), ("proposed", "approved"), "laid", needs=("laid_on",)),
        Move(
            "indict",
            _("Indict on this charge"),
            ("laid",),
            "indicted",
            needs=("indicted_on",),
            office="prosecutor",
            effect=end_remands,
            is_work=False,
        ),
        _outcome("convict", _("Record a conviction"), "convicted"),
        _outcome("acquit", _("Record an acquittal"), "acquitted"),
        _outcome("dismiss", _("Record a dismissal"), "dismissed"),
        _outcome("withdraw", _("Withdraw the charge"), "withdrawn"),
        Move(
            "drop",
            _("Drop the charge"),
            ("proposed", "approved", "laid"),
            "dropped",
            needs=("drop_reason",),
            effect=ceiling_follows,
            is_work=False,
        ),
    ),
)
