"""What people read of a record, derived from its declaration: facts, titles, addresses, tables."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actip.access import decide
from actip.access.models import Matter
from actip.accounts import person
from actip.records import catalogue
from actip.records.base import Record
from actip.records.catalogue import RecordType
from actip.records.several import CodesField
from actip.records.templatetags.ui import amount
from actip.thai.dates import format_date
from actip.thai.times import format_datetime
from actip.vault.fields import EncryptedField


def facts(record: models.Model, kind: RecordType, verbs) -> list[dict]:
    """What somebody with these verbs reads of a record; protected values as dots, links out of her reach left out."""
    names = list(kind.shown(verbs))
    if "read" in verbs and kind.workflow:
        steps = (
            name for move in kind.workflow.moves for name in move.fields if getattr(record, name) not in (None, "", [])
        )
        names += [name for name in dict.fromkeys(steps) if name not in names]
    return [fact(record, name) for name in names if not is_hidden(record, name)]


def fact(record: models.Model, name: str) -> dict:
    """One value as components/facts.html shows it."""
    field = record._meta.get_field(name)
    label = capfirst(field.verbose_name)
    if isinstance(field, EncryptedField):
        return {"label": label, "masked": bool(getattr(record, name)), "value": None}
    if isinstance(field, models.ForeignKey):
        target = getattr(record, name)
        return {"label": label, "value": title(target) if target else None, "link": address(target)}
    if name == state_field(catalogue.of(record)):
        return {
            "label": label,
            "value": display(record, name),
            "tone": tone(catalogue.of(record), getattr(record, name)),
        }
    return {"label": label, "value": display(record, name)}


def display(record: models.Model, name: str):
    """A value in words where it is a code."""
    field, value = record._meta.get_field(name), getattr(record, name)
    if isinstance(field, CodesField):
        return field.labels(value)
    return labels(field, get_language() or "").get(value, value) if field.choices else value


@cache
def labels(field: models.Field, language: str) -> dict:
    """Code -> words of a field's choices; kept, since sorting provinces and countries for each row would take the longest of all."""
    return {code: str(label) for code, label in field.flatchoices}


def title(record: models.Model) -> str:
    """What links and headings call a record: its number, or two facts of it that whoever acts reads; never identity."""
    try:
        kind = catalogue.of(record)
    except KeyError:
        return str(record)
    if isinstance(record, Record) and type(record).__str__ is not Record.__str__:
        return str(record)
    passed = ("updated_at", kind.parent, state_field(kind))
    names = [name for name in _read_by_her(kind) if name not in passed and not has_link(record, name)]
    words = [spoken(display(record, name)) for name in names[:3] if display(record, name) not in (None, "")]
    return " · ".join(words) or str(kind.name)


def _read_by_her(kind: RecordType) -> tuple[str, ...]:
    """The columns of a record type that whoever acts may read: of a payment, for one, the payer does not learn what it is for."""
    acting = person.current()
    if acting is None or acting.is_system or kind.code == decide.ANY_ROOT:
        return kind.columns
    shown = kind.shown(decide.granted(acting.role, kind.code))
    return tuple(name for name in kind.columns if name in shown)


def heading(record: models.Model) -> str:
    """What stands on top of a record's page: the number of its matter, where she may know that, else what links call it."""
    kind = catalogue.of(record)
    return record.matter.number if kind.has_matter and not is_hidden(record, "matter") else title(record)


def named(record: models.Model) -> str:
    """A record among others: its matter's number and what it is."""
    number, words = heading(record), title(record)
    return words if words.startswith(number) else f"{number} · {words}"


def spoken(value) -> str:
    """A value inside a sentence or a title."""
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, datetime):
        return format_datetime(value)
    return format_date(value) if isinstance(value, date) else str(value)


def address(record) -> str:
    """The page of a record, or of the record that a matter is about; "" for what is no record type."""
    if isinstance(record, Matter):
        root = next(kind for kind in catalogue.roots() if record.kind == kind.model.MATTER_KIND)
        return address_of(root, record.pk)
    try:
        return address_of(catalogue.of(record), record.pk)
    except KeyError:
        return ""


def record_of(matter: Matter) -> models.Model | None:
    """The report, case or person that a matter is about, if she may see more of it than that it is there."""
    root = next(kind for kind in catalogue.roots() if matter.kind == kind.model.MATTER_KIND)
    return root.model._default_manager.filter(pk=matter.pk).first()


def address_of(kind: RecordType, pk) -> str:
    return reverse("records:detail", args=[kind.slug, pk])


def table(kind: RecordType, records: list, verbs, *, with_number: bool = True) -> dict:
    """Columns and rows for components/table.html."""
    shown = kind.shown(verbs)
    numbered = with_number and kind.has_matter and "pay" not in verbs
    passed = (kind.parent, *(kind.payee[:1] if numbered else ()))  # a payee's code is that number again
    names = [name for name in kind.columns if name in shown and name not in passed]
    columns = [{"label": _("Number"), "kind": "code"}] if numbered else []
    columns += [
        {"label": capfirst(kind.model._meta.get_field(name).verbose_name), "kind": _look(kind, name)} for name in names
    ]
    rows = []
    for record in records:
        cells = [{"value": record.matter.number}] if numbered else []
        cells += [{"value": None} if is_hidden(record, name) else fact(record, name) for name in names]
        rows.append(
            {
                "url": address(record),
                "cells": [cell | {"column": column} for cell, column in zip(cells, columns, strict=True)],
            }
        )
    return {"columns": columns, "rows": rows}


def links(kind: RecordType) -> list[str]:
    """What to prefetch for a table. Never a join: that would drop a row whose link is out of reach."""
    found = ["matter"] if kind.has_matter else []
    for name in kind.columns:
        if has_link(kind.model, name):
            root = hasattr(kind.model._meta.get_field(name).related_model, "MATTER_KIND")
            found.append(f"{name}__matter" if root else name)
    return found


def state_field(kind: RecordType) -> str:
    """The column that holds a record's state, "" where there is none."""
    if kind.workflow:
        return kind.workflow.field
    return "status" if has_field(kind.model, "status") else ""


def tone(kind: RecordType, state: str) -> str:
    """The colour of a state: new, under way, or waiting for nobody."""
    if kind.workflow and not kind.workflow.open_from(state):
        return "grey"
    return "blue" if kind.workflow and state == kind.workflow.initial else "purple"


def is_hidden(record: models.Model, name: str) -> bool:
    """Whether a link leads to a row that does not exist for this person."""
    field = record._meta.get_field(name)
    if not isinstance(field, models.ForeignKey) or getattr(record, field.attname) is None:
        return False
    try:
        return getattr(record, name) is None
    except ObjectDoesNotExist:
        return True


def has_field(model, name: str) -> bool:
    try:
        return bool(model._meta.get_field(name))
    except FieldDoesNotExist:
        return False


def has_link(model, name: str) -> bool:
    return isinstance(model._meta.get_field(name), models.ForeignKey)


def is_key(text: object) -> bool:
    try:
        return bool(uuid.UUID(str(text)))
    except ValueError:
        return False


def _look(kind: RecordType, name: str) -> str:
    field = kind.model._meta.get_field(name)
    if isinstance(field, models.DateField):
        return "date"
    return "number" if isinstance(field, models.IntegerField | models.DecimalField) else ""
