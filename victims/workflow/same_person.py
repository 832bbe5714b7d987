"""Which move leads where for links of suspect and victim: looked at by whoever watches over section 41."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow

SAME_PERSON = Workflow(
    initial="found",
    moves=(
        Move("confirm", _("It is the same person"), ("found",), "confirmed", may=("note",)),
        Move(
            "reject", _("It is not the same person"), ("found", "confirmed"), "rejected", needs=("note",), is_work=False
        ),
        Move("look_again", _("Look at it again"), ("rejected",), "found", is_work=False),
    ),
)
