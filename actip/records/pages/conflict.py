"""Two people changed one record: both versions side by side, and a choice for each field."""

from collections.abc import Iterable

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from actip.audit import trail
from actip.records import actions, shapes
from actip.records.catalogue import RecordType
from actip.records.pages.history import Names
from actip.vault.fields import MASK


def page(request: HttpRequest, kind: RecordType, form, theirs: models.Model) -> HttpResponse:
    """409: what she typed is kept in the page; what is stored now is chosen where she does not say otherwise."""
    actions.opened(theirs)
    last = trail.history(kind.slug, theirs.pk)[:1]
    fields = [_compare(form, kind, theirs, name) for name in form.fields if name in kind.fields]
    context = {
        "kind": kind,
        "record": theirs,
        "title": _("Changed by somebody else: %(record)s") % {"record": f"{kind.name} {shapes.heading(theirs)}"},
        "conflict": {
            "fields": sorted(fields, key=lambda row: not row["differs"]),  # what is to be chosen stands first
            "by": Names(last).who(last[0]) if last else _("Somebody"),
            "at": theirs.updated_at,
        },
        "kept": [(name, value) for name in form.fields if name in kind.fields for value in request.POST.getlist(name)],
        "version": theirs.version,
        "action": request.get_full_path(),
        "back_url": shapes.address(theirs),
    }
    return render(request, "records/conflict.html", context, status=409)


def left_to_them(posted) -> Iterable[str]:
    """Fields for which the other version was chosen: they are not written."""
    return [key.removeprefix("pick-") for key in posted if key.startswith("pick-") and posted[key] == "theirs"]


def _compare(form, kind: RecordType, theirs: models.Model, name: str) -> dict:
    row = {"name": name, "label": form.fields[name].label}
    if name in kind.sealed:
        typed = form.cleaned_data.get(name, "") != MASK
        return row | {"differs": typed, "mine": _("what you typed"), "theirs": _("what is kept now")}
    mine, kept = (
        None if shapes.is_hidden(one, name) else shapes.fact(one, name)["value"] for one in (form.instance, theirs)
    )
    return row | {"differs": mine != kept, "mine": mine, "theirs": kept}
