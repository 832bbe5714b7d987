"""Charts as SVG made on the server: bars, stacked bars, a funnel. No script, no style attribute, each with its table.

A chart prints itself with its table: `{{ chart }}`. Lengths across are percentages and text is in CSS pixels, so that a chart is as
readable on a phone as on paper. The map of provinces is in `thai_map.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Number = int | float | Decimal
ROW, BAR = 52, 22
LABEL = 46  # characters of a label that fit a phone; the table has the whole
SERIES_COLOURS = 6


@dataclass(frozen=True)
class Bar:
    """One value and what it is called. link: its rows. mark: a second figure to compare with (a published one). value None: hidden."""

    label: str
    value: Number | None
    link: str = ""
    mark: Number | None = None
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawn chart: `svg` alone, or with caption, legend and table when printed in a template."""

    title: str
    svg: SafeString
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    desc: str = ""
    legend: Sequence[tuple[str, str]] = ()
    kind: str = "chart"
    links: Sequence[str] = field(default=())

    def __str__(self) -> str:
        rows = [
            {"cells": [written(cell) for cell in row], "url": url}
            for row, url in zip(self.rows, self._links(), strict=True)
        ]
        return render_to_string("components/chart.html", {"chart": self, "rows": rows})

    __html__ = __str__

    def _links(self) -> Sequence[str]:
        return self.links or [""] * len(self.rows)


def bars(
    series: Iterable[Bar], *, title: str, desc: str = "", unit: str = "", mark_label: str = "", value_label: str = ""
) -> Chart:
    """Horizontal bars, one per row, in the order given. A `mark` is drawn as a line across the bar (published beside computed)."""
    series = list(series)
    top = _top([bar.value for bar in series] + [bar.mark for bar in series])
    body = SafeString("".join(_bar_row(bar, index, top) for index, bar in enumerate(series)))
    has_marks = any(bar.mark is not None for bar in series)
    head = [_("Name"), value_label or unit or pgettext("count", "Number")] + (
        [mark_label or _("Published")] if has_marks else []
    )
    rows = [[bar.label, bar.value, bar.mark][: len(head)] for bar in series]
    legend = (
        [("c1", value_label or unit or pgettext("count", "Number")), ("published", mark_label or _("Published"))]
        if has_marks
        else []
    )
    return Chart(
        title,
        _svg(body, len(series), title, desc, any(bar.link for bar in series)),
        head,
        rows,
        desc,
        legend,
        links=[bar.link for bar in series],
    )


def stacked(
    rows: Iterable[tuple[str, Sequence[Number | None]]],
    *,
    names: Sequence[str],
    title: str,
    desc: str = "",
    links: Sequence[str] = (),
    of_total: bool = False,
) -> Chart:
    """One bar per row, split into `names`, widest total full width; with `of_total` every bar is full width and shows shares."""
    rows = [(label, list(values)) for label, values in rows]
    totals = [sum(value or 0 for value in values) for _label, values in rows]
    top = _top(totals)
    links = list(links) or [""] * len(rows)
    drawn = [
        _stacked_row(label, values, index, total if of_total else top, total, url)
        for index, ((label, values), total, url) in enumerate(zip(rows, totals, links, strict=True))
    ]
    legend = [(f"c{number % SERIES_COLOURS + 1}", name) for number, name in enumerate(names)]
    table = [[label, *values, total] for (label, values), total in zip(rows, totals, strict=True)]
    svg = _svg(SafeString("".join(drawn)), len(rows), title, desc, any(links))
    return Chart(title, svg, [_("Name"), *names, _("Total")], table, desc, legend, links=links)


