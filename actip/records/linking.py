"""Fields of forms that lead to another record: a choice of few, or the number that people use, typed."""

import re
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from actip.records import catalogue, listing, shapes
from actip.records.base import MatterRecord
from actip.thai.text import to_ascii_digits

OPTIONS = 200  # a longer list is not offered: the number or code is typed
NUMBER = re.compile(r"[A-Z0-9-]{2,40}")


class NumberField(forms.ModelChoiceField):
    """A link to another record, typed as the number that people use; `path` leads to it."""

    widget: forms.Widget = forms.TextInput(
        attrs={"autocomplete": "off", "spellcheck": "false", "size": "20", "maxlength": "40"}
    )

    def __init__(self, *args, path: str, **kwargs):
        self.path = path
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = to_ascii_digits(value[:50]).strip().upper()
        path = "pk" if shapes.is_key(text) else f"{self.path}__iexact" if self.path == "code" else self.path
        found = self.queryset.filter(**{path: text}).first() if NUMBER.fullmatch(text) else None
        if found is None:
            raise ValidationError(_("There is no such number that you may link to."), code="invalid_choice")
        return found

    def prepare_value(self, value):
        if isinstance(value, uuid.UUID | int) and not self.widget.is_hidden:
            value = self.queryset.filter(pk=value).first()
        return (value.pk if self.widget.is_hidden else str(value)) if isinstance(value, models.Model) else value


class OneOfMatter(NumberField):
    """One of more records than a list should hold: the number of its matter is typed; where that has several, one is chosen of them."""

    def __init__(self, rows: models.QuerySet, **kwargs):
        kwargs["help_text"] = kwargs.get("help_text") or _(
            "Too many to list: type the number of the file, then choose among those in it."
        )
        super().__init__(rows, path="matter__number", **kwargs)

    def to_python(self, value):
        found = super().to_python(value)
        if found:
            beside = self.offer_beside(found.pk)
            if not shapes.is_key(value) and len(beside) > 1:
                raise ValidationError(_("There are several under this number: choose one of them."), code="several")
        return found

    def prepare_value(self, value):
        return getattr(value, "pk", value) if isinstance(self.widget, forms.Select) else super().prepare_value(value)

    def offer_beside(self, pk) -> list:
        """Let one of this record's matter be chosen from now on; returns these."""
        matter = self.queryset.filter(pk=pk).values("matter_id")
        rows = list(self.queryset.filter(matter_id__in=matter).select_related("matter").order_by("pk")[:OPTIONS])
        choices = [("", _("Choose")), *((row.pk, shapes.named(row)) for row in rows)]
        self.widget = forms.Select(choices=choices, attrs=self.widget_attrs(self.widget))
        return rows


class ChoiceOfRecord(forms.ModelChoiceField):
    """A choice of few records. What two may have alike is told apart by the first record that they are about (the suspect of a
    charge); where the rows are of more than one matter, by its number too, and they stand in the order of numbers.
    """

    from_many_matters = False

    def within_reach(self) -> forms.ModelChoiceField:
        """The field for records of whatever matter: itself, or where she reaches more than a list should hold one for their number."""
        rows = self.queryset
        page = listing.page(catalogue.of(rows.model), rows, size=OPTIONS, counted=False)
        if page.next:
            return OneOfMatter(rows, label=self.label, required=self.required, help_text=self.help_text)
        few = rows.filter(pk__in=[row.pk for row in page.rows])
        self.from_many_matters, self.queryset = True, few.select_related("matter").order_by("matter__number", "pk")
        return self

    def label_from_instance(self, record):
        words = shapes.named(record) if self.from_many_matters else shapes.title(record)
        about = _first_link(record)
        return f"{words} · {shapes.title(about)}" if about is not None else words


def _first_link(record: models.Model) -> models.Model | None:
    """The first record of another kind, beside its parent, that a record is about, as far as whoever acts may see it."""
    if not isinstance(record, MatterRecord):
        return None
    kind = catalogue.of(record)
    links = (name for name in kind.fields if name != kind.parent and shapes.has_link(kind.model, name))
    others = (getattr(record, name) for name in links if not shapes.is_hidden(record, name))
    return next(
        (other for other in others if isinstance(other, MatterRecord) and type(other) is not type(record)), None
    )


def some(rows: models.QuerySet, label: str, *, required: bool = True) -> forms.ModelChoiceField:
    """A choice of few rows; of many, their code is typed."""
    if len(rows[: OPTIONS + 1]) > OPTIONS:
        return NumberField(rows, path="code", label=label, required=required, help_text=_("Its code"))
    return ChoiceOfRecord(rows, label=label, required=required, empty_label=_("Choose"))
