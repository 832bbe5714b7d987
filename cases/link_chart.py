"""The links of a case as a picture: the case, what it shares, and the cases that share it. No script, no style attribute."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actip.records import shapes
from cases.links import Link

ROW, BOX = 56, 36
# Columns as percentages across (left edge, width): the case, what is shared, the other cases.
HERE, SHARED, THERE = (0, 20), (28, 32), (67, 33)


def draw(links: list[Link], title: str) -> SafeString:
    """One box for each thing that is shared and for each other case, a line for each link; "" without links."""
    if not links:
        return SafeString("")
    things = {link.thing: link.label for link in links}
    cases = {link.case.pk: link.case for link in links}
    height = ROW * max(len(things), len(cases))
    at = _places(things, height), _places(cases, height)
    lines = [_line(HERE, height / 2, SHARED, at[0][thing]) for thing in things]
    pairs = dict.fromkeys((link.thing, link.case.pk) for link in links)
    lines += [_line(SHARED, at[0][thing], THERE, at[1][key]) for thing, key in pairs]
    boxes = [_box(HERE, height / 2, _("This case"), "node node-here")]
    boxes += [_box(SHARED, at[0][thing], label, "node node-shared") for thing, label in things.items()]
    boxes += [
        format_html('<a href="{}">{}</a>', shapes.address(case), _box(THERE, at[1][key], case.matter.number, "node"))
        for key, case in cases.items()
    ]
    return format_html(
        '<svg class="links" role="group" aria-label="{}" width="100%" height="{}"><title>{}</title>{}</svg>',
        title, height, title, format_html_join("", "{}", ((part,) for part in [*lines, *boxes])),
    )  # fmt: skip


def _places(keys, height: float) -> dict:
    """Key -> how far down its box stands; a column is spread over the whole height."""
    step = height / len(keys)
    return {key: round((place + 0.5) * step) for place, key in enumerate(keys)}


def _line(start: tuple[int, int], y1: float, end: tuple[int, int], y2: float) -> SafeString:
    return format_html(
        '<line class="tie" x1="{}%" y1="{}" x2="{}%" y2="{}"/>', sum(start), round(y1), end[0], round(y2)
    )


def _box(column: tuple[int, int], y: float, label: str, css: str) -> SafeString:
    left, width = column
    return format_html(
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}" rx="6"/><text class="node-name" x="{}%" y="{}" text-anchor="middle">{}</text>',
        css, left, round(y - BOX / 2), width, BOX, left + width / 2, round(y + 5), label,
    )  # fmt: skip
