"""Lists: fifty rows, filters in the address, the way back and on; and the same rows as a file."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.access.decide import ANY_ROOT
from actip.audit import trail
from actip.records import catalogue, filters, listing, shapes
from actip.records.catalogue import RecordType
from actip.records.export import LONGEST, Table, check, names, tier
from actip.records.pages import door
from actip.records.pages.errors import refuse
from actip.records.templatetags.ui import shown


def index(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of a list."""
    asked = Asked(request, *_listed(request, slug))
    kind, page = asked.kind, asked.page(50)
    rows = list(page.rows)
    models.prefetch_related_objects(rows, *shapes.links(kind))
    context = {
        "kind": kind,
        "title": capfirst(kind.plural),
        "filters": asked.form,
        "form": asked.form if asked.form.errors else None,
        "chips": asked.chips(),
        "clear_url": request.path,
        "total": page.count,
        "more": page.more,
        "page": {way: asked.url(cursor=cursor) if cursor else "" for way, cursor in (("previous", page.previous), ("next", page.next))},
        "add_url": reverse("records:add", args=[slug]) if "create" in asked.verbs and not kind.parent and kind.code != ANY_ROOT else "",
        "csv_url": asked.url(reverse("records:csv", args=[slug])) if tier(kind) < 3 else "",
    }  # fmt: skip
    return render(request, "records/list.html", context | shapes.table(kind, rows, asked.verbs))


def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The filtered list as CSV for a spreadsheet: no protected and no free text, each export in the audit trail."""
    asked = Asked(request, *_listed(request, slug))
    check(asked.kind)
    page = asked.page(LONGEST)
    if asked.form.errors or page.next:
        return refuse(request, 400, _("A file holds up to 10,000 rows. Set filters and try again."), asked.url())
    columns = names(asked.kind, asked.verbs)
    rows = list(page.rows)
    models.prefetch_related_objects(rows, *shapes.links(asked.kind))
    trail.record("export", record_type=slug, fields=columns, detail={"rows": len(rows), "filters": sorted(asked.used)})
    header = [capfirst(asked.kind.model._meta.get_field(name).verbose_name) for name in columns]
    table = Table([_("Number"), *header] if asked.kind.has_matter else header, (_cells(row, columns) for row in rows))
    response = HttpResponse(table.text(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.csv"'
    return response


@dataclass
class Asked:
    """What the address of a list asks for."""

    request: HttpRequest
    kind: RecordType
    verbs: frozenset[str]

    @cached_property
    def filters(self):
        rows = self.kind.model._default_manager.all()
        if self.kind.code == ANY_ROOT:
            rows = listing.assignments_of(self.request.user.agency_id)
        return filters.filterset(self.kind, self.verbs)(self.request.GET, rows)

    @property
    def form(self):
        return self.filters.form

    @cached_property
    def used(self) -> dict:
        """Filters in force and their values."""
        self.form.errors  # noqa: B018  cleans
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    def page(self, size: int) -> listing.Page:
        """Rows that fit the filters; none where a filter could not be understood. The feed itself filters roots by state."""
        if self.form.errors:
            return listing.Page([], "", "", 0, more=False)
        status = self.used.get("status", "") if self.kind.is_root else ""
        if status:
            self.form.cleaned_data["status"] = ""
        rows = self.filters.filter_queryset(self.filters.queryset.all())
        return listing.page(self.kind, rows, status=status, cursor=self.request.GET.get("cursor", ""), size=size)

    def url(self, path: str = "", without: str = "", **more: str) -> str:
        """This list's address with its filters, one of them left out or something more."""
        kept = self.request.GET.copy()
        for name in ("cursor", without):
            kept.pop(name, None)
        for name, value in more.items():
            kept[name] = value
        return (path or self.request.path) + (f"?{kept.urlencode()}" if kept else "")

    def chips(self) -> list[dict]:
        found = []
        for name, value in self.used.items():
            field = self.form.fields[name]
            words = dict(getattr(field, "choices", ())).get(str(self.request.GET.get(name)), value)
            found.append({"label": field.label, "value": shown(words), "url": self.url(without=name)})
        return found


def _listed(request, slug: str) -> tuple[RecordType, frozenset[str]]:
    kind, verbs = door.enter(request, slug)
    if not door.is_listed(kind):
        raise PermissionDenied(_("These are opened one at a time, from the record they belong to."))
    return kind, verbs


def _cells(row: models.Model, names: list[str]) -> Iterator:
    """Words for codes, links by their number; what a link hides stays empty."""
    if catalogue.of(row).has_matter:
        yield row.matter.number
    for name in names:
        yield None if shapes.is_hidden(row, name) else shapes.fact(row, name)["value"]