def funnel(stages: Iterable[Bar], *, title: str, desc: str = "") -> Chart:
    """Stages of one path, each with its share of the first and of the stage before; a `note` says why some left."""
    stages = list(stages)
    first = next((bar.value for bar in stages if bar.value), 0)
    before = [None, *(bar.value for bar in stages)][: len(stages)]
    drawn = [
        _bar_row(bar, index, first, share=share(bar.value, first), colour="c1" if index < len(stages) - 1 else "c2")
        for index, bar in enumerate(stages)
    ]
    head = [_("Stage"), pgettext("count", "Number"), _("Of the first"), _("Of the stage before"), _("Note")]
    rows = [
        [bar.label, bar.value, share(bar.value, first), share(bar.value, previous), bar.note]
        for bar, previous in zip(stages, before, strict=True)
    ]
    if not any(bar.note for bar in stages):
        head, rows = head[:-1], [row[:-1] for row in rows]
    svg = _svg(SafeString("".join(drawn)), len(stages), title, desc, any(bar.link for bar in stages))
    return Chart(title, svg, head, rows, desc, links=[bar.link for bar in stages])


def share(part: Number | None, whole: Number | None) -> str:
    """A percentage in words, "" where there is nothing to divide by: 12 %, and under 1 with one decimal."""
    if part is None or not whole:
        return ""
    percent = float(part) * 100 / float(whole)
    return f"{percent:.1f}%" if 0 < percent < 1 else f"{percent:.0f}%"


def written(value: object) -> object:
    """A figure for people: grouped by thousands; a hidden small cell says so."""
    if value is None:
        return _("hidden")
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    return value


def percent_of(value: Number | None, top: Number) -> str:
    """A length across, as SVG wants it; never above the whole."""
    return f"{min(float(value or 0) * 100 / float(top), 100):.2f}%"


def _top(values: Iterable[Number | None]) -> Number:
    return max((value for value in values if value is not None), default=0) or 1


def _short(label: object) -> str:
    label = str(label)
    return label if len(label) <= LABEL else label[: LABEL - 1].rstrip() + "…"


def _bar_row(bar: Bar, index: int, top: Number, *, share: str = "", colour: str = "c1") -> SafeString:
    y = index * ROW
    parts = [
        _label(bar.label, y),
        format_html(
            '<text class="value" x="100%" y="{}" text-anchor="end">{}{}</text>',
            y + 16,
            written(bar.value),
            f" ({share})" if share else "",
        ),
        format_html('<rect class="track" x="0" y="{}" width="100%" height="{}" rx="3"/>', y + 22, BAR),
        format_html(
            '<rect class="{}" x="0" y="{}" width="{}" height="{}" rx="3"/>',
            colour,
            y + 22,
            percent_of(bar.value, top or 1),
            BAR,
        ),
    ]
    if bar.mark is not None:
        at = percent_of(bar.mark, top or 1)
        parts.append(
            format_html('<line class="published" x1="{}" x2="{}" y1="{}" y2="{}"/>', at, at, y + 18, y + 26 + BAR)
        )
    return _linked(parts, bar.link)


def _stacked_row(
    label: str, values: Sequence[Number | None], index: int, top: Number, total: Number, url: str
) -> SafeString:
    y, before, parts = index * ROW, 0.0, [_label(label, index * ROW)]
    parts.append(format_html('<text class="value" x="100%" y="{}" text-anchor="end">{}</text>', y + 16, written(total)))
    parts.append(format_html('<rect class="track" x="0" y="{}" width="100%" height="{}" rx="3"/>', y + 22, BAR))
    for number, value in enumerate(values):
        if value:
            colour, wide = f"c{number % SERIES_COLOURS + 1}", float(value)
            box = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
            parts.append(
                format_html(box, colour, percent_of(before, top or 1), y + 22, percent_of(wide, top or 1), BAR)
            )
            before += wide
    return _linked(parts, url)


def _label(label: object, y: int) -> SafeString:
    return format_html('<text x="0" y="{}">{}<title>{}</title></text>', y + 16, _short(label), label)


def _linked(parts: Sequence[SafeString], url: str) -> SafeString:
    inside = format_html_join("", "{}", ((part,) for part in parts))
    return format_html('<a href="{}">{}</a>', url, inside) if url else inside


def _svg(body: SafeString, rows: int, title: str, desc: str, has_links: bool) -> SafeString:
    """A picture for screen readers, or a group where it holds links that they must reach."""
    return format_html(
        '<svg class="fluid" role="{}" aria-label="{}" width="100%" height="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        "group" if has_links else "img",
        title,
        max(rows, 1) * ROW,
        title,
        desc,
        conditional_escape(body),
    )
