"""Which move leads where for consents."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actip.records import actions
from actip.records.workflow import Move, Workflow


def is_still_in_force(consent, by):
    """A consent that has run out opens nothing."""
    if consent.until < timezone.localdate():
        raise ValidationError(_now("This consent has run out. Ask the person again."))


def open_to_recipient(consent, by):
    """The recipient reaches the person as long as the consent holds; the database ends it."""
    actions.assign(consent.matter, by=by, agency=consent.recipient, basis="consent", rests_on=consent.pk)


CONSENT = Workflow(
    initial="given",
    moves=(
        Move(
            "share",
            _("Open to the recipient"),
            ("given",),
            "shared",
            guard=is_still_in_force,
            effect=open_to_recipient,
        ),
        Move(
            "withdraw",
            _("Record a withdrawal"),
            ("given", "shared"),
            "withdrawn",
            needs=("withdrawn_on", "withdrawal_reason"),
            is_work=False,
        ),
    ),
)
