"""Indexes for what lists are asked by: each filter of a record type, and the time of its last change.

Made with row security from the same declarations. Without one, a list filtered by a rare value, or a program that asks what
has changed since yesterday, walks through everything that an agency reaches: seconds at a million matters.
"""

from actip.records import catalogue
from actip.records.catalogue import RecordType

PREFIX = "asked_"  # of every index made here, and of no other


def statements() -> list[str]:
    """CREATE of each that is declared, DROP of what is no longer."""
    found = {
        f"{PREFIX}{kind.table}_{column}": (kind.table, column)
        for kind in catalogue.all_types()
        for column in columns(kind)
    }
    made = [f'CREATE INDEX IF NOT EXISTS {name} ON {table} ("{column}")' for name, (table, column) in found.items()]
    return [_drop_all_but(found), *made]


def columns(kind: RecordType) -> list[str]:
    """What lists of this record type are asked by and no other index begins with. The feed keeps the state of a root record."""
    meta = kind.model._meta
    names = {"updated_at", *kind.filters} - ({kind.workflow.field} if kind.is_root and kind.workflow else set())
    taken = {index.fields[0] for index in meta.indexes if index.fields and not index.condition}
    fields = [meta.get_field(name) for name in sorted(names - taken)]
    return [field.column for field in fields if not (field.unique or field.db_index)]


def _drop_all_but(names) -> str:
    kept = ", ".join(f"'{name}'" for name in names)
    return f"""
        DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT indexname FROM pg_catalog.pg_indexes WHERE schemaname = 'public'
                AND starts_with(indexname, '{PREFIX}') AND indexname <> ALL (ARRAY[{kept}]::text[])
            LOOP EXECUTE format('DROP INDEX public.%I', name); END LOOP;
        END $$"""
