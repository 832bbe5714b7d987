"""Small parts of pages: icons, tags, shown values, and the error summary's list of links."""

import re
from datetime import date, datetime
from decimal import Decimal
from html import escape
from itertools import chain

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from actip.thai import dates, times

register = template.Library()

ICONS = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m20 20-4.8-4.8"/>',
    "warning": '<path d="M12 3.5 1.8 21h20.4L12 3.5Z"/><path d="M12 10v5M12 18v.1"/>',
    "lock": '<rect x="4.5" y="10.5" width="15" height="10" rx="2"/><path d="M8 10.5V7a4 4 0 0 1 8 0v3.5"/>',
    "open-lock": '<rect x="4.5" y="10.5" width="15" height="10" rx="2"/><path d="M8 10.5V7a4 4 0 0 1 7.7-1.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "check": '<path d="m4.5 12.5 5 5L19.5 7"/>',
    "next": '<path d="m9 5 7 7-7 7"/>',
    "previous": '<path d="m15 5-7 7 7 7"/>',
    "download": '<path d="M12 3.5v12M7 11l5 5 5-5M4 20.5h16"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 20.5c1-4.5 4-6 8-6s7 1.5 8 6"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "leave": '<path d="M14 4h5v16h-5M15 12H4M8 8l-4 4 4 4"/>',
}
TONES = ("blue", "green", "orange", "red", "purple", "grey")


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "lock" %}`: decoration beside words, silent to a screen reader. Names are in ICONS."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 - written above, no input in it
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', drawing)


@register.simple_tag
def tag(label: object, tone: str = "grey") -> SafeString:
    """`{% tag record.get_status_display "blue" %}`: a state in a word. An unknown tone is grey."""
    return format_html('<strong class="tag tag-{}">{}</strong>', tone if tone in TONES else "grey", label)


@register.simple_tag
def pill(time: dict) -> SafeString:
    """Time left in words: {text, tone: running | soon | urgent | breached | met}."""
    sign = {"breached": "warning", "met": "check"}.get(time["tone"], "clock")
    return format_html('<span class="pill pill-{}">{}{}</span>', time["tone"], icon(sign), time["text"])


@register.simple_tag
def table_rows(rows: list[dict]) -> SafeString:
    """The body of components/table.html. Written here because a template for each cell takes most of the time of a list."""
    heads = {}  # what stands before each value of a column, made once
    made = (f'<tr role="row"{_row_class(row)}>{_cells(row, heads)}</tr>' for row in rows)
    return mark_safe("\n".join(made))  # noqa: S308 - every value is escaped one by one


def _row_class(row: dict) -> SafeString | str:
    return format_html(' class="{}"', row["tone"]) if row.get("tone") else ""


def _cells(row: dict, heads: dict) -> str:
    """The first cell heads the row and opens it; each tells its column to a phone, which shows no head."""
    first, *others = row["cells"]
    look = escaped(first["column"].get("kind", ""))
    url, value = escaped(row["url"]), escaped(shown(first.get("value")))
    cells = [f'<th scope="row" role="rowheader" class="{look}"><a href="{url}">{value}</a></th>']
    for cell in others:
        column = cell["column"]
        head = heads.get(id(column))
        if head is None:
            look, label = escaped(column.get("kind", "")), escaped(column["label"])
            head = heads[id(column)] = f'<td role="cell" class="{look}" data-label="{label}"><span>'
        cells.append(f"{head}{escaped(_said(cell))}</span></td>")
    return "".join(cells)


def escaped(value: object) -> str:
    """As Django's conditional_escape, without what that spends on lazy text: for the thousand values of one page."""
    if isinstance(value, Promise):
        value = str(value)
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def _said(cell: dict) -> object:
    if cell.get("tone"):
        return tag(cell.get("value"), cell["tone"])
    if isinstance(value := cell.get("value"), datetime):
        # a narrow column breaks it between day and hour, and nowhere else
        day, hour = dates.format_date(value), times.format_time(value)
        return format_html('<span class="nowrap">{}</span> <span class="nowrap">{}</span>', day, hour)
    return pill(cell["pill"]) if cell.get("pill") else shown(value)


@register.filter
def shown(value: object) -> object:
    """A value as people read it: dates in the page's era, yes and no in words, numbers grouped, nothing as "not stated"."""
    if value is None or value == "":
        return nothing(_("Not stated"))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return times.format_datetime(value)
    if isinstance(value, date):
        return dates.format_date(value)
    if isinstance(value, int | Decimal):
        return amount(value)
    return value


def nothing(words: str) -> SafeString:
    """What stands where there is no value, more quietly than a value."""
    return format_html('<span class="none">{}</span>', words)


@register.filter
def amount(value: int | Decimal | float | None) -> str:
    """Grouped by thousands; decimals only where there are some: 4,957,659 and 1,200.50."""
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    return f"{value:,.2f}" if isinstance(value, Decimal) else f"{value:,}"


NUMBER = re.compile(r"\b[A-Z]\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@register.filter
def whole(text: object) -> SafeString:
    """A text in which the number of a matter is not broken at its hyphens."""
    kept = NUMBER.sub(r'<span class="nowrap">\g<0></span>', escaped(text))
    return mark_safe(kept)  # noqa: S308 - escaped above


@register.filter
def is_tick(field) -> bool:
    """A single checkbox: its label stands behind it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.simple_tag
def problems(form) -> list[dict[str, object]]:
    """Errors of a form in the order of its fields, each with the id of the control it is about ("" for the form's own)."""
    own = ({"text": text, "id": ""} for text in form.non_field_errors())
    hidden = ({"text": f"{field.label}: {text}", "id": ""} for field in form.hidden_fields() for text in field.errors)
    fields = (
        {"text": text, "id": _first_id(field), "label": field.label}
        for field in form.visible_fields()
        for text in field.errors
    )
    return list(chain(own, hidden, fields))


def _first_id(field) -> str:
    """Where a link in the summary leads: the first choice of a group, else the control."""
    return f"{field.auto_id}_0" if field.use_fieldset and field.auto_id else field.id_for_label or field.auto_id
