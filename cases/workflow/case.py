"""Which move leads where for cases. What prosecutors decide is recorded in the prosecution, and the case follows it
(sql/prosecution.sql).
"""

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
        Move("suspend", _("Suspend"), ("inquiry",), "suspended"),
        Move("resume", _("Resume"), ("suspended",), "inquiry"),
        Move(
            "close",
            _("Close the case"),
            ("indicted", "non_prosecution", "suspended"),
            "closed",
            needs=("closed_on", "close_reason"),
            completes=True,
        ),
    ),
    goes_on={"opinion_sent": "prosecutions", "with_prosecutor": "prosecutions", "indicted": "court-cases"},
)
