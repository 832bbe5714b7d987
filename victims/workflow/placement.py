"""Which move leads where for placements."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow

BED = ("bed", "first_night", "last_night")
LIMITS = ("moves_freely", "limit_reason", "phones_freely", "phone_limit_reason", "review_on")


def release_shelter(placement, by):
    """When the stay is over, or declined, the shelter's access to the person ends, and nothing is left to review."""
    from victims.effects import end_review, end_shelter_access

    end_review(placement)
    end_shelter_access(placement, by)


def review_limits(placement, by):
    """A limit on coming and going or on the telephone runs to the date of its review."""
    from victims.effects import review_limits as review

    review(placement, by)


PLACEMENT = Workflow(
    initial="offered",
    moves=(
        Move("accept", _("Accept"), ("offered",), "accepted", may=BED),
        Move("decline", _("Decline"), ("offered",), "declined", needs=("decline_reason",), effect=release_shelter),
        Move("place", _("Place"), ("accepted",), "placed", needs=("placed_on",), may=BED),
        Move(
            "limit",
            _("Review freedom and telephone"),
            ("placed",),
            "placed",
            may=LIMITS,
            effect=review_limits,
            is_work=False,
        ),
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
