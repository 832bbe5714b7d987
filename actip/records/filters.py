"""Filters of lists, derived from the declaration: a code is chosen, a day has a from and a to, a link is chosen from what one sees."""

from collections.abc import Iterable

import django_filters
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.records import shapes
from actip.records.catalogue import RecordType
from actip.records.rendering import QuickSelect
from actip.thai.fields import ThaiCharField, ThaiDateField

OPTIONS = 200  # a longer list of links is no filter


class DayFilter(django_filters.Filter):
    field_class = ThaiDateField


class TextFilter(django_filters.Filter):
    field_class = ThaiCharField


def filterset(kind: RecordType, verbs, names: Iterable[str] | None = None) -> type[django_filters.FilterSet]:
    """The filters that somebody with these verbs may use: never one on a field that she does not read.

    names: of those declared, if not all.
    """
    made: dict[str, django_filters.Filter] = {}
    for name in kind.filters if names is None else names:
        if name in kind.shown(verbs):
            made |= _filters(kind, name)
    return type("Filters", (django_filters.FilterSet,), made)


def narrowed(kind: RecordType, asked: django_filters.FilterSet, rows: models.QuerySet) -> tuple[models.QuerySet, str]:
    """The rows that fit valid filters, and the state asked of a root record, by which not these rows but the feed is filtered."""
    given = asked.form.cleaned_data
    status = (given.get("status") or "") if kind.is_root else ""
    asked.form.cleaned_data = given | {"status": ""} if status else given
    found = asked.filter_queryset(rows)
    asked.form.cleaned_data = given
    return found, status


def links(kind: RecordType, verbs) -> list[str]:
    """Those filters that offer rows of another table, which are not the same for everybody."""
    return [name for name in kind.filters if name in kind.shown(verbs) and shapes.has_link(kind.model, name)]


def _filters(kind: RecordType, name: str) -> dict[str, django_filters.Filter]:
    field = kind.model._meta.get_field(name)
    label = capfirst(field.verbose_name)
    if isinstance(field, models.DateField):
        path = f"{name}__date" if isinstance(field, models.DateTimeField) else name
        return {
            f"{name}_from": DayFilter(path, lookup_expr="gte", label=_("%(field)s, from") % {"field": label}),
            f"{name}_to": DayFilter(path, lookup_expr="lte", label=_("%(field)s, to") % {"field": label}),
        }
    if isinstance(field, models.ForeignKey):
        rows = field.related_model._default_manager.complex_filter(field.get_limit_choices_to())
        if len(rows[: OPTIONS + 1]) > OPTIONS:
            return {}
        return {
            name: django_filters.ModelChoiceFilter(field_name=name, queryset=rows, label=label, empty_label=_("All"))
        }
    if isinstance(field, models.BooleanField):
        answers = [("", _("All")), ("true", _("Yes")), ("false", _("No"))]
        return {
            name: django_filters.TypedChoiceFilter(
                field_name=name, choices=answers, coerce=lambda code: code == "true", label=label
            )
        }
    if field.choices:
        choices = [(code, text) for code, text in field.get_choices(include_blank=False)]
        return {
            name: django_filters.ChoiceFilter(
                field_name=name, choices=choices, label=label, empty_label=_("All"), widget=QuickSelect
            )
        }
    return {name: TextFilter(name, label=label)}
