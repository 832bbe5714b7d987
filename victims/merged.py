"""Nothing new begins in the record of a merged person: a guard on every record type that begins something with a person, whichever app has it."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from actip.records import catalogue
from actip.records.catalogue import RecordType
from actip.records.validation import SENTENCES
from victims.models import Person

OUT = "withdrawal"
SENTENCES["person_merged_is_read_only"] = _(
    "This record was merged into another: enter what is new in the record that is kept; this person's page leads there."
)


def statements() -> list[str]:
    """The triggers that `manage.py secure` puts up after those of the machinery. They look past row security, so they come after
    guard_row has refused every link out of the writer's reach: else a refusal would tell of people whom she does not see.
    What hangs below such a record (a receipt below its order) goes on with it.
    """
    guarded = set(kinds())
    return [
        f"CREATE OR REPLACE TRIGGER zz_merged BEFORE INSERT OR UPDATE ON {kind.table}"
        f" FOR EACH ROW EXECUTE FUNCTION actip.guard_merged('{{{','.join(_entered(kind))}}}', {pays_out(kind)!r})"
        if kind in guarded
        else f"DROP TRIGGER IF EXISTS zz_merged ON {kind.table}"
        for kind in catalogue.all_types()
        if kind.has_matter
    ]


def kinds() -> Iterator[RecordType]:
    """A person, and the record types that hang below one."""
    for kind in catalogue.all_types():
        above = kind.model._meta.get_field(kind.parent).related_model if kind.parent else kind.model
        if kind.has_matter and above is Person:
            yield kind


def _entered(kind: RecordType) -> list[str]:
    """The columns that somebody enters and no step writes: a step leaves them as they are."""
    by_steps = {name for move in (kind.workflow.moves if kind.workflow else ()) for name in move.fields + move.derives}
    entered = set(kind.fields) - by_steps
    return [field.column for field in kind.model._meta.fields if field.name in entered]


def pays_out(kind: RecordType) -> str:
    """The kind of entry that ends what had begun, "" where a record type has none: her savings are paid out to her."""
    kinds = {field.name: dict(field.choices or ()) for field in kind.model._meta.fields}
    return OUT if OUT in kinds.get("kind", {}) else ""
