"""What may be the same as a record that is being entered: shown while typing, and once before it is saved."""

from collections.abc import Iterator
from itertools import islice

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from actip.records import catalogue, forms, shapes
from actip.records.catalogue import RecordType
from actip.records.pages import door

FEW = 5


def alike(record: models.Model, kind: RecordType) -> Iterator[tuple[models.Model, str, int | None]]:
    """The few records within her reach that look the same, the surest first: each with why, and how surely (0-100) if told."""
    for other, why, *score in islice(kind.lookalikes(record) if kind.lookalikes else (), FEW):
        yield other, why, score[0] if score else None


def of(record: models.Model, kind: RecordType) -> list[dict]:
    """The same as components/lookalikes.html shows them."""
    return [
        {"label": f"{catalogue.of(other).name} {shapes.title(other)}", "url": shapes.address(other), "why": why, "score": score}
        for other, why, score in alike(record, kind)
    ]  # fmt: skip


@require_POST
def panel(request: HttpRequest, slug: str) -> HttpResponse:
    """The panel for what has been typed so far; incomplete fields are passed over."""
    kind, _verbs = door.enter(request, slug, "create")
    form = forms.form_class(kind, kind.fields)(request.POST, kind=kind)
    form.is_valid()
    return render(request, "components/lookalikes.html", {"found": of(form.instance, kind)})
