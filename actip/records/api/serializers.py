"""What may be sent: a serializer for each set of fields, derived from the model, saying in the schema what pages say in forms."""

import re
from collections.abc import Callable
from functools import cache

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.utils.field_mapping import get_field_kwargs

from actip.records import shapes
from actip.records.catalogue import RecordType
from actip.records.several import CodesField
from actip.thai.serializers import AmountField, ThaiCharField, ThaiDateField, ThaiDateTimeField, WholeField, YesNoField
from actip.vault.fields import EncryptedField

CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
MANY = 60
REQUIRED = forms.Field.default_error_messages["required"]
NOT_THERE = forms.ModelChoiceField.default_error_messages["invalid_choice"]
MESSAGES = {"required": REQUIRED, "null": REQUIRED, "blank": REQUIRED}


class Reason(serializers.Serializer):
    """Why something protected is to be seen."""

    reason = ThaiCharField(min_length=5, max_length=500)


class Link(serializers.PrimaryKeyRelatedField):
    """Another record by its id; an agency or a shelter by its code as well. One out of reach is one that never was.

    rows: gives the rows it may point to, asked at each call: serializers are kept, and the rows are those of whoever acts.
    """

    def __init__(self, *, rows: Callable[[], models.QuerySet], **kwargs):
        self.rows = rows
        super().__init__(**kwargs)

    def to_internal_value(self, data):
        rows, found = self.rows(), None
        text = str(data) if isinstance(data, str | int) and not isinstance(data, bool) else ""
        is_uuid = isinstance(rows.model._meta.pk, models.UUIDField)
        if shapes.is_key(text) if is_uuid else text.isascii() and text.isdecimal() and len(text) < 19:
            found = rows.filter(pk=text).first()
        elif shapes.has_field(rows.model, "code") and CODE.fullmatch(text):
            found = rows.filter(code=text).first()
        if found is None:
            raise serializers.ValidationError(NOT_THERE, code="invalid_choice")
        return found


class Code(serializers.ChoiceField):
    """One of the codes of a list."""

    default_error_messages = {"invalid_choice": NOT_THERE}


@extend_schema_field(
    {
        "type": "string",
        "description": "A code: of a country (ISO 3166-1, such as TH), of a province (ISO 3166-2, such as TH-10).",
    }
)
class LongCode(Code):
    """One of a list too long for the schema."""


def read(kind: RecordType, names: tuple[str, ...], data, *, partial: bool) -> dict:
    """The values sent for some fields of a record type. Raises ValidationError for anything else that was sent.

    A protected field that comes back as null, as it was told, is left as it is.
    """
    surplus = [str(name)[:60] for name in data if name not in names][:20]
    sent = shape(kind, names, "")(data=data, partial=partial)
    if not sent.is_valid() or surplus:
        unknown = {name: serializers.ErrorDetail(_("There is no such field here."), "unknown") for name in surplus}
        raise serializers.ValidationError({**unknown, **sent.errors})
    return {name: value for name, value in sent.validated_data.items() if value is not None or name not in kind.sealed}


@cache
def shape(kind: RecordType, names: tuple[str, ...], suffix: str) -> type[serializers.Serializer]:
    """The serializer of these fields; `suffix` tells it from others of the same model in the schema."""
    fields = {name: field_for(kind.model._meta.get_field(name)) for name in names}
    return type(f"{kind.model.__name__}{suffix}", (serializers.Serializer,), fields)


def field_for(field: models.Field, **said) -> serializers.Field:
    """The serializer field for a model field, with its label and help; `said` goes before what the model says."""
    options = {
        "required": not field.blank and not field.has_default() and not field.null,
        "allow_null": field.null or isinstance(field, EncryptedField),
        "label": field.verbose_name,
        "help_text": field.help_text or None,
        "error_messages": MESSAGES,
    } | said
    text = {"allow_blank": field.blank, "max_length": field.max_length}
    if isinstance(field, models.ForeignKey):
        manager = field.related_model._default_manager
        return Link(queryset=manager, rows=lambda: manager.complex_filter(field.get_limit_choices_to()), **options)
    if isinstance(field, EncryptedField):
        return ThaiCharField(multiline=True, write_only=True, **options, **text)
    if isinstance(field, CodesField):
        return serializers.ListField(child=Code(choices=field.codes), min_length=0 if field.blank else 1, **options)
    if field.choices:
        kind = Code if len(field.flatchoices) <= MANY else LongCode
        return kind(choices=field.flatchoices, allow_blank=field.blank, **options)
    if isinstance(field, models.DateTimeField):
        return ThaiDateTimeField(**options)
    if isinstance(field, models.DateField):
        return ThaiDateField(**options)
    if isinstance(field, models.BooleanField):
        return YesNoField(**options)
    bounds = {name: value for name, value in get_field_kwargs("", field).items() if name in ("min_value", "max_value")}
    if isinstance(field, models.DecimalField):
        return AmountField(max_digits=field.max_digits, decimal_places=field.decimal_places, **bounds, **options)
    if isinstance(field, models.IntegerField):
        return WholeField(**bounds, **options)
    return ThaiCharField(multiline=isinstance(field, models.TextField), **options, **text)
