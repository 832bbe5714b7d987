"""Which move leads where for court cases, hearings, judgments and appeals. Section 3.8 of the process in docs/workflows.md."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.workflow import Move, Workflow
from cases import court_effects
from cases.court_effects import DATES_OF_A_TRIAL


def is_a_charge(court_case, by):
    """Early testimony before a charge has neither evidence listing nor trial."""
    if court_case.kind != "charge":
        raise ValidationError(_now("This is early testimony: the charge gets a court file of its own."))


def is_early_testimony(court_case, by):
    """Only early testimony ends without a judgment."""
    if court_case.kind != "early_testimony":
        raise ValidationError(_now("A charge ends with a judgment."))


def judgment_is_recorded(court_case, by):
    """What is read is recorded first, for each charge and defendant, and confirmed."""
    if not court_case.judgments.filter(instance="first", status="in_force").exists():
        raise ValidationError(_now("Record and confirm the judgment on at least one charge first."))


def nobody_waits_for_an_appeal(court_case, by):
    """No appeal is undecided."""
    if court_case.appeals.filter(status="filed").exists():
        raise ValidationError(_now("An appeal is not decided yet: record its result first."))


def an_appeal_sent_it_back(court_case, by):
    """A higher court ordered it; what counts now is the trial that begins again."""
    if not court_case.appeals.filter(result="retrial").exists():
        raise ValidationError(_now("Record the appeal with its result first: a higher court orders a new trial."))
    for name in DATES_OF_A_TRIAL:
        setattr(court_case, name, None)


COURT_CASE = Workflow(
    initial="filed",
    moves=(
        Move("accept", _("Accepted by the court"), ("filed",), "accepted", needs=("accepted_on",)),
        Move(
            "refuse",
            _("Not accepted by the court"),
            ("filed",),
            "refused",
            needs=("refuse_reason",),
            is_work=False,
            effect=court_effects.refused,
        ),
        Move("hear_early", _("Take early testimony"), ("accepted",), "early_testimony", is_work=False),
        Move(
            "end_early",
            _("End early testimony"),
            ("early_testimony",),
            "final",
            needs=("final_on",),
            whose=is_early_testimony,
            effect=court_effects.ended,
        ),
        Move(
            "list_evidence",
            _("List the evidence"),
            ("accepted", "early_testimony"),
            "evidence_listing",
            needs=("evidence_listing_on",),
            whose=is_a_charge,
        ),
        Move("hear", _("Begin the hearings"), ("evidence_listing",), "hearing", guard=is_a_charge),
        Move(
            "read_judgment",
            _("Judgment read"),
            ("evidence_listing", "hearing"),
            "judgment",
            needs=("judgment_on", "red_number"),
            may=("is_trafficking", "question_answered_on"),
            guard=judgment_is_recorded,
            after="judgments",
            effect=court_effects.judgment_read,
        ),
        Move("appeal", _("Appealed"), ("judgment",), "appeal", is_work=False, effect=court_effects.appealed),
        Move(
            "read_appeal_judgment",
            _("Appeal judgment read"),
            ("appeal",),
            "appeal_judgment",
            needs=("appeal_judgment_on",),
            guard=nobody_waits_for_an_appeal,
            after="appeals",
            effect=court_effects.appeal_judgment_read,
        ),
        Move(
            "seek_leave",
            _("Leave of the Supreme Court sought"),
            ("appeal_judgment",),
            "leave_sought",
            needs=("leave_sought_on",),
            is_work=False,
            effect=court_effects.leave_sought,
        ),
        Move("grant_leave", _("Leave granted"), ("leave_sought",), "supreme", needs=("leave_decided_on",)),
        Move(
            "refuse_leave",
            _("Leave refused"),
            ("leave_sought",),
            "final",
            needs=("leave_decided_on", "final_on"),
            effect=court_effects.ended,
        ),
        Move(
            "read_supreme_judgment",
            _("Supreme Court judgment read"),
            ("supreme",),
            "final",
            needs=("supreme_judgment_on", "final_on"),
            guard=nobody_waits_for_an_appeal,
            effect=court_effects.ended,
            completes=True,
        ),
        Move(
            "make_final",
            _("Final: nobody appealed"),
            ("judgment", "appeal_judgment"),
            "final",
            needs=("final_on",),
            guard=nobody_waits_for_an_appeal,
            effect=court_effects.ended,
        ),
        Move(
            "order_retrial",
            _("New trial ordered by a higher court"),
            ("appeal", "appeal_judgment", "leave_sought", "supreme"),
            "hearing",
            needs=("retrial_on", "retrial_by", "retrial_reason"),
            derives=DATES_OF_A_TRIAL,
            guard=an_appeal_sent_it_back,
            is_work=False,
            effect=court_effects.begins_again,
        ),
    ),
    goes_on={"hearing": "hearings", "appeal": "appeals"},
)

HEARING = Workflow(
    initial="planned",
    moves=(
        Move("hold", _("Held"), ("planned",), "held", may=("measures", "absence"), completes=True),
        Move(
            "postpone",
            _("Postpone"),
            ("planned",),
            "postponed",
            needs=("postpone_reason",),
            may=("postpone_note", "postponed_to"),
            is_work=False,
            effect=court_effects.hearing_postponed,
        ),
        Move("cancel", _("Cancel: no longer needed"), ("planned",), "cancelled", is_work=False),
    ),
)

JUDGMENT = Workflow(
    initial="entered",
    moves=(Move("confirm", _("Confirm: it is entered as it was read"), ("entered",), "in_force", completes=True),),
)

APPEAL = Workflow(
    initial="filed",
    moves=(
        Move("decide", _("Appeal decided"), ("filed",), "decided", needs=("result", "decided_on"), completes=True),
        Move(
            "withdraw",
            pgettext_lazy("appeal", "Withdrawn"),
            ("filed",),
            "withdrawn",
            needs=("withdrawn_on",),
            is_work=False,
        ),
    ),
)
