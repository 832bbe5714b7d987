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
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from actip.access.decide import decide, verbs
from actip.records import actions, listing, shapes
from actip.records.pages import errors
from actip.thai.dates import parse_year, year_label
from actip.thai.language import page_language
from actip.thai.money import format_baht
from reporting import cells, court_money, funnel, thai_map
from reporting.cells import Figures
from reporting.charts import Bar, bars
from reporting.comparison import Comparison, compare
from reporting.indicators import BY_CODE, INDICATORS, Indicator
from reporting.tasks import count_soon

TOP = 12  # bars of one chart
HIDDEN = "–"  # nothing, or a group too small to be told


@login_required
def dashboard(request):
    """Figures of a year over what the reader reaches; for readers of statistics alone, over the whole country."""
    own = [indicator for indicator in INDICATORS if decide(request.user, indicator.record_code, "read")]
    is_national = not own and decide(request.user, "STA", "stats")
    if not own and not is_national:
        return errors.refuse(request, 403)
    found = {i: cells.national(i) if is_national else cells.figures(i) for i in (own or INDICATORS)}
    year = _year(request.GET.get("year", ""), found.values())
    sections = [_section(indicator, year, figures, is_national) for indicator, figures in found.items()]
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


def _section(indicator: Indicator, year: int, figures: Figures, is_national: bool) -> dict:
    """One indicator: its tiles, its charts, its figures beside the published ones. A small group of the country is no zero."""
    is_hidden = is_national and (year, "", "") not in figures
    n, amount = figures.get((year, "", ""), (0, Decimal(0)))
    url = "" if is_national else _url(indicator, year)
    tiles = [{"label": indicator.title, "value": HIDDEN if is_hidden else f"{n:,}", "url": url, "note": indicator.unit}]
    if indicator.money:
        value = HIDDEN if is_hidden else f"{amount:,.0f}"
        tiles.append({"label": indicator.title, "value": value, "url": url, "note": _("THB")})
    compared = compare(indicator, year, figures)
    return {
        "indicator": indicator,
        "tiles": tiles,
        "charts": [] if not n else list(_charts(indicator, year, figures, compared, is_national)),
        "is_hidden": is_hidden,
        "compared": [_row(indicator, each, is_national) for each in compared],
    }


def _charts(indicator: Indicator, year: int, figures: Figures, compared: list[Comparison], is_national: bool):
    for by in indicator.breakdowns:
        values = {c: pair for (y, b, c), pair in figures.items() if (y, b) == (year, by)}
        if by == "province":
            links = {} if is_national else {c: _url(indicator, year, by, c) for c in values}
            title = _("%(title)s by province") % {"title": indicator.title}
            yield thai_map.province_map({c: n for c, (n, _thb) in values.items() if c}, links=links, title=title)
            continue
        place = 1 if indicator.money else 0
        marks = {
            line.categories[0]: each.published
            for each in compared
            if (line := each.line).breakdown == by
            and len(line.categories) == 1
            and line.measure == ("amount" if place else "n")
        }
        ordered = sorted(values.items(), key=lambda item: -item[1][place])[:TOP]
        yield bars(
            [
                Bar(
                    str(indicator.label(by, category)), pair[place], "" if is_national else _url(indicator, year, by, category),
                    marks.get(category),
                )
                for category, pair in ordered
            ],
            title=_chart_title(indicator, by),
            unit=_("THB") if place else str(indicator.unit),
            mark_label=_("published") if marks else "",
        )  # fmt: skip


def _chart_title(indicator: Indicator, by: str) -> str:
    names = {
        "channel": _("by channel"), "exploitation": _("by form of exploitation"), "danger": _("by danger"),
        "status": _("by status"), "investigator": _("by kind of investigator"), "nationality": _("by nationality"),
        "sex": _("by sex"), "age": _("by age"), "residence": _("by residence"), "kind": _("by kind"), "source": _("by source"),
    }  # fmt: skip
    return f"{indicator.title} {names[by]}"


def _row(indicator: Indicator, each: Comparison, is_national: bool) -> dict:
    """A line of the comparison; a single category opens onto its records."""
    line = each.line
    single = len(line.categories) <= 1 and line.categories != ("*",)
    url = "" if is_national or not single else _url(indicator, line.year, line.breakdown, "".join(line.categories))
    show = format_baht if line.measure == "amount" else "{:,.0f}".format
    is_told = each.has_all or not is_national
    label = each.label or (_("Other named") if line.breakdown else _("Total"))
    return {
        "label": label,
        "measure": _("THB") if line.measure == "amount" else indicator.unit,
        "computed": show(each.computed) if is_told else HIDDEN,
        "published": "" if each.published is None else show(each.published),
        "difference": each.difference if is_told else None,
        "difference_text": "" if each.difference is None or not is_told else _signed(each.difference),
        "source": each.source,
        "figure": line.figure,
        "url": url,
    }


def _signed(difference: Decimal) -> str:
    return "0" if not difference else f"{difference:+,.0f}"


def _url(indicator: Indicator, year: int, by: str = "", category: str = "") -> str:
    query = f"?{urlencode({'by': by, 'is': category})}" if by else ""
    return reverse("figure", args=[indicator.code, year]) + query
