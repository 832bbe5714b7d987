"""Which move leads where for screenings."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow

SCREENING = Workflow(
    initial="planned",
    moves=(
        Move(
            "record",
            _("Record the screening"),
            ("planned",),
            "done",
            needs=("screened_on", "form_code", "interviewer", "language", "place", "outcome"),
            may=("interpreter", "no_interpreter"),
            completes=True,
        ),
    ),
)
