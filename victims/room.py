"""Where a person has room for a record: pages offer what can be added, the database refuses the rest."""

from actip.accounts.models import User
from actip.records.catalogue import RecordType
from victims.merged import pays_out
from victims.models import Person
from victims.models.identification import OPEN
from victims.models.witness import OVER


def below_person(person: Person, child: RecordType, user: User) -> bool:
    """Nothing new begins in a merged record; one identification and one programme at a time; only a child has the file of one."""
    if person.is_read_only:
        return bool(pays_out(child))
    if child.slug == "child-files":
        return person.is_child
    if child.slug == "identification-decisions":
        return not person.identifications.filter(status__in=OPEN).exists()
    return child.slug != "witness-programmes" or not person.programmes.exclude(status__in=OVER).exists()
