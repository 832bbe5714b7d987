"""What people type and read of a record type, derived from its declaration: forms, facts, tables."""

import re
import uuid
from collections.abc import Iterable
from functools import cache

from django import forms
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actip.access.models import Matter
from actip.records import catalogue
from actip.records.base import Record
from actip.records.catalogue import RecordType
from actip.thai.fields import ThaiCharField, formfield
from actip.thai.text import to_ascii_digits
from actip.vault.fields import EncryptedField

OPTIONS = 200  # a longer list is not offered: the number or code is typed
NUMBER = re.compile(r"[A-Z0-9-]{2,40}")


class NumberField(forms.ModelChoiceField):
    """A link to another record, typed as the number that people use; `path` leads to it."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": "20", "maxlength": "40"})

    def __init__(self, *args, path: str, **kwargs):
        self.path = path
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, models.Model):
            return value or None
        found = self.find(value)
        if found is None:
            raise ValidationError(_("There is no such number that you may link to."), code="invalid_choice")
        return found

    def find(self, value):
        text = to_ascii_digits(str(value)[:50]).strip().upper()
        if not NUMBER.fullmatch(text):
            return None
        wanted = {"pk": text} if is_key(text) else {f"{self.path}__iexact" if self.path == "code" else self.path: text}
        return self.queryset.filter(**wanted).first()

    def prepare_value(self, value):
        if isinstance(value, uuid.UUID | int) and not self.widget.is_hidden:
            value = self.find(value) if isinstance(value, uuid.UUID) else self.queryset.filter(pk=value).first()
        return (value.pk if self.widget.is_hidden else str(value)) if isinstance(value, models.Model) else value


class ChoiceOfRecord(forms.ModelChoiceField):
    def label_from_instance(self, record):
        return title(record)


class RecordForm(forms.ModelForm):
    """Only reads what was typed: the action validates the whole record, in the same words for page, API and import."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, kind: RecordType, matter_id=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)
        for name, field in list(self.fields.items()):
            if isinstance(field, forms.ModelChoiceField):
                self._limit(name, field, kind, matter_id)

    def _limit(self, name: str, field: forms.ModelChoiceField, kind: RecordType, matter_id) -> None:
        model = field.queryset.model
        if name == kind.parent and self.initial.get(name):
            field.widget = forms.HiddenInput()
        elif not self.instance._state.adding and is_hidden(self.instance, name):
            del self.fields[name]  # a link that she may not see is not hers to change
        elif matter_id and name != kind.parent and has_field(model, "matter") and not has_field(model, "number"):
            field.queryset = field.queryset.filter(matter_id=matter_id)
        if has_field(model, "code") and isinstance(field.widget, forms.Select) and name in self.fields:
            self.fields[name] = some(field.queryset, field.label, required=field.required)

    def _post_clean(self):
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)

    def blame(self, error: ValidationError) -> None:
        """Show what an action refused, each sentence at its field where the form has it."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


def some(rows: models.QuerySet, label: str, *, required: bool = True) -> forms.ModelChoiceField:
    """A choice of few rows; of many, their code is typed."""
    if len(rows[: OPTIONS + 1]) > OPTIONS:
        return NumberField(rows, path="code", label=label, required=required, help_text=_("Its code"))
    return ChoiceOfRecord(rows, label=label, required=required, empty_label=_("Choose"))


def form_class(kind: RecordType, names: Iterable[str], required: Iterable[str] = ()) -> type[RecordForm]:
    """The form of some fields of a record type, in the language of now; `required` ones must be filled."""
    required = set(required)

    def make(field, **kwargs):
        made = _form_field(field, **kwargs)
        if made and field.name in required:
            made.required = True
        return made

    return forms.modelform_factory(kind.model, form=RecordForm, fields=list(names), formfield_callback=make)


def _form_field(field: models.Field, **kwargs) -> forms.Field | None:
    if isinstance(field, EncryptedField):
        plain = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        return field.formfield(form_class=ThaiCharField, max_length=500, widget=plain)
    if isinstance(field, models.ForeignKey):
        return _link_field(field)
    made = formfield(field, **kwargs)
    if field.choices and isinstance(made, forms.TypedChoiceField):
        made.choices = [(code, label if code != "" else _("Choose")) for code, label in made.choices]
    return made


def _link_field(field: models.ForeignKey) -> forms.Field:
    model = field.related_model
    shared = {"label": capfirst(field.verbose_name), "required": not field.blank, "help_text": field.help_text}
    rows = model._default_manager.complex_filter(field.get_limit_choices_to())
    if has_field(model, "number") or hasattr(model, "MATTER_KIND"):
        shared["help_text"] = shared["help_text"] or _("Its number, for example C69-7K3Q-F2DM")
        return NumberField(rows, path="number" if model is Matter else "matter__number", **shared)
    return ChoiceOfRecord(rows, empty_label=_("Choose"), **shared)


def facts(record: models.Model, kind: RecordType, verbs) -> list[dict]:
    """What somebody with these verbs reads of a record; protected values as dots, links out of her reach left out."""
    names = list(kind.shown(verbs))
    if "read" in verbs and kind.workflow:
        steps = (name for move in kind.workflow.moves for name in move.fields if getattr(record, name) not in (None, ""))
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
        return {"label": label, "value": display(record, name), "tone": tone(catalogue.of(record), getattr(record, name))}
    return {"label": label, "value": display(record, name)}


def display(record: models.Model, name: str):
    """A value in words where it is a code."""
    field, value = record._meta.get_field(name), getattr(record, name)
    return labels(field, get_language() or "").get(value, value) if field.choices else value


@cache
def labels(field: models.Field, language: str) -> dict:
    """Code -> words of a field's choices; kept, since sorting provinces and countries for each row would take the longest of all."""
    return {code: str(label) for code, label in field.flatchoices}


