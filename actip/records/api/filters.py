"""Filters of API lists: those of the pages, and by link, by time of change. What a list does not tell it is not filtered by."""

from uuid import UUID

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes

from actip.records import filters, shapes
from actip.records.api.reading import is_told
from actip.records.api.serializers import MANY
from actip.records.catalogue import RecordType
from actip.thai.fields import ThaiDateTimeField

PAGING = ("cursor", "size", "format")


class NumberFilter(django_filters.Filter):
    """By the id of an agency or a person who works in one, a whole number."""

    field_class = forms.IntegerField


class LinkFilter(django_filters.UUIDFilter):
    """By another record. One out of reach finds nothing, as one that never was: the link to it is not told either."""

    def filter(self, rows, value):
        model = rows.model._meta.get_field(self.field_name).related_model
        if value and not model._default_manager.filter(pk=value).exists():
            return rows.none()
        return super().filter(rows, value)


class MomentFilter(django_filters.Filter):
    field_class = ThaiDateTimeField


# How the description says what a filter takes; days and moments are taken of either era as well.
TYPES = {
    NumberFilter: int, LinkFilter: UUID, MomentFilter: OpenApiTypes.DATETIME, filters.DayFilter: OpenApiTypes.DATE,
}  # fmt: skip


def codes(each: django_filters.Filter) -> list[str] | None:
    """What a filter chooses from; None where that is a long list, or nothing is chosen."""
    found = [code for code, _name in each.extra.get("choices", ()) if code]
    return found if 0 < len(found) <= MANY else None


def filterset(kind: RecordType, verbs) -> type[django_filters.FilterSet]:
    """The filters that somebody with these verbs may use."""
    made: dict[str, django_filters.Filter] = {}
    for name in kind.shown(verbs):
        field = kind.model._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            by_key = LinkFilter if isinstance(field.target_field, models.UUIDField) else NumberFilter
            made[name] = by_key(field_name=field.attname, label=field.verbose_name)
    made["updated_since"] = MomentFilter("updated_at", lookup_expr="gte", label=_("changed at this time or later"))
    plain = [name for name in kind.filters if is_told(kind, name) and not shapes.has_link(kind.model, name)]
    return type("ApiFilters", (filters.filterset(kind, verbs, plain),), made)


def apply(kind: RecordType, verbs, asked, rows: models.QuerySet) -> tuple[models.QuerySet, str]:
    """Filtered rows, and the state asked of a root record, which the feed filters by. Raises ValidationError."""
    if not set(asked) - set(PAGING):
        return rows, ""
    found = filterset(kind, verbs)(asked, rows)
    if surplus := sorted(set(asked) - set(found.filters) - set(PAGING)):
        sentence = _("There is no such parameter here. Known are: %(names)s.") % {
            "names": ", ".join([*found.filters, *PAGING])
        }
        raise ValidationError({name[:60]: ValidationError(sentence, code="unknown") for name in surplus[:20]})
    if not found.is_valid():
        raise ValidationError(found.form.errors.as_data())
    return filters.narrowed(kind, found, rows)


def size(asked, longest: int) -> int:
    """How many rows a page holds: 50 unless asked, at most `longest`. Raises ValidationError."""
    text = asked.get("size", "")
    if not text:
        return min(50, longest)
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= longest):
        raise ValidationError(
            {"size": ValidationError(_("Give a number from 1 to %(most)s.") % {"most": longest}, code="invalid")}
        )
    return int(text[:9])
