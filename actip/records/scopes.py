"""How far a record type reaches: the row security policies of its table, as SQL.

In each text {code} is the record's code in the matrix, {see} the verb that shows a row, {verb} the verb asked.
`(SELECT ...)` makes PostgreSQL ask the matrix once a query, not once a row.
"""

from dataclasses import dataclass

from actip.access.models import ROOT_CODES


@dataclass(frozen=True)
class Scope:
    """`see` admits a row to be read, `write` to be written with {verb} (`insert`, if given, to be added).

    touches: a write touches the matter. guard: the workflow is guarded by the general trigger. verb: what shows a row, where
    that is more than reading; without it the record type is closed, its pages and its history as well.
    listed: its rows stand in lists; others are opened one at a time, from the record they belong to.
    """

    name: str
    see: str
    write: str
    insert: str = ""
    touches: bool = False
    guard: bool = False
    verb: str = ""
    listed: bool = True


# A scalar subquery, not EXISTS: where it expects many rows, PostgreSQL would answer an EXISTS from a hash of all matters
# within reach, which took a second at a million of them; this it can only look up, row by row, by key. The comparison
# stands inside, so that the planner takes it to admit half of the rows, not one in a hundred.
_THROUGH_MATTER = (
    "(SELECT m.reach && (SELECT actip.keys('{code}', '{verb}')) FROM access_matter m WHERE m.id = {table}.matter_id)"
)

# A row of a matter: whoever the matter's assignments and the matrix admit.
MATTER = Scope("matter", _THROUGH_MATTER, _THROUGH_MATTER, touches=True, guard=True)

# The root record of a matter carries its matter's reach (roots.py), so that nothing is looked up to show it: without, a list of
# fifty cases with their people took a tenth longer. CASE for the planner, for the reason above. It is written through the matter.
ROOT = Scope(
    "root",
    "CASE WHEN {table}.reach && (SELECT actip.keys('{code}', '{verb}')) THEN true ELSE false END",
    _THROUGH_MATTER,
    touches=True,
    guard=True,
)

# A row of a matter that only those who may change records of this code there are to know of: who reported.
WRITERS = Scope("writers", _THROUGH_MATTER, _THROUGH_MATTER, touches=True, guard=True, verb="change")
# The same for records some of whose readers may not know of the matter itself (who executes an order, who pays): where the
# person sees no matters of people at all, its reach is asked outright. Everybody else goes through the matter.
_DIRECTLY = (
    f"({_THROUGH_MATTER} OR ((SELECT NOT actip.may('VPR', 'exist')) AND"
    " actip.reaches({table}.matter_id, '{code}', '{verb}')))"
)
DIRECT = Scope("direct", _DIRECTLY, _DIRECTLY, touches=True, guard=True)
VAULT = Scope("vault", _DIRECTLY, _DIRECTLY, touches=True, guard=True, listed=False)

# A register kept by its agency, read by every role that the matrix admits.
AGENCY = Scope(
    "agency",
    "(SELECT actip.may('{code}', '{verb}'))",
    "(SELECT actip.may('{code}', '{verb}')) AND (agency_id = (SELECT actip.me_agency()) OR (SELECT actip.is_system()))",
)

# Open to every role that the matrix admits, all of it.
OPEN = Scope("open", "(SELECT actip.may('{code}', '{verb}'))", "(SELECT actip.may('{code}', '{verb}'))")

# An assignment: seen by whoever reads its matter; by whoever only knows that there is one, or sees it masked, that of her own agency
# and what her agency gave: who else works on it, and the note that came along, are content. Given where actip.may_assign allows; its
# own guard watches the answers.
_READS_ROOT = " ".join(
    f"WHEN '{kind}' THEN (SELECT actip.keys('{code}', 'read'))::int[]" for kind, code in ROOT_CODES.items()
)
_SEES_ASSIGNMENT = (
    "(SELECT (SELECT actip.me_agency()) IN ({table}.agency_id, {table}.from_agency_id)"
    f" OR m.reach && CASE m.kind {_READS_ROOT} END FROM access_matter m WHERE m.id = {{table}}.matter_id)"
)
ASSIGNMENT = Scope(
    "assignment", _SEES_ASSIGNMENT, _SEES_ASSIGNMENT, insert="actip.may_assign(matter_id, agency_id, basis)"
)

# The address of a shelter: for its own staff, and for those who place or receive one person there, during that stay; in an
# emergency for whoever opened it, for an hour (actip.glass_open).
STAY = Scope(
    "stay",
    "((SELECT actip.is_system()) OR ((SELECT actip.may('{code}', '{verb}')) AND ("
    "EXISTS (SELECT FROM victims_shelter s WHERE s.id = {table}.shelter_id AND s.agency_id = (SELECT actip.me_agency()))"
    " OR EXISTS (SELECT FROM victims_placement p JOIN access_matter m ON m.id = p.matter_id"
    " WHERE p.shelter_id = {table}.shelter_id AND p.status IN ('offered', 'accepted', 'placed')"
    " AND m.reach && (SELECT actip.keys('{code}', '{verb}'))))) OR ((SELECT actip.may('{code}', 'break'))"
    " AND EXISTS (SELECT FROM victims_placement p WHERE p.shelter_id = {table}.shelter_id"
    " AND p.status IN ('offered', 'accepted', 'placed') AND actip.glass_open(p.matter_id, '{code}'))))",
    "(SELECT actip.is_system())",
    listed=False,
)
