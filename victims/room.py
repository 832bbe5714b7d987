"""Where a person has room for a record: pages offer what can be added, the database refuses the rest."""

from actip.accounts.models import User
from victims.models import Person
from victims.models.child import CHILD
from victims.models.identification import OPEN
from victims.models.witness import OVER


def of_child_file(person: Person, user: User) -> bool:
    """Only somebody under 18 at first contact has one."""
    return person.known_age_band in CHILD


def of_identification(person: Person, user: User) -> bool:
    """One at a time."""
    return not person.identifications.filter(status__in=OPEN).exists()


def of_programme(person: Person, user: User) -> bool:
    """One at a time."""
    return not person.programmes.exclude(status__in=OVER).exists()
