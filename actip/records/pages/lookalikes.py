"""What may be the same as a record that is being entered: shown while typing, and once before it is saved."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from actip.records import catalogue, forms, shapes
from actip.records.catalogue import RecordType
from actip.records.pages import door

FEW = 5


def of(record: models.Model, kind: RecordType) -> list[dict]:
    """Records within her reach that look the same, as components/lookalikes.html shows them."""
    if kind.lookalikes is None:
        return []
    found = []
    for other, why, *score in kind.lookalikes(record):
        name = f"{catalogue.of(other).name} {shapes.title(other)}"
        found.append({"label": name, "url": shapes.address(other), "why": why, "score": score[0] if score else None})
        if len(found) == FEW:
            break
    return found


@require_POST
def panel(request: HttpRequest, slug: str) -> HttpResponse:
    """The panel for what has been typed so far; incomplete fields are passed over."""
    kind, _verbs = door.enter(request, slug, "create")
    form = forms.form_class(kind, kind.fields)(request.POST, kind=kind)
    form.is_valid()
    return render(request, "components/lookalikes.html", {"found": of(form.instance, kind)})
