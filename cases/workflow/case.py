"""Which move leads where for cases."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow


def has_a_suspect(case, by):
    """An opinion names at least one suspect."""
    if not case.suspects.exists():
        raise ValidationError(_now("Add a suspect first: an opinion is about somebody."))


def every_suspect_has_a_charge(case, by):
    """Nobody is indicted without a charge."""
    if case.suspects.filter(charges__isnull=True).exists():
        raise ValidationError(_now("Each suspect needs at least one charge before indictment."))


CASE = Workflow(
    initial="opened",
    moves=(
        Move("inquire", _("Begin the inquiry"), ("opened",), "inquiry"),
        Move(
            "send_opinion",
            _("Send the opinion"),
            ("inquiry", "further_inquiry"),
            "opinion_sent",
            needs=("opinion_on",),
            guard=has_a_suspect,
        ),
        Move(
            "receive",
            _("Receive at the prosecutor"),
            ("opinion_sent",),
            "with_prosecutor",
            needs=("received_by_prosecutor_on",),
        ),
        Move("order_further_inquiry", _("Order further inquiry"), ("with_prosecutor",), "further_inquiry"),
        Move(
            "indict",
            _("Indict"),
            ("with_prosecutor",),
            "indicted",
            needs=("decided_on",),
            guard=every_suspect_has_a_charge,
        ),
        Move(
            "not_prosecute",
            _("Decide not to prosecute"),
            ("with_prosecutor",),
            "non_prosecution",
            needs=("decided_on",),
        ),
        Move("suspend", _("Suspend"), ("inquiry", "with_prosecutor"), "suspended"),
        Move("resume", _("Resume"), ("suspended",), "inquiry"),
        Move(
            "close",
            _("Close the case"),
            ("indicted", "non_prosecution", "suspended"),
            "closed",
            needs=("closed_on", "close_reason"),
        ),
    ),
)
