"""Which move leads where for care plans and work."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow

CARE_PLAN = Workflow(
    initial="drafted",
    moves=(
        Move("agree", _("Agree with the person"), ("drafted",), "agreed", needs=("agreed_on",), may=("review_on",)),
        Move(
            "close",
            _("Close the plan"),
            ("drafted", "agreed"),
            "closed",
            needs=("closed_on", "outcome"),
            is_work=False,
        ),
    ),
)

JOB = Workflow(
    initial="offered",
    moves=(
        Move(
            "consent",
            _("Record the person's consent"),
            ("offered",),
            "consented",
            needs=("told_not_a_condition", "consented_on", "consent_form"),
        ),
        Move("refuse", _("The person does not want it"), ("offered", "consented"), "refused", is_work=False),
        Move("begin", _("Begin work"), ("consented",), "working", needs=("started_on", "wage", "wage_per")),
        Move("end", _("End work"), ("working",), "ended", needs=("ended_on", "end_reason"), is_work=False),
    ),
)
