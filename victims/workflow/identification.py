"""Which move leads where for identification decisions."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actip.records import clocks
from actip.records.workflow import Move, Workflow

OPEN = ("pending", "under_protection")
FINDINGS = (
    "act_found",
    "means_found",
    "purpose_found",
    "own_words",
    "dissent",
    "other_present",
    "police_present",
    "msdhs_present",
)


def team_is_complete(decision, by):
    """Police, the social ministry, and one of labour, health, prosecutor or NGO took part (section 3.3 of the process)."""
    if not (decision.police_present and decision.msdhs_present and decision.other_present):
        raise ValidationError(
            _now("The team is not complete: police, the social ministry and one more member must take part.")
        )


def start_protection_clock(decision, by):
    """Temporary protection lasts 24 hours (s.29)."""
    clocks.start(decision, "DL-01", decision.protection_started_at)


def start_court_clock(decision, by):
    """With leave of the court protection lasts 7 days at most (s.29); the 24 hours end."""
    clocks.stop(decision, "DL-01", at=decision.court_leave_at)
    clocks.start(decision, "DL-02", decision.court_leave_at)


def stop_protection_clocks(decision, by):
    """A decision ends temporary protection."""
    clocks.stop(decision, "DL-01", "DL-02", at=timezone.now())


def _decide(name, label, target, guard=team_is_complete):
    return Move(
        name, label, OPEN, target, needs=("decided_on", "reasons"), may=FINDINGS, stamp="decided", guard=guard,
        effect=stop_protection_clocks,
    )  # fmt: skip


IDENTIFICATION = Workflow(
    initial="pending",
    moves=(
        Move(
            "protect",
            _("Begin temporary protection"),
            ("pending",),
            "under_protection",
            needs=("protection_started_at",),
            effect=start_protection_clock,
        ),
        Move(
            "extend",
            _("Extend with leave of the court"),
            ("under_protection",),
            "under_protection",
            needs=("court_leave_at",),
            effect=start_court_clock,
        ),
        _decide("decide_victim", _("Decide: victim of trafficking"), "decided_victim_tip"),
        _decide("decide_forced_labour", _("Decide: victim of forced labour"), "decided_victim_forced_labour"),
        _decide("decide_not_victim", _("Decide: not a victim"), "decided_not_victim"),
        _decide("close_undetermined", _("Close without finding"), "undetermined", guard=None),
    ),
)
