"""Which move leads where for placements."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow


def release_shelter(placement, by):
    """When the stay is over, or declined, the shelter's access to the person ends."""
    from victims.effects import end_shelter_access

    end_shelter_access(placement, by)


PLACEMENT = Workflow(
    initial="offered",
    moves=(
        Move("accept", _("Accept"), ("offered",), "accepted"),
        Move("decline", _("Decline"), ("offered",), "declined", needs=("decline_reason",), effect=release_shelter),
        Move("place", _("Place"), ("accepted",), "placed", needs=("placed_on",)),
        Move(
            "move_on",
            _("Record a move elsewhere"),
            ("placed",),
            "moved",
            needs=("left_on", "left_reason"),
            effect=release_shelter,
            is_work=False,
        ),
        Move(
            "leave",
            _("Record leaving"),
            ("placed",),
            "left",
            needs=("left_on", "left_reason"),
            effect=release_shelter,
            is_work=False,
        ),
    ),
)
