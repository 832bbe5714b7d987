"""Which move leads where for the discipline of an official."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow

COMPLICITY = Workflow(
    initial="noted",
    moves=(
        Move("open_inquiry", _("Open the disciplinary inquiry"), ("noted",), "inquiry", needs=("inquiry_on",)),
        Move(
            "refer",
            _("Refer to the anti-corruption body"),
            ("noted", "inquiry"),
            "referred",
            needs=("referred_on",),
            is_work=False,
        ),
        Move(
            "discipline",
            _("Record the measure"),
            ("inquiry", "referred"),
            "disciplined",
            needs=("decided_on", "measure", "decision_number"),
        ),
        Move(
            "clear",
            _("Record that the official is cleared"),
            ("noted", "inquiry", "referred"),
            "cleared",
            needs=("decided_on", "decision_number"),
            is_work=False,
        ),
    ),
)
