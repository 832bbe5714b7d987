"""Which move leads where for charges."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actip.access.decide import decide
from actip.accounts import person
from actip.records.workflow import Move, Workflow
from cases.workflow.custody import ceiling_follows, end_remands


def by_the_prosecution(charge, by):
    """Indictment, its withdrawal and outcomes are recorded by whoever keeps the prosecution record (trigger charge_outcome)."""
    acting = person.current()
    if not (acting and acting.is_system) and not decide(by, "PRC", "change"):
        raise ValidationError(_now("Only the prosecution records this step."))


def _outcome(name, label, target):
    return Move(name, label, ("indicted",), target, needs=("decided_on",), whose=by_the_prosecution, is_work=False)


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
            whose=by_the_prosecution,
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
