"""Forms derived from a record type's declaration: dates in both eras, clean text, links typed as numbers."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.access.models import LETTERS, Matter
from actip.records import shapes
from actip.records.base import MatterRecord, RootRecord
from actip.records.catalogue import RecordType
from actip.records.linking import ChoiceOfRecord, NumberField, OneOfMatter, some
from actip.records.rendering import QuickSelect
from actip.records.several import CodesField
from actip.thai.fields import ThaiCharField, formfield
from actip.vault.fields import EncryptedField


class RecordForm(forms.ModelForm):
    """Only reads what was typed: the action validates the whole record, in the same words for page, API and import."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    needs: frozenset[str] = frozenset()

    def __init__(self, *args, kind: RecordType, matter_id=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)
        for name, field in list(self.fields.items()):
            if isinstance(field, forms.ModelChoiceField):
                self._limit(name, field, kind, matter_id)
            elif self.is_bound and name not in self.needs and self._can_be_left_out(name, field):
                field.required = False

    def _can_be_left_out(self, name: str, field: forms.Field) -> bool:
        """A field that was not sent keeps its value, at first the one of its model ("not stated"), as in the API."""
        is_kept = shapes.has_field(self._meta.model, name) and self._meta.model._meta.get_field(name).has_default()
        return is_kept and field.widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))

    def _limit(self, name: str, field: forms.ModelChoiceField, kind: RecordType, matter_id) -> None:
        model = field.queryset.model
        below = next((link for link in kind.hangs if self.initial.get(link) or self.data.get(link)), name)
        if name in kind.hangs and self.initial.get(name):
            field.widget = forms.HiddenInput()
        elif name in kind.hangs and name != below:
            del self.fields[name]  # it hangs below the other one
        elif not self.instance._state.adding and shapes.is_hidden(self.instance, name):
            del self.fields[name]  # a link that she may not see is not hers to change
        elif (
            matter_id
            and name != kind.parent
            and shapes.has_field(model, "matter")
            and not issubclass(model, RootRecord)  # another matter's root is meant by its number
            and not shapes.has_field(model, "number")
        ):
            field.queryset = field.queryset.filter(matter_id=matter_id)
            if issubclass(model, MatterRecord):
                field.queryset = field.queryset.order_by("created_at", "pk")
        elif isinstance(field, ChoiceOfRecord) and issubclass(model, MatterRecord):
            self.fields[name] = field = field.within_reach()
            if isinstance(field, OneOfMatter) and shapes.is_key(self.initial.get(name)):
                field.offer_beside(self.initial[name])
        elif hasattr(self.instance, "fitting"):
            field.queryset = self.instance.fitting(name, field.queryset, self.fields)
        if shapes.has_field(model, "code") and isinstance(field.widget, forms.Select) and name in self.fields:
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


def form_class(kind: RecordType, names: Iterable[str], required: Iterable[str] = ()) -> type[forms.ModelForm]:
    """The form of some fields of a record type, in the language of now; `required` ones must be filled."""
    needs = frozenset(required)

    def make(field, **kwargs):
        made = _form_field(field, **kwargs)
        if made and field.name in needs:
            made.required = True
        return made

    made = forms.modelform_factory(kind.model, form=RecordForm, fields=list(names), formfield_callback=make)
    made.needs = needs
    return made


def _form_field(field: models.Field, **kwargs) -> forms.Field | None:
    if isinstance(field, EncryptedField):
        plain = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        return field.formfield(form_class=ThaiCharField, max_length=500, widget=plain)
    if isinstance(field, models.ForeignKey):
        return _link_field(field)
    if isinstance(field, CodesField):
        return field.formfield()
    if isinstance(field, models.BooleanField) and not field.null and not field.has_default():
        answers = [("", _("Choose")), (True, _("Yes")), (False, _("No"))]  # asked, and taken for granted neither way
        kwargs |= {
            "form_class": forms.TypedChoiceField,
            "choices": answers,
            "coerce": field.to_python,
            "required": True,
        }
    if field.choices:
        kwargs["widget"] = QuickSelect
    elif isinstance(field, models.IntegerField):  # not type=number, which refuses Thai digits
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"})
    made = formfield(field, **kwargs)
    if isinstance(getattr(made, "widget", None), forms.Textarea):
        made.widget.attrs["rows"] = 5
    if field.choices and isinstance(made, forms.TypedChoiceField):
        made.choices = [(code, label if code != "" else _("Choose")) for code, label in made.choices]
    return made


def _link_field(field: models.ForeignKey) -> forms.Field:
    model = field.related_model
    shared = {"label": capfirst(field.verbose_name), "required": not field.blank, "help_text": field.help_text}
    rows = model._default_manager.complex_filter(field.get_limit_choices_to())
    if shapes.has_field(model, "number") or issubclass(model, RootRecord):
        letter = LETTERS[getattr(model, "MATTER_KIND", "case")]
        shared["help_text"] = shared["help_text"] or _("Its number, for example %(number)s") % {
            "number": f"{letter}69-7K3Q-F2DM"
        }
        return NumberField(rows, path="number" if model is Matter else "matter__number", **shared)
    return ChoiceOfRecord(rows, empty_label=_("Choose"), **shared)