def title(record: models.Model) -> str:
    """What links and headings call a record: its number, or two facts of it; never identity."""
    try:
        kind = catalogue.of(record)
    except KeyError:
        return str(record)
    if isinstance(record, Record) and type(record).__str__ is not Record.__str__:
        return str(record)
    names = [name for name in kind.columns if name not in ("updated_at", kind.parent) and not has_link(record, name)]
    words = [str(display(record, name)) for name in names[:3] if display(record, name) not in (None, "")]
    return " · ".join(words) or str(kind.name)


def address(record) -> str:
    """The page of a record, or of the record that a matter is about; "" for what is no record type."""
    if isinstance(record, Matter):
        root = next(kind for kind in catalogue.roots() if kind.model.MATTER_KIND == record.kind)
        return address_of(root, record.pk)
    try:
        return address_of(catalogue.of(record), record.pk)
    except KeyError:
        return ""


def record_of(matter: Matter) -> models.Model | None:
    """The report, case or person that a matter is about, if she may see more of it than that it is there."""
    root = next(kind for kind in catalogue.roots() if kind.model.MATTER_KIND == matter.kind)
    return root.model._default_manager.filter(pk=matter.pk).first()


def address_of(kind: RecordType, pk) -> str:
    return reverse("records:detail", args=[kind.slug, pk])


def table(kind: RecordType, records: list, verbs, *, with_number: bool = True) -> dict:
    """Columns and rows for components/table.html."""
    shown = kind.shown(verbs)
    names = [name for name in kind.columns if name in shown and name != kind.parent]
    numbered = with_number and kind.has_matter and "pay" not in verbs
    columns = [{"label": _("Number"), "kind": "code"}] if numbered else []
    columns += [{"label": capfirst(kind.model._meta.get_field(name).verbose_name), "kind": _look(kind, name)} for name in names]
    rows = []
    for record in records:
        cells = [{"value": record.matter.number}] if numbered else []
        cells += [{"value": None} if is_hidden(record, name) else fact(record, name) for name in names]
        rows.append({"url": address(record), "cells": [cell | {"column": column} for cell, column in zip(cells, columns, strict=True)]})
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
