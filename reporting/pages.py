"""The dashboard, and the page behind each of its numbers: exactly the records that it counts."""

from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from actip.access.decide import decide, verbs
from actip.records import actions, listing, shapes
from actip.records.pages import errors
from actip.thai.dates import parse_year, year_label
from actip.thai.language import page_language
from reporting import cells, court_money, funnel
from reporting.cells import Figures
from reporting.indicators import BY_CODE, INDICATORS, Indicator
from reporting.sections import section
from reporting.tasks import count_soon


@login_required
def dashboard(request):
    """Figures of a year over what the reader reaches; for readers of statistics alone, over the whole country."""
    own = [indicator for indicator in INDICATORS if decide(request.user, indicator.record_code, "read")]
    is_national = not own and decide(request.user, "STA", "stats")
    if not own and not is_national:
        return errors.refuse(request, 403)
    found = {i: cells.national(i) if is_national else cells.figures(i) for i in (own or INDICATORS)}
    year = _year(request.GET.get("year", ""), found.values())
    sections = [section(indicator, year, figures, is_national) for indicator, figures in found.items()]
    context = {
        "year": year,
        "year_label": year_label(year, page_language(None)),
        "years": [
            {"label": year_label(each, page_language(None)), "url": f"?year={each}", "current": each == year}
            for each in _years(found.values())
        ],
        "is_national": is_national,
        "has_path": funnel.is_national(request.user) is not None,
        "has_court_money": court_money.reads(request.user) is not None,
        "tiles": [tile for section in sections for tile in section["tiles"]],
        "sections": sections,
        "is_late": cells.waiting() > cells.MOST_CHANGED,
    }
    count_soon()
    return render(request, "reporting/dashboard.html", context)


@login_required
def figure(request, code: str, year: int):
    """The records behind one number."""
    indicator = BY_CODE.get(code)
    by, category = request.GET.get("by", ""), request.GET.get("is", "")
    if indicator is None or (by and by not in indicator.breakdowns) or not 1857 <= year <= 2100:
        raise Http404
    if not decide(request.user, indicator.record_code, "read"):
        return errors.refuse(request, 403)
    try:
        rows, cursor = indicator.rows(year, by, category), request.GET.get("cursor", "")
        page = listing.page(indicator.kind, rows, cursor=cursor, counted=False)  # cells have counted them
    except ValidationError as error:
        return errors.refuse(request, 400, what=" ".join(error.messages))
    n, amount = cells.figures(indicator).get((year, by, category), (0, Decimal(0)))
    models.prefetch_related_objects(page.rows, *shapes.links(indicator.kind))
    actions.looked("indicators", indicator=code, year=year, by=by)
    context = {
        "indicator": indicator,
        "title": _title(indicator, year, by, category),
        "n": n,
        "amount": amount if indicator.money else None,
        "back": f"{reverse('dashboard')}?year={year}",
        "page": {name: _turned(request, getattr(page, name)) for name in ("previous", "next")},
        **shapes.table(indicator.kind, page.rows, verbs(request.user, indicator.record_code)),
    }
    return render(request, "reporting/figure.html", context)


def _turned(request, cursor: str) -> str:
    """The address of another page of the same list; "" where there is none."""
    if not cursor:
        return ""
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"


def _title(indicator: Indicator, year: int, by: str, category: str) -> str:
    parts = [str(indicator.title), year_label(year, page_language(None))]
    return ", ".join([*parts, str(indicator.label(by, category))] if by else parts)


def _years(found: Iterable[Figures]) -> list[int]:
    return sorted({year for figures in found for year, by, _category in figures if not by}, reverse=True)[:12]


def _year(asked: str, found: Iterable[Figures]) -> int:
    """The year asked for (either calendar), else this one."""
    with suppress(ValidationError):
        return parse_year(asked)
    years = _years(found)
    this = localdate().year
    return this if this in years or not years else years[0]
