"""What people read of a record, derived from its declaration: facts, titles, addresses, tables."""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actip.access import decide
from actip.access.models import Matter
from actip.accounts import person
from actip.records import catalogue
from actip.records.base import Record, RootRecord
from actip.records.catalogue import RecordType
from actip.records.several import CodesField
from actip.records.templatetags.ui import amount, nothing
from actip.thai.dates import format_date
from actip.thai.money import format_baht
from actip.thai.times import format_datetime
from actip.vault.fields import EncryptedField

NOBODY = uuid.UUID(int=0)


def facts(record: models.Model, kind: RecordType, verbs) -> list[dict]:
    """What somebody with these verbs reads of a record; protected values as dots, links out of her reach left out."""
    names = list(kind.shown(verbs))
    if "read" in verbs and kind.workflow:
        steps = dict.fromkeys(name for move in kind.workflow.moves for name in move.fields)
        names += [name for name in steps if name not in names and _is_filled(record, name)]
    found = {name: fact(record, name) for name in names if not is_hidden(record, name)}
    for name in set(found) & _awaited(record, kind):
        found[name]["value"] = nothing(_("Not yet"))
    return list(found.values())


def _awaited(record: models.Model, kind: RecordType) -> set[str]:
    """What nobody could have stated, since the step that brings it is still to come."""
    names = _to_come(kind, getattr(record, kind.workflow.field)) if kind.workflow else ()
    return {name for name in names if not _is_filled(record, name)}


@cache
def _to_come(kind: RecordType, state: str) -> frozenset[str]:
    """Days, and what steps alone bring: the rest could have been stated when the record was entered."""
    return frozenset(
        kind.workflow.to_come(state) & {field.name for field in kind.model._meta.fields if _is_brought(kind, field)}
    )


def _is_brought(kind: RecordType, field: models.Field) -> bool:
    return isinstance(field, models.DateField) or field.name not in kind.fields


def _is_filled(record: models.Model, name: str) -> bool:
    """Whether a value is there, without following a link: it may lead out of her reach."""
    return getattr(record, record._meta.get_field(name).attname) not in (None, "", [])


def fact(record: models.Model, name: str) -> dict:
    """One value as components/facts.html shows it."""
    field = record._meta.get_field(name)
    label = capfirst(field.verbose_name)
    if isinstance(field, EncryptedField):
        return {"label": label, "masked": bool(getattr(record, name)), "value": None}
    if isinstance(field, models.ForeignKey):
        return {"label": label, "value": _target(record, name), "link": address(getattr(record, name))}
    kind, found = catalogue.of(record), {"label": label, "value": display(record, name)}
    return found | {"tone": tone(kind, getattr(record, name))} if name == state_field(kind) else found


def display(record: models.Model, name: str):
    """A value in words where it is a code, or where the model has words for it: a method `say_<field>`."""
    if say := getattr(record, f"say_{name}", None):
        return say()
    field, value = record._meta.get_field(name), getattr(record, name)
    if isinstance(field, CodesField):
        return field.labels(value)
    if isinstance(field, models.DecimalField) and field.decimal_places > 2:
        return None if value is None else f"{value:f}"  # finer than money: coordinates
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
    names = [name for name in _read_by_her(kind) if name not in passed and _is_filled(record, name)]
    values = [value for value in (_in_title(record, name) for name in names) if value not in (None, "", [], 0)]
    days = [value for value in values if isinstance(value, date)]
    told = [value for value in values if not isinstance(value, date) or value is days[0]][:3]
    return " · ".join(spoken(value) for value in told) or str(kind.name)


def _in_title(record: models.Model, name: str):
    """A value where no label stands beside it, None for a link or a tick; an amount says that it is baht, unless its currency follows."""
    field = record._meta.get_field(name)
    if isinstance(field, models.ForeignKey | models.BooleanField):
        return None
    value = display(record, name)
    is_baht = isinstance(field, models.DecimalField) and field.decimal_places == 2 and not hasattr(record, "currency")
    return format_baht(value) if value and is_baht else value


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
    if words == str(catalogue.of(record).name):  # nothing of it that she reads
        return number
    return words if words.startswith(number) else f"{number} · {words}"


def spoken(value) -> str:
    """A value inside a sentence or a title."""
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, datetime):
        return format_datetime(value)
    return format_date(value) if isinstance(value, date) else str(value)


