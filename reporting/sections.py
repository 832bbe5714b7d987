"""One indicator of the dashboard as a page shows it: its tiles, its charts, its figures beside the published ones."""

from collections.abc import Iterator
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from actip.thai.dates import year_label
from actip.thai.language import page_language
from actip.thai.money import format_baht
from reporting import thai_map
from reporting.cells import Figures
from reporting.charts import Bar, Chart, bars
from reporting.comparison import Comparison, compare
from reporting.indicators import Indicator

TOP = 12  # bars of one chart
HIDDEN = "–"  # nothing, or a group too small to be told


def section(indicator: Indicator, year: int, figures: Figures, is_national: bool) -> dict:
    """One indicator: its tiles, its charts, its figures beside the published ones. A small group of the country is no zero."""
    is_hidden = is_national and (year, "", "") not in figures
    n, amount = figures.get((year, "", ""), (0, Decimal(0)))
    url = _url(indicator, is_national, year)
    tiles = [{"label": indicator.title, "value": HIDDEN if is_hidden else f"{n:,}", "url": url, "note": indicator.unit}]
    if indicator.money:
        value = HIDDEN if is_hidden else f"{amount:,.0f}"
        tiles.append({"label": indicator.title, "value": value, "url": url, "note": _("THB")})
    compared = compare(indicator, year, figures)
    return {
        "indicator": indicator,
        "tiles": tiles,
        "n": n,
        "charts": [
            *filter(None, [by_year(indicator, figures, is_national)]),
            *(_charts(indicator, year, figures, compared, is_national) if n else ()),
        ],
        "is_hidden": is_hidden,
        "compared": [_row(indicator, each, is_national) for each in compared],
    }


def by_year(indicator: Indicator, figures: Figures, is_national: bool) -> Chart | None:
    """The totals of up to TOP years beside each other; None where there is but one. A year without any is drawn; one of the country that is not told is not."""
    totals = {y: pair for (y, by, _category), pair in figures.items() if not by}
    if len(totals) < 2:
        return None
    years = sorted(totals) if is_national else range(min(totals), max(totals) + 1)
    place = _place(indicator)
    series = [
        Bar(_year_so_far(y), totals.get(y, (0, Decimal(0)))[place], _url(indicator, is_national, y))
        for y in years[-TOP:]
    ]
    return bars(series, title=_chart_title(indicator, "year"), unit=_unit(indicator))


def _year_so_far(year: int) -> str:
    label = year_label(year, page_language(None))
    return _("%(year)s so far") % {"year": label} if year == localdate().year else label


def _place(indicator: Indicator) -> int:
    """Which of (count, baht) its charts draw."""
    return 1 if indicator.money else 0


def _unit(indicator: Indicator) -> str:
    """What its charts count: baht where it is about money."""
    return _("THB") if indicator.money else str(indicator.unit)


def _charts(
    indicator: Indicator, year: int, figures: Figures, compared: list[Comparison], is_national: bool
) -> Iterator[Chart]:
    """One chart for each breakdown of the year, provinces as a map."""
    for by in indicator.breakdowns:
        values = {c: pair for (y, b, c), pair in figures.items() if (y, b) == (year, by)}
        if by == "province":
            links = {c: url for c in values if (url := _url(indicator, is_national, year, by, c))}
            title = _("%(title)s by province") % {"title": indicator.title}
            yield thai_map.province_map({c: n for c, (n, _thb) in values.items() if c}, links=links, title=title)
            continue
        place = _place(indicator)
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
                    str(indicator.label(by, category)), pair[place], _url(indicator, is_national, year, by, category), marks.get(category)
                )
                for category, pair in ordered
            ],
            title=_chart_title(indicator, by),
            unit=_unit(indicator),
            mark_label=_("published") if marks else "",
        )  # fmt: skip


def _chart_title(indicator: Indicator, by: str) -> str:
    names = {
        "channel": _("by channel"), "exploitation": _("by form of exploitation"), "danger": _("by danger"),
        "status": _("by status"), "investigator": _("by kind of investigator"), "nationality": _("by nationality"),
        "sex": _("by sex"), "year": _("by year"), "age": _("by age"), "residence": _("by residence"), "kind": _("by kind"), "source": _("by source"),
    }  # fmt: skip
    return f"{indicator.title} {names[by]}"


def _row(indicator: Indicator, each: Comparison, is_national: bool) -> dict:
    """A line of the comparison; a single category opens onto its records."""
    line = each.line
    single = len(line.categories) <= 1 and line.categories != ("*",)
    url = _url(indicator, is_national, line.year, line.breakdown, "".join(line.categories)) if single else ""
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


def _url(indicator: Indicator, is_national: bool, year: int, by: str = "", category: str = "") -> str:
    """The records that a figure counts; "" for one of the country, which opens onto nothing."""
    if is_national:
        return ""
    query = f"?{urlencode({'by': by, 'is': category})}" if by else ""
    return reverse("figure", args=[indicator.code, year]) + query
