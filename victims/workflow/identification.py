"""Which move leads where for identification decisions."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actip.records import clocks
from actip.records.models import Clock
from actip.records.workflow import Move, Workflow
from actip.thai.times import done_on, start_of
from victims.models import TeamRule

OPEN = ("pending", "under_protection", "pre_identification", "under_reflection")
INTERVIEW = ("interviewer_sex", "wished_sex", "child_trained", "interpreter")
# What every decision states (section 3.3 of the process); means are not needed under 18.
FINDINGS = ("act_found", "purpose_found", "own_words")
MORE = (
    "means_found",
    "dissenting",
    "dissent",
    "other_present",
    "police_present",
    "msdhs_present",
    "interview_on",
    *INTERVIEW,
)
CLOCKS = ("DL-01", "DL-02", "DL-03", "DL-04")
# In force, it says that the days before the interview count within the reflection period; to be confirmed.
STAY_COUNTS = "DL-04-STAY"


def team_is_complete(decision, by):
    """The members that the rule of the province asks for took part (section 3.3 of the process; TeamRule)."""
    on = decision.decided_on or timezone.localdate()
    rule = TeamRule.in_force(decision.province, on)
    if rule is None:
        raise ValidationError(_now("No rule says who must take part in this province on that day. Ask the ministry."))
    if missing := rule.missing(decision.present):
        raise ValidationError(_now("The team is not complete. Missing: %s.") % "; ".join(missing))


def interviewer_of_child(decision, by):
    """Of the interview of a child it is said whether the interviewer is trained for it (hard rules on children)."""
    if decision.person.is_child and decision.child_trained is None:
        raise ValidationError(
            {"child_trained": _now("This is a child: say whether the interviewer is trained for children.")}
        )


def start_protection_clock(decision, by):
    """Temporary protection lasts 24 hours (s.29)."""
    clocks.start(decision, "DL-01", decision.protection_started_at)


def start_court_clock(decision, by):
    """With leave of the court protection lasts 7 days at most (s.29), however often leave is given; the 24 hours end."""
    clocks.stop(decision, "DL-01", at=decision.court_leave_at)
    if not Clock.objects.filter(record_id=decision.pk, rule__code="DL-02", ended_at=None).exists():
        clocks.start(decision, "DL-02", decision.court_leave_at)


def end_protection(decision, by):
    """Released before any decision: what protection lasted for is over, the identification goes on."""
    clocks.stop(decision, "DL-01", "DL-02", at=decision.protection_ended_at)


def start_stay_clock(decision, by):
    """The interview is held within 15 days of entering the shelter (referral mechanism)."""
    clocks.stop(decision, "DL-01", "DL-02", at=decision.stay_began_at)
    clocks.start(decision, "DL-03", decision.stay_began_at)


def stop_stay_clock(decision, by):
    """The interview was held."""
    clocks.stop(decision, "DL-03", at=done_on(decision.interview_on))


def start_reflection_clock(decision, by):
    """45 days from the offer; from entering the shelter instead while a rule in force counts those days in."""
    offered = decision.reflection_offered_at
    clocks.stop(decision, *CLOCKS[:3], at=offered)
    counts = decision.stay_began_at and clocks.rule_in_force(STAY_COUNTS, timezone.localtime(offered).date())
    clocks.start(decision, "DL-04", decision.stay_began_at if counts else offered)


def end_reflection(decision, by):
    """The period is over, and what else ran until then."""
    clocks.stop(decision, *CLOCKS, at=done_on(decision.reflection_ended_on))


def stop_clocks(decision, by):
    """A decision ends what ran until its day, whenever it is recorded, and what an earlier one that it replaces still owed."""
    clocks.stop(decision, *CLOCKS, at=done_on(decision.decided_on))
    if decision.supersedes:
        clocks.stop(decision.supersedes, "DL-05", at=done_on(decision.decided_on))


def stop_clocks_and_owe_notice(decision, by):
    """A victim is told of the right to compensation and legal aid at the first opportunity (s.34): a task at once."""
    stop_clocks(decision, by)
    clocks.start(decision, "DL-05", start_of(decision.decided_on))


def _decide(name, label, target, guard=team_is_complete, effect=stop_clocks, needs=(), may=()):
    return Move(
        name, label, OPEN, target, needs=("decided_on", "reasons", *needs), may=(*MORE, *may), stamp="decided",
        guard=guard, effect=effect,
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
        Move(
            "release",
            _("Release from temporary protection"),
            ("under_protection",),
            "pending",
            needs=("protection_ended_at",),
            effect=end_protection,
            is_work=False,
        ),
        Move(
            "enter_stay",
            _("Enter the stay before the interview"),
            ("pending", "under_protection"),
            "pre_identification",
            needs=("stay_began_at",),
            effect=start_stay_clock,
        ),
        Move(
            "hold_interview",
            _("Record the interview"),
            ("pre_identification",),
            "pending",
            needs=("interview_on", *INTERVIEW[:2]),
            may=INTERVIEW[2:],
            guard=interviewer_of_child,
            effect=stop_stay_clock,
        ),
        Move(
            "offer_reflection",
            _("Begin the reflection period"),
            ("pending", "under_protection", "pre_identification"),
            "under_reflection",
            needs=("reflection_offered_at",),
            effect=start_reflection_clock,
        ),
        Move(
            "end_reflection",
            _("End the reflection period"),
            ("under_reflection",),
            "pending",
            needs=("reflection_ended_on", "reflection_end"),
            effect=end_reflection,
        ),
        _decide(
            "decide_victim",
            _("Decide: victim of trafficking"),
            "decided_victim_tip",
            effect=stop_clocks_and_owe_notice,
            needs=FINDINGS,
        ),
        _decide(
            "decide_forced_labour",
            _("Decide: victim of forced labour"),
            "decided_victim_forced_labour",
            effect=stop_clocks_and_owe_notice,
            needs=FINDINGS,
        ),
        _decide("decide_not_victim", _("Decide: not a victim"), "decided_not_victim", needs=(*FINDINGS, "referral")),
        _decide(
            "close_undetermined", _("Close without finding"), "undetermined", guard=None, may=(*FINDINGS, "referral")
        ),
    ),
)
