"""Search: a number leads straight to its record; a name, document or telephone finds who it belongs to, opening nothing.

What is searched for is sent in the body, never in an address: addresses end up in histories and logs.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from actip.access.decide import decide
from actip.access.models import Matter
from actip.records import catalogue, finding, shapes
from actip.thai.text import to_ascii_digits

NUMBER = re.compile(r"([RCP])(\d{2})-?([0-9A-Z]{4})-?([0-9A-Z]{4})")
LONGEST = 200


@sensitive_variables()
def page(request: HttpRequest) -> HttpResponse:
    """One box for all of it."""
    asked = (request.POST.get("q") or request.GET.get("q") or "").replace("\0", "").strip()[:LONGEST]
    number = _number(asked)
    if number:
        found = Matter.objects.filter(number=number).first()
        if found and shapes.record_of(found):
            return redirect(shapes.address(found))
        exists = found is not None
        return render(
            request, "records/search.html", {"title": _("Search"), "q": number, "asked": True, "exists": exists}
        )
    if "q" in request.GET:
        return redirect("records:search")  # only a number may stand in an address
    results = _by_identity(request.user, asked) if asked else []
    context = {"title": _("Search"), "q": asked, "results": results, "asked": bool(asked)}
    context["more"] = len(results) >= finding.FEW  # of each record type so many are looked for
    return render(request, "records/search.html", context)


def _number(text: str) -> str:
    """A number as it is kept, from one typed with Thai digits, small letters or without hyphens."""
    found = NUMBER.fullmatch(to_ascii_digits(text).upper().replace(" ", ""))
    return f"{found[1]}{found[2]}-{found[3]}-{found[4]}" if found else ""


@sensitive_variables()
def _by_identity(user, asked: str) -> list[dict]:
    """Records whose identity answers, with why, never the name itself."""
    has_digits = sum(char.isdigit() for char in to_ascii_digits(asked)) >= 4
    results = []
    for kind in finding.kinds():
        if not decide(user, kind.code, "read"):
            continue
        exact = {"document": asked, "phone": asked} if has_digits else {}
        for record, why in finding.find(kind, name=asked, **exact):
            of = catalogue.of(record)
            label = f"{capfirst(of.name)} {shapes.title(record)}"
            results.append({"label": label, "url": shapes.address(record), "hint": why, "state": record.matter.number})
    return results
