"""What goes into a packet: of each record of the matter the fields that the receiver's role may see, and the giver as well."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language

from actip.access import decide
from actip.access.models import Assignment, Matter
from actip.accounts.models import Agency
from actip.records import catalogue, export, shapes
from actip.records.catalogue import RecordType
from actip.records.packets.sealing import TooLarge

MOST = 5000  # records of one packet


@dataclass(frozen=True)
class Part:
    """Records of one type: `rows` are plain values by field, each with the record's id."""

    kind: RecordType
    names: tuple[str, ...]
    rows: list[dict]

    @property
    def title(self) -> str:
        return capfirst(self.kind.plural)

    @property
    def labels(self) -> list[str]:
        return [capfirst(self.kind.model._meta.get_field(name).verbose_name) for name in self.names]

    def told(self, called: dict[str, str]) -> list[dict]:
        """The rows in words, for print: {title, facts [(label, value)]} of what is there; `called`: of all records of the packet."""
        found = []
        for row in self.rows:
            words = [_words(self.kind, name, row[name], called) for name in self.names]
            facts = [fact for fact in zip(self.labels, words, strict=True) if fact[1] not in (None, "")]
            found.append({"title": called[row["id"]], "facts": facts})
        return found

    def text(self) -> bytes:
        body = {"record_type": self.kind.slug, "fields": list(self.names), "records": self.rows}
        return json.dumps(body, ensure_ascii=False, indent=1).encode()


def fields(kind: RecordType, receiver: str, giver) -> tuple[str, ...]:
    """The fields of a record type that may travel to a role; none of what is protected, or too sensitive for any file."""
    if not kind.has_matter or not kind.scope.listed or export.tier(kind) >= 3:
        return ()
    theirs = kind.shown(decide.granted(receiver, kind.code) - {"pay"})
    ours = kind.shown(decide.verbs(giver, kind.code) - {"pay"})
    return tuple(name for name in theirs if name in ours and name not in kind.sealed)


def opens(offer: Assignment, matter: Matter) -> bool:
    """Whether the offer opens the matter now: a locked one stays closed to an agency, whatever it was offered."""
    token = 4 * offer.agency_id if offer.officer_id is None else 4 * offer.officer_id + 2
    return (token if offer.timed_token is None else 4 * offer.timed_token + 3) in matter.reach


def collect(matter: Matter, receiver: str, giver) -> list[Part]:
    """Everything in the matter that the giver reaches and the receiver's role may see. Raises TooLarge."""
    chosen = [(kind, names) for kind in catalogue.all_types() if (names := fields(kind, receiver, giver))]
    found, total = [], 0
    for kind, names in chosen:
        rows = list(kind.model._default_manager.filter(matter_id=matter.pk).order_by("created_at", "pk")[: MOST + 1])
        total += len(rows)
        if total > MOST:
            raise TooLarge
        if rows:
            found.append((kind, names, rows))
    inside = {row.pk for _kind, _names, rows in found for row in rows}
    return [
        Part(kind, names, [{"id": str(row.pk)} | {name: _value(row, name, inside) for name in names} for row in rows])
        for kind, names, rows in found
    ]


def _value(row: models.Model, name: str, inside: set):
    """A plain value; a link leads to a record of the packet, an agency or a register, and to nothing else."""
    field = row._meta.get_field(name)
    if not isinstance(field, models.ForeignKey):
        return _plain(getattr(row, name))
    key = getattr(row, field.attname)
    if key is None:
        return None
    try:
        is_protected = catalogue.of(field.related_model).has_matter
    except KeyError:
        is_protected = False
    if is_protected or shapes.is_hidden(row, name):
        return str(key) if key in inside else None
    target = getattr(row, name)
    return target.code if isinstance(target, Agency) else str(target)


def _plain(value):
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    return value if isinstance(value, bool | int | float | list | None) else str(value)


def printed(parts: list[Part]) -> list[dict]:
    """What is printed of a packet: {title, records}. A record is called by its type and its place, which tell nothing of it."""
    called = {
        row["id"]: f"{capfirst(part.kind.name)} {place}" for part in parts for place, row in enumerate(part.rows, 1)
    }
    return [{"title": part.title, "records": part.told(called)} for part in parts]


def _words(kind: RecordType, name: str, value, called: dict[str, str]):
    field = kind.model._meta.get_field(name)
    if field.related_model is Agency:
        return Agency.objects.filter(code=value).first()
    if isinstance(field, models.ForeignKey):
        return called.get(value, value)
    if isinstance(field, models.DateField | models.DecimalField):
        return field.to_python(value)
    if isinstance(value, list):
        return ", ".join(map(str, field.labels(value) if hasattr(field, "labels") else value))
    return shapes.labels(field, get_language() or "").get(value, value) if getattr(field, "choices", None) else value
