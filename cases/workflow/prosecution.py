"""Which move leads where for prosecutions. What the case does with it is in sql/court.sql."""

from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow
from cases import court_clocks
from cases.workflow.case import every_suspect_has_a_charge
from cases.workflow.custody import end_remands


def charges_stand(prosecution, by):
    """Each suspect of the case has a charge, and at least one of them was laid."""
    every_suspect_has_a_charge(prosecution.case, by)
    if not prosecution.case.charges.filter(status="laid").exists():
        raise ValidationError(_now("Lay a charge first: an indictment carries the charges that were laid."))


def answer_inquiry(prosecution, by):
    """The file has left the prosecutor: the agency's target ends."""
    court_clocks.file_answered(prosecution, prosecution.further_inquiry_on)


def answer(prosecution, by):
    """A decision was made: the agency's target ends."""
    court_clocks.file_answered(prosecution, prosecution.decided_on)


def indicted(prosecution, by):
    """The charges that were laid go to the court (trigger), and remand for the inquiry ends."""
    answer(prosecution, by)
    remands_end(prosecution, by)


def remands_end(prosecution, by):
    """Remand for the inquiry ends with the indictment, the Attorney-General's too."""
    for charge in prosecution.case.charges.filter(status="indicted"):
        end_remands(charge, by)


def end_unprosecuted(prosecution, by):
    """Nothing more can come: the agency's target for the inquiry ends."""
    court_clocks.not_prosecuted(prosecution.case, prosecution.attorney_general_on or prosecution.reviewed_on)


_step = partial(Move, office="prosecutor")

PROSECUTION = Workflow(
    initial="received",
    moves=(
        _step(
            "order_further_inquiry",
            _("Order further inquiry"),
            ("received",),
            "further_inquiry_ordered",
            needs=("further_inquiry_on",),
            may=("inquiry_points",),
            effect=answer_inquiry,
        ),
        _step(
            "indict",
            _("Indict"),
            ("received",),
            "indicted",
            needs=("decided_on",),
            may=("decision_reason",),
            guard=charges_stand,
            effect=indicted,
        ),
        _step(
            "not_indict",
            _("Decide not to prosecute"),
            ("received",),
            "not_indicted",
            needs=("decided_on", "decision_reason"),
            effect=answer,
        ),
        _step(
            "suspend",
            _("Suspend"),
            ("received",),
            "suspended",
            needs=("decided_on", "decision_reason"),
            is_work=False,
            effect=answer,
        ),
        _step("resume", _("Resume"), ("suspended",), "received", is_work=False),
        _step(
            "agree",
            _("Review: agreed (rule to be confirmed)"),
            ("not_indicted",),
            "agreed",
            needs=("reviewer", "reviewed_on"),
            effect=end_unprosecuted,
        ),
        _step(
            "disagree",
            _("Review: disagreed (rule to be confirmed)"),
            ("not_indicted",),
            "disagreed",
            needs=("reviewer", "reviewed_on"),
        ),
        _step("send_up", _("Send to the Attorney-General"), ("disagreed",), "attorney_general", needs=("sent_up_on",)),
        _step(
            "uphold",
            _("Attorney-General: not to prosecute"),
            ("attorney_general",),
            "upheld",
            needs=("attorney_general_on",),
            effect=end_unprosecuted,
        ),
        _step(
            "overrule",
            _("Attorney-General: indict"),
            ("attorney_general",),
            "indicted",
            needs=("attorney_general_on",),
            guard=charges_stand,
            effect=remands_end,
        ),
    ),
)
