"""Lists: fifty rows, filters in the address, the way back and on; and the same rows as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actip.access.decide import ANY_ROOT
from actip.records import actions, catalogue, filters, listing, shapes
from actip.records.catalogue import RecordType
from actip.records.export import CSV, LONGEST, Table, attachment, check, names, tier
from actip.records.pages import door
from actip.records.pages.errors import refuse
from actip.records.templatetags.ui import shown

LIST = "list"


def index(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of a list."""
    asked = Asked(request, *_listed(request, slug), request.GET)
    kind, page = asked.kind, asked.page(50)
    rows = list(page.rows)
    actions.listed(kind, len(rows))
    models.prefetch_related_objects(rows, *shapes.links(kind))
    context = {
        "kind": kind,
        "title": capfirst(kind.plural),
        "panel": asked.panel(),
        "form": asked.form if asked.errors else None,
        "chips": asked.chips(),
        "clear_url": request.path,
        "total": page.count,
        "more": page.more,
        "page": {way: asked.url(cursor=cursor) if cursor else "" for way, cursor in (("previous", page.previous), ("next", page.next))},
        "add_url": reverse("records:add", args=[slug]) if "create" in asked.verbs and not kind.parent and kind.code != ANY_ROOT else "",
        "csv_url": asked.url(reverse("records:csv", args=[slug])) if tier(kind) < 3 else "",
    }  # fmt: skip
    meta = kind.model._meta
    names = [f"{meta.app_label}/{meta.model_name}_list.html", "records/list.html"]
    return render(request, names, context | shapes.table(kind, rows, asked.verbs, suffix=asked.suffix()))


def within(request: HttpRequest, kind: RecordType, verbs, record: models.Model) -> dict[str, str] | None:
    """Where a record stands in the filtered list that it was opened from, whose filters the address has in `list`:
    addresses of the list and of the records before and after, "" at its ends. None where there is no such list.
    """
    filters_asked = request.GET.get(LIST, "")
    if not filters_asked or not kind.scope.listed:
        return None
    asked = Asked(request, kind, verbs, QueryDict(filters_asked))
    if asked.errors or not asked.used:
        return None
    rows, status = asked.filtered()
    previous, following = listing.neighbours(kind, rows, record, status)
    places = {"previous": previous, "next": following}
    found = {
        way: f"{shapes.address_of(kind, pk)}?{urlencode({LIST: filters_asked})}" if pk else ""
        for way, pk in places.items()
    }
    return found | {"list": f"{reverse('records:list', args=[kind.slug])}?{filters_asked}"}


def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The filtered list as CSV for a spreadsheet: no protected and no free text, each export in the audit trail."""
    asked = Asked(request, *_listed(request, slug), request.GET)
    check(asked.kind)
    page = asked.page(LONGEST)
    if asked.errors or page.next:
        return refuse(request, 400, _("A file holds up to 10,000 rows. Set filters and try again."), asked.url())
    columns = names(asked.kind, asked.verbs)
    rows = list(page.rows)
    models.prefetch_related_objects(rows, *shapes.links(asked.kind))
    actions.exported(slug, columns, rows=len(rows), filters=sorted(asked.used))
    header = [capfirst(asked.kind.model._meta.get_field(name).verbose_name) for name in columns]
    table = Table([_("Number"), *header] if asked.kind.has_matter else header, (_cells(row, columns) for row in rows))
    return attachment(table.text(), f"{slug}.csv", CSV)


@dataclass
class Asked:
    """What the address of a list asks for."""

    request: HttpRequest
    kind: RecordType
    verbs: frozenset[str]
    given: QueryDict

    @cached_property
    def is_plain(self) -> bool:
        """No filter is asked for: most calls. Then no form is made."""
        return not set(self.given) - {"cursor"}

    @property
    def rows(self) -> models.QuerySet:
        return listing.beginning(self.kind, self.request.user.agency_id)

    @cached_property
    def filters(self):
        return filters.filterset(self.kind, self.verbs)(self.given, self.rows)

    @property
    def form(self):
        return self.filters.form

    @property
    def errors(self) -> dict:
        return {} if self.is_plain else self.form.errors

    def panel(self) -> str:
        """The fields of the filters. Empty ones that offer only codes are the same for everybody, and made once."""
        if self.is_plain and not filters.links(self.kind, self.verbs):
            return _empty_panel(self.kind, self.verbs, get_language())
        return _drawn(self.form)

    @cached_property
    def used(self) -> dict:
        """Filters in force and their values."""
        if self.errors or self.is_plain:
            return {}
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    def page(self, size: int) -> listing.Page:
        """Rows that fit the filters; none where a filter could not be understood."""
        if self.errors:
            return listing.Page([], "", "", 0, more=False)
        rows, status = self.filtered()
        return listing.page(self.kind, rows, status=status, cursor=self.given.get("cursor", ""), size=size)

    def filtered(self) -> tuple[models.QuerySet, str]:
        """The rows that fit the filters, but for a state of root records, by which the feed itself filters."""
        return (self.rows, "") if self.is_plain else filters.narrowed(self.kind, self.filters, self.rows)

    def url(self, path: str = "", without: str = "", **more: str) -> str:
        """This list's address with its filters, one of them left out or something more."""
        kept = self.given.copy()
        for name in ("cursor", without):
            kept.pop(name, None)
        for name, value in more.items():
            kept[name] = value
        return (path or self.request.path) + (f"?{kept.urlencode()}" if kept else "")

    def suffix(self) -> str:
        """What the address of each record carries so that its page knows this list; nothing where no filter is set."""
        kept = self.url().partition("?")[2] if self.used else ""
        return f"?{urlencode({LIST: kept})}" if kept else ""

    def chips(self) -> list[dict]:
        found = []
        for name, value in self.used.items():
            field = self.form.fields[name]
            words = dict(getattr(field, "choices", ())).get(str(self.given.get(name)), value)
            found.append({"label": field.label, "value": shown(words), "url": self.url(without=name)})
        return found


@cache
def _empty_panel(kind: RecordType, verbs: frozenset[str], language: str) -> str:
    return _drawn(filters.filterset(kind, verbs)({}, kind.model._default_manager.none()).form)


def _drawn(form) -> str:
    return mark_safe("".join(field.as_field_group() for field in form))  # noqa: S308 - as the template would


def _listed(request, slug: str) -> tuple[RecordType, frozenset[str]]:
    kind, verbs = door.enter(request, slug)
    if not kind.scope.listed:
        raise PermissionDenied(_("These are opened one at a time, from the record they belong to."))
    return kind, verbs


def _cells(row: models.Model, names: list[str]) -> Iterator:
    """Words for codes, links by their number; what a link hides stays empty."""
    if catalogue.of(row).has_matter:
        yield row.matter.number
    for name in names:
        yield None if shapes.is_hidden(row, name) else shapes.fact(row, name)["value"]
