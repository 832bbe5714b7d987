"""The protection side: people, who they are, identification, shelters, placements."""

from victims.models.identification import IdentificationDecision
from victims.models.person import Person, VictimIdentity
from victims.models.shelter import Placement, Shelter, ShelterAddress

__all__ = ["IdentificationDecision", "Person", "Placement", "Shelter", "ShelterAddress", "VictimIdentity"]
