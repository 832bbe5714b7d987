"""What else happens when a stay is offered or ends."""

from actip.access.models import Assignment
from actip.records import actions


def let_shelter_in(placement, by):
    """The shelter's agency reaches the person from the offer on: it must read to accept."""
    if placement.shelter_id:
        actions.assign(placement.matter, by=by, agency=placement.shelter.agency, basis="placement")


def end_shelter_access(placement, by):
    """End the assignment that the stay gave, unless another stay in a shelter of that agency goes on."""
    if not placement.shelter_id:
        return
    agency = placement.shelter.agency_id
    others = placement.person.placements.filter(shelter__agency=agency, status__in=("offered", "accepted", "placed"))
    if others.exclude(pk=placement.pk).exists():
        return
    for assignment in Assignment.objects.filter(
        matter=placement.matter, agency=agency, basis="placement", state="accepted"
    ):
        actions.move(assignment, "end", by=by)
