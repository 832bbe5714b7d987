"""What the API tells of a record: plain dictionaries straight from columns, no more than these verbs read."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from django.db import models
from psycopg2 import STRING
from psycopg2.extensions import new_type

from actip.access import decide
from actip.access.models import Matter
from actip.accounts.backend import prepared
from actip.records import catalogue, export
from actip.records.catalogue import RecordType
from actip.records.pages import door

KEY_AS_TEXT = new_type((2950,), "KEY_AS_TEXT", STRING)  # the number of PostgreSQL's type uuid


@dataclass(frozen=True)
class Reader:
    """Reads one record type for one person: `root` is the address of the API, `reaches` says which slugs are open to her."""

    kind: RecordType
    verbs: frozenset[str]
    user: object
    root: str
    reaches: Callable[[str], bool]

    def fetch(self, ids: list) -> list:
        """Rows of what a list shows."""
        return rows(self.kind, tuple(columns(self.kind, self.verbs).values()), "id", ids)

    def items(self, rows: Iterable[tuple]) -> list[dict]:
        """What a page of these rows says; links out of reach are null, the matters below come along."""
        keys = tuple(columns(self.kind, self.verbs))
        start = f"{self.root}{self.kind.slug}/"
        items = [dict(zip(keys, row, strict=True)) for row in rows]
        for item in items:
            item["links"] = {"self": f"{start}{item['id']}/"}
        self._hide(items)
        self._bring(items)
        return items

    def whole(self, record: models.Model) -> dict:
        """One record with everything that she reads of it; protected fields are null and named in `sealed`."""
        names = whole(self.kind, self.verbs)
        found = {"id": record.pk}
        if self.kind.is_root:
            found["number"] = record.matter.number
        found["version"] = record.version
        for name in names:
            hidden = name in self.kind.sealed or not leads_somewhere(record, name)
            found[name] = None if hidden else plain(getattr(record, self.kind.model._meta.get_field(name).attname))
        if "read" in self.verbs:
            found |= {"created_at": record.created_at, "updated_at": record.updated_at}
        found["sealed"] = [name for name in names if name in self.kind.sealed and getattr(record, name)]
        found["moves"] = [
            {"name": step.name, "needs": step.needs, "may": step.may}
            for step in door.Ways(self.user, record, self.kind, self.verbs, adding=False).moves()
        ]
        found["links"] = self._links(record)
        return found

    def _links(self, record: models.Model) -> dict[str, str]:
        """Where to go from a record: itself, its history, what hangs below it."""
        own = f"{self.root}{self.kind.slug}/{record.pk}/"
        found = {"self": own, "history": f"{own}history/"}
        for child, link in self._below():
            if link in child.shown(decide.verbs(self.user, child.code)):
                found[child.slug] = f"{self.root}{child.slug}/?{link}={record.pk}"
        return found

    def _below(self) -> list[tuple[RecordType, str]]:
        """Record types below this one that are open to her, and the foreign key that leads back."""
        return [
            (child, door.link_to(child, self.kind)) for child in catalogue.below(self.kind) if self.reaches(child.slug)
        ]

    def _hide(self, items: list[dict]) -> None:
        """Empty links to records that do not exist for her: one query per link, however many rows."""
        for name, model in links(self.kind.model):
            wanted = {item[name] for item in items if item.get(name)}
            if wanted:
                there = set(map(str, model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)))
                for item in items:
                    item[name] = item[name] if item[name] in there else None

    def _bring(self, items: list[dict]) -> None:
        """Add to each record the matters below it (a case's people), a few columns of each: one query per type."""
        for child, link in self._below():
            if child.is_root:
                names = brief(child, decide.verbs(self.user, child.code))
                below = defaultdict(list)
                ids, path = [item["id"] for item in items], (f"{link}_id", "id", "matter__number", *names)
                found = rows(child, path, link, ids, ("created_at", "id"))
                for parent, *row in found:
                    below[parent].append(dict(zip(("id", "number", *names), row, strict=True)))
                for item in items:
                    item[child.slug] = below[item["id"]]


def leads_somewhere(record: models.Model, name: str) -> bool:
    """Whether a link is to a row that exists for her, without reading that row; true for what is no link."""
    guarded = dict(links(type(record)))
    if name not in guarded or (key := getattr(record, f"{name}_id")) is None:
        return True
    other = guarded[name]._meta
    return bool(prepared.rows(f"SELECT 1 FROM {other.db_table} WHERE {other.pk.column} = %s", [key]))


def plain(value):
    """A moment in UTC, as it comes from the database, also when it was typed in Bangkok just now."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value


@cache
def columns(kind: RecordType, verbs: frozenset[str]) -> dict[str, str]:
    """Key -> column of a list: the declared columns and the parent, as far as these verbs read them and may be told here."""
    names = [name for name in (kind.parent, *kind.columns) if name in kind.shown(verbs) and name not in kind.sealed]
    names = [name for name in names if is_told(kind, name)]
    keys = {"id": "pk", **({"number": "matter__number"} if kind.is_root else {}), "version": "version"}
    return keys | {name: kind.model._meta.get_field(name).attname for name in names}


class Row(tuple):
    """A row whose first column is its key."""

    __slots__ = ()

    @property
    def pk(self) -> UUID:
        return UUID(self[0])


def rows(kind: RecordType, names: tuple[str, ...], link: str, ids: Iterable, order: tuple[str, ...] = ()) -> list[Row]:
    """These columns of the records whose `link` is among the ids, keys as text: a third of what the ORM takes for it."""
    keys = f"{{{','.join(map(str, ids))}}}"
    return [Row(row) for row in prepared.rows(statement(kind, names, link, order), [keys], KEY_AS_TEXT)]


@cache
def statement(kind: RecordType, names: tuple[str, ...], link: str, order: tuple[str, ...]) -> str:
    """The ORM's own SQL, compiled once."""
    column = kind.model._meta.get_field(link).column
    found = kind.model._default_manager.order_by(*order).values_list(*names)
    condition = f'"{kind.table}"."{column}" = ANY (%s::uuid[])'
    return found.extra(where=[condition], params=[[]]).query.sql_with_params()[0]  # noqa: S610  no input in it


@cache
def whole(kind: RecordType, verbs: frozenset[str]) -> tuple[str, ...]:
    """The fields of one record, with the facts of its steps; of tier 4 and higher only what points to other records."""
    names = list(kind.shown(verbs))
    if "read" in verbs and kind.workflow:
        names += [name for step in kind.workflow.moves for name in step.fields]
    return tuple(dict.fromkeys(name for name in names if name in kind.sealed or is_told(kind, name)))


def is_told(kind: RecordType, name: str) -> bool:
    """Whether the API tells this field, or lets it be filtered by: of tier 4 and higher only what points to other records."""
    return export.tier(kind) < 4 or kind.model._meta.get_field(name).is_relation


@cache
def brief(kind: RecordType, verbs: frozenset[str]) -> tuple[str, ...]:
    """What a list of the record above tells of each: what masked readers may see, else the columns."""
    return tuple(name for name in kind.masked or kind.columns if name in kind.shown(verbs) and name not in kind.sealed)


@cache
def links(model: type[models.Model]) -> tuple[tuple[str, type[models.Model]], ...]:
    """Foreign keys to rows that may be out of reach."""
    guarded = {other.model for other in catalogue.all_types()} | {Matter}
    fields = [field for field in model._meta.fields if isinstance(field, models.ForeignKey) and field.editable]
    return tuple((field.name, field.related_model) for field in fields if field.related_model in guarded)
