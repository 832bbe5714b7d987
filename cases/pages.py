"""Three plain pages of an inquiry: who could interview, the links to other cases, and the dated offence catalogue."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from actip.access import decide
from actip.records import shapes
from actip.records.pages import door
from cases import codes, link_chart
from cases import interviewers as choice
from cases import links as connections
from cases.models import Case, Offence


def interviewers(request: HttpRequest, pk) -> HttpResponse:
    """Officers of one's own agency of the sex that the person asks for (`?wished=female`), ready to be recorded."""
    kind, _verbs = door.enter(request, "cases", "read")
    case = cast(Case, door.fetch(kind, pk))
    if not choice.may_record(request.user, case):
        raise PermissionDenied(_("Your role records no interviews in this case."))
    wishes = dict(codes.WISHED_SEXES)
    wished = request.GET.get("wished", "")
    wished = wished if wished in wishes else "not_asked"
    add = reverse("records:add", args=["interviews"])
    people = [
        {
            "name": str(user),
            "sex": user.get_sex_display(),
            "held": held,
            "url": f"{add}?{urlencode({'case': str(case.pk), 'wished_sex': wished, 'interviewer': str(user.pk), 'interviewer_sex': user.sex})}",
        }
        for user, held in choice.proposed(request.user, wished)
    ]
    options = [
        {"label": label, "url": f"?wished={code}", "current": code == wished} for code, label in codes.WISHED_SEXES
    ]
    context = {
        "title": _("Who could interview"), "people": people, "options": options,
        "crumbs": [shapes.crumb(case)],
    }  # fmt: skip
    return render(request, "cases/interviewers.html", context)


def links(request: HttpRequest, pk) -> HttpResponse:
    """What connects this case to others that she may open, drawn and as a table; noted in the trail like opening the case."""
    kind, _verbs = door.enter(request, "cases", "read")
    case = cast(Case, door.opened(kind, pk))
    found = connections.of_case(case, connections.MOST + 1)
    shown, title = found[: connections.MOST], _("Links to other cases")
    context = {
        "title": title, "crumbs": [shapes.crumb(case)], "links": shown,
        "svg": link_chart.draw(shown, title), "is_cut": len(found) > len(shown),
    }  # fmt: skip
    return render(request, "cases/links.html", context)


def offences(request: HttpRequest) -> HttpResponse:
    """Every row with its penalty, from when to when, its source, and whether it is confirmed; for whoever reads charges."""
    if not decide.decide(request.user, "CHG", "read"):
        raise PermissionDenied(_("Your role does not open this kind of record."))
    order = {code: place for place, (code, _label) in enumerate(codes.PROVISIONS)}
    rows = sorted(Offence.objects.all(), key=lambda row: (order.get(row.code, 99), row.valid_from))
    return render(request, "cases/offences.html", {"title": _("Offence catalogue"), "rows": rows})
