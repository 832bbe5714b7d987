"""A merged person's records are read only: a guard on every record type in matters of people, whichever app has it."""

from collections.abc import Iterator

from actip.records import catalogue
from actip.records.catalogue import RecordType
from victims.models import Person


def statements() -> list[str]:
    """The triggers that `manage.py secure` puts up after those of the machinery. They look past row security, so they come after
    guard_row has refused every link out of the writer's reach: else a refusal would tell of people whom she does not see.
    """
    return [
        statement
        for kind in kinds()
        for statement in (
            f"DROP TRIGGER IF EXISTS guard_merged ON {kind.table}",
            f"CREATE OR REPLACE TRIGGER zz_merged BEFORE INSERT OR UPDATE ON {kind.table}"
            " FOR EACH ROW EXECUTE FUNCTION actip.guard_merged()",
        )
    ]


def kinds() -> Iterator[RecordType]:
    """Record types whose rows stand in the matter of a person."""
    return (kind for kind in catalogue.all_types() if kind.has_matter and _root(kind) is Person)


def _root(kind: RecordType):
    """The model that opens the matter of a record type; None for what follows any matter."""
    while not kind.is_root:
        if not kind.parent:
            return None
        kind = catalogue.of(kind.model._meta.get_field(kind.parent).related_model)
    return kind.model
