"""Which move leads where for assets."""

from django.utils.translation import gettext_lazy as _

from actip.records.workflow import Move, Workflow
from cases import court_clocks


def begin_restraint(asset, by):
    """AMLO restrains for 90 days (Anti-Money Laundering Act, section 48)."""
    court_clocks.restrained(asset)


def end_restraint(asset, by):
    """A court order, seizure or release ends the provisional restraint."""
    day = {"extended": asset.extended_on, "seized": asset.seized_on, "released": asset.released_on}[asset.status]
    court_clocks.restraint_over(asset, day)


ASSET = Workflow(
    initial="identified",
    moves=(
        Move(
            "restrain",
            _("Restrain (AMLO, 90 days)"),
            ("identified",),
            "restrained",
            needs=("restrained_on", "restraint_order"),
            effect=begin_restraint,
        ),
        Move(
            "extend",
            _("Held by court order"),
            ("restrained",),
            "extended",
            needs=("extended_on",),
            effect=end_restraint,
        ),
        Move(
            "seize",
            _("Seize"),
            ("identified", "restrained", "extended"),
            "seized",
            needs=("seized_on",),
            effect=end_restraint,
            is_work=False,
        ),
        Move("forfeit", _("Forfeited by judgment"), ("extended", "seized"), "forfeited", needs=("forfeited_on",)),
        Move(
            "give_back",
            _("Return to injured persons"),
            ("extended", "seized", "forfeited"),
            "returned",
            needs=("returned_on", "returned_value"),
            is_work=False,
        ),
        Move(
            "release",
            _("Release"),
            ("restrained", "extended", "seized"),
            "released",
            needs=("released_on", "release_reason"),
            effect=end_restraint,
            is_work=False,
        ),
    ),
)
