"""Charts as SVG made on the server: bars, and what any chart is shown with. No script, no style attribute, each with its table.

A chart prints itself with its table: `{{ chart }}`. Lengths across are percentages and text is in CSS pixels, so that a chart is as
readable on a phone as on paper. The map of provinces is in `thai_map.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Number = int | float | Decimal
ROW, BAR = 52, 22
LABEL = 46  # characters of a label that fit a phone; the table has the whole


@dataclass(frozen=True)
class Bar:
    """One value and what it is called. link: its rows. mark: a second figure to compare with (a published one). value None: hidden."""

    label: str
    value: Number | None
    link: str = ""
    mark: Number | None = None


@dataclass(frozen=True)
class Chart:
    """A drawn chart: `svg` alone, or with caption, legend and table when printed in a template."""

    title: str
    svg: SafeString
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    links: Sequence[str]
    legend: Sequence[tuple[str, str]]
    kind: str = "chart"

    def __str__(self) -> str:
        rows = [
            {"cells": [written(cell) for cell in row], "url": url}
            for row, url in zip(self.rows, self.links, strict=True)
        ]
        return render_to_string("components/chart.html", {"chart": self, "rows": rows})

    __html__ = __str__


def bars(series: Iterable[Bar], *, title: str, unit: str = "", mark_label: str = "") -> Chart:
    """Horizontal bars, one per row, in the order given. A `mark` is drawn as a line across the bar (published beside computed)."""
    series = list(series)
    top = _top([bar.value for bar in series] + [bar.mark for bar in series])
    body = SafeString("".join(_bar_row(bar, index, top) for index, bar in enumerate(series)))
    has_marks = any(bar.mark is not None for bar in series)
    said = [("c1", unit or pgettext("count", "Number")), ("published", mark_label or _("Published"))]
    head = [_("Name"), *(label for _colour, label in (said if has_marks else said[:1]))]
    rows = [[bar.label, bar.value, bar.mark][: len(head)] for bar in series]
    links = [bar.link for bar in series]
    return Chart(title, _svg(body, len(series), title, any(links)), head, rows, links, said if has_marks else [])


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


def _bar_row(bar: Bar, index: int, top: Number) -> SafeString:
    y, box = index * ROW, '<rect class="{}" x="0" y="{}" width="{}" height="{}" rx="3"/>'
    parts = [
        _label(bar.label, y),
        format_html('<text class="value" x="100%" y="{}" text-anchor="end">{}</text>', y + 16, written(bar.value)),
        format_html(box, "track", y + 22, "100%", BAR),
        format_html(box, "c1", y + 22, percent_of(bar.value, top), BAR),
    ]
    if bar.mark is not None:
        at, line = percent_of(bar.mark, top), '<line class="published" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        parts.append(format_html(line, at, at, y + 18, y + 26 + BAR))
    return _linked(parts, bar.link)


def _label(label: object, y: int) -> SafeString:
    return format_html('<text x="0" y="{}">{}<title>{}</title></text>', y + 16, _short(label), label)


def _linked(parts: Sequence[SafeString], url: str) -> SafeString:
    inside = format_html_join("", "{}", ((part,) for part in parts))
    return format_html('<a href="{}">{}</a>', url, inside) if url else inside


def _svg(body: SafeString, rows: int, title: str, has_links: bool) -> SafeString:
    """A picture for screen readers, or a group where it holds links that they must reach."""
    return format_html(
        '<svg class="fluid" role="{}" aria-label="{}" width="100%" height="{}"><title>{}</title>{}</svg>',
        "group" if has_links else "img", title, max(rows, 1) * ROW, title, body,
    )  # fmt: skip