def crumb(record: models.Model) -> dict:
    """The way back to a record that something hangs below."""
    name, words = str(capfirst(catalogue.of(record).name)), title(record)
    return {"label": words if words.startswith(name) else f"{name} {words}", "url": address(record)}


def address(record) -> str:
    """The page of a record, or of the record that a matter is about; "" for what is no record type."""
    if isinstance(record, Matter):
        return address_of(catalogue.root_of(record.kind), record.pk)
    try:
        return address_of(catalogue.of(record), record.pk)
    except KeyError:
        return ""


def record_of(matter: Matter) -> models.Model | None:
    """The report, case or person that a matter is about, if she may see more of it than that it is there."""
    return catalogue.root_of(matter.kind).model._default_manager.filter(pk=matter.pk).first()


def address_of(kind: RecordType, pk) -> str:
    return f"{_addresses(kind.slug, get_script_prefix())}{pk}/"


@cache
def _addresses(slug: str, prefix: str) -> str:
    """What the addresses of a type's records begin with, under the prefix that the site is served at: a list asks for fifty."""
    return reverse("records:detail", args=[slug, NOBODY]).removesuffix(f"{NOBODY}/")


def table(kind: RecordType, records: list, verbs, *, with_number: bool = True, suffix: str = "") -> dict:
    """Columns and rows for components/table.html. suffix: what the address of each record ends with."""
    shown = kind.shown(verbs)
    numbered = with_number and kind.has_matter and "pay" not in verbs
    passed = (kind.parent, *(("matter", *kind.payee[:1]) if numbered else ()))  # a payee's code is that number again
    names = [name for name in kind.columns if name in shown and name not in passed]
    model = kind.model._meta
    made = [
        ({"label": capfirst(model.get_field(name).verbose_name), "kind": _look(kind, name)}, _cell(kind, name)) for name in names
    ]  # fmt: skip
    if numbered:
        made.insert(0, ({"label": _("Number"), "kind": "code"}, _number))
    rows = [
        {
            "url": f"{address_of(kind, record.pk)}{suffix}",
            "cells": [{"column": column, **cell(record)} for column, cell in made],
        }
        for record in records
    ]
    return {"columns": [column for column, _cell in made], "rows": rows}


def _number(record: models.Model) -> dict:
    return {"value": title(record) if is_hidden(record, "matter") else record.matter.number}


def _cell(kind: RecordType, name: str) -> Callable[[models.Model], dict]:
    """How a column is read from a record; what is the same for all rows is looked up once."""
    field = kind.model._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return lambda record: {"value": None if is_hidden(record, name) else _target(record, name)}
    if isinstance(field, CodesField):
        return lambda record: {"value": field.labels(getattr(record, name))}
    if hasattr(kind.model, f"say_{name}"):
        return lambda record: {"value": display(record, name)}
    words = labels(field, get_language() or "") if field.choices else {}

    def value(record: models.Model):
        found = getattr(record, name)
        return words.get(found, found) if words else found

    if name == state_field(kind):
        return lambda record: {"value": value(record), "tone": tone(kind, getattr(record, name))}
    if _is_brought(kind, field):
        return lambda record: {"value": nothing(_("Not yet")) if name in _awaited(record, kind) else value(record)}
    return lambda record: {"value": value(record)}


def _target(record: models.Model, name: str) -> str | None:
    """What a link leads to; where it leads nowhere, what the model says of that."""
    target = getattr(record, name)
    return title(target) if target else display(record, name)


def links(kind: RecordType) -> list[str]:
    """What to prefetch for a table. Never a join: that would drop a row whose link is out of reach."""
    found = ["matter"] if kind.has_matter else []
    names = (name for name in kind.columns if has_link(kind.model, name))
    return found + [f"{name}__matter" if leads_to_root(kind, name) else name for name in names]


def leads_to_root(kind: RecordType, name: str) -> bool:
    """Whether a link leads to what a matter is about."""
    return issubclass(kind.model._meta.get_field(name).related_model, RootRecord)


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
    return any(field.name == name for field in model._meta.fields)


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
    if hasattr(kind.model, f"say_{name}"):
        return ""
    if isinstance(field, models.IntegerField | models.DecimalField):
        return "number"
    return "code" if name.endswith("_number") else ""
