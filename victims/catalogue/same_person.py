"""The record type of links between suspects and victims, seen from either side by the checkers of section 41 alone."""

from actip.records.catalogue import RecordType, register
from actip.records.scopes import MATTER, Scope
from victims import models, workflow

# The case's matter holds the row; whoever reaches the person sees it as well. It touches no matter: that would show.
BOTH_SIDES = Scope(
    "both sides",
    f"{MATTER.see} OR "
    "(SELECT m.reach && (SELECT actip.keys('{code}', '{verb}')) FROM access_matter m WHERE m.id = {table}.person_id)",
    MATTER.write,
    guard=True,
)

register(
    RecordType(
        models.SamePersonLink,
        code="S41",
        slug="same-person-links",
        fields=("suspect", "person", "note"),
        columns=("suspect", "person", "origin", "needs_permission", "status"),
        filters=("status", "needs_permission", "origin"),
        scope=BOTH_SIDES,
        workflow=workflow.SAME_PERSON,
        parent="suspect",
    )
)
