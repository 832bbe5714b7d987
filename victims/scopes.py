"""How far records of the protection side reach where neither a matter nor an agency alone says it."""

from actip.records.scopes import Scope

# A part of a shelter, kept by the agency that runs it and read by every role that the matrix admits.
SHELTER = Scope(
    "shelter",
    "(SELECT actip.may('{code}', '{verb}'))",
    "((SELECT actip.is_system()) OR ((SELECT actip.may('{code}', '{verb}')) AND EXISTS (SELECT FROM victims_shelter s"
    " WHERE s.id = {table}.shelter_id AND s.agency_id = (SELECT actip.me_agency()))))",
)

_REACHED = (
    "(SELECT m.reach && (SELECT actip.keys('{code}', '{verb}')) FROM access_matter m WHERE m.id = {table}.matter_id)"
)

# A medical or psychological note: for care staff, who are those that read needs and services; of the others whom the
# matrix admits (state compensation) a certificate attached to an application alone. In an emergency for whoever opened it, for an hour.
HEALTH = Scope(
    "health",
    f"({_REACHED} AND (is_attached OR (SELECT m.reach && (SELECT actip.keys('WEL', 'read')) FROM access_matter m"
    " WHERE m.id = {table}.matter_id))) OR ((SELECT actip.may('{code}', 'break'))"
    " AND actip.glass_open({table}.matter_id, '{code}'))",
    _REACHED,
    touches=True,
    guard=True,
)

# A link between two people: there for whoever reaches both.
_BOTH = (
    f"{_REACHED} AND (SELECT m.reach && (SELECT actip.keys('{{code}}', '{{verb}}')) FROM access_matter m"
    " WHERE m.id = {table}.earlier_id)"
)
BOTH = Scope("both", _BOTH, _BOTH, touches=True)
