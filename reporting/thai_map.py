"""The map of provinces: shapes from static/vendor/svg-maps-thailand (CC BY 4.0), shaded in six classes, each province a link."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actip.thai.provinces import province_label
from reporting.charts import Chart, Number, written

VENDOR = "static/vendor/svg-maps-thailand/thailand.svg"
CODES = Path(__file__).parent / "map_provinces.csv"
CLASSES = 5
LAKE = "lksg"
MISSING = object()


def province_map(values: Mapping[str, Number | None], *, links: Mapping[str, str] | None = None, title: str) -> Chart:
    """Shade provinces by ISO code (TH-10 ...). A code that is absent has nothing to show; None is a small cell that stays hidden."""
    links = links or {}
    steps = class_limits(values)
    drawn = []
    for code, path in shapes().items():
        value = values.get(code, MISSING)
        name = province_label(code)
        count = _("none") if value is MISSING else written(value)
        said = f"{name}: {count}"
        shape = format_html('<path class="{}" d="{}"><title>{}</title></path>', shade(value, steps), path, said)
        drawn.append(
            format_html('<a href="{}" aria-label="{}">{}</a>', links[code], said, shape) if code in links else shape
        )
    body = format_html_join("", "{}", ((part,) for part in drawn))
    svg = format_html(
        '<svg class="shapes" role="{}" aria-label="{}" viewBox="0 0 5600 10250">'
        '<title>{}</title>{}<path class="water" d="{}"/></svg>',
        "group" if links else "img", title, title, body, lake(),
    )  # fmt: skip
    shades = legend(steps) + ([("m-hidden", _("hidden, small number"))] if None in values.values() else [])
    order = sorted(values, key=lambda code: (-(values[code] or 0), code))
    rows = [[province_label(code), values[code]] for code in order]
    head = [_("Province"), pgettext("count", "Number")]
    return Chart(title, svg, head, rows, [links.get(code, "") for code in order], shades, kind="map")


def class_limits(values: Mapping[str, Number | None]) -> list[Number]:
    """Upper limits of the shades: equal shares of the highest value, whole numbers, none twice."""
    top = max((value for value in values.values() if value), default=0)
    return sorted({max(round(float(top) * step / CLASSES), 1) for step in range(1, CLASSES + 1)}) if top else []


def shade(value: Any, steps: list[Number]) -> str:
    if value is MISSING or value == 0:
        return "m0"
    if value is None:
        return "m-hidden"
    place = next((number for number, limit in enumerate(steps, start=1) if value <= limit), len(steps))
    return f"m{place + CLASSES - len(steps)}"


def legend(steps: list[Number]) -> list[tuple[str, str]]:
    """What each shade means: 0, 1-12, 13-24 ..."""
    found: list[tuple[str, str]] = [("m0", "0")]
    low = 1
    for number, limit in enumerate(steps, start=1 + CLASSES - len(steps)):
        found.append((f"m{number}", str(written(limit)) if low == limit else f"{written(low)}–{written(limit)}"))
        low = int(limit) + 1
    return found


@cache
def shapes() -> dict[str, str]:
    """ISO code -> path, in the order of the file."""
    paths = _paths()
    with CODES.open(encoding="utf-8", newline="") as lines:
        codes = {row["shape"]: row["code"] for row in csv.DictReader(lines)}
    return {codes[shape]: path for shape, path in paths.items() if shape != LAKE}


@cache
def lake() -> SafeString:
    return SafeString(_paths()[LAKE])


@cache
def _paths() -> dict[str, str]:
    tree = ElementTree.parse(settings.BASE_DIR / VENDOR)  # noqa: S314 - a file of the repository, hashed by a test
    return {path.attrib["id"]: _rounded(path.attrib["d"]) for path in tree.iter() if path.tag.endswith("path")}


def _rounded(path: str) -> str:
    """The same outline in whole tenths, less than half as long. Points are summed before rounding, so no error adds up."""
    out: list[str] = []
    x = y = start_x = start_y = 0.0
    drawn = (0, 0)
    for command, numbers in re.findall(r"([mz])([^mz]*)", path):
        if command == "z":
            out.append("z")
            x, y, drawn = start_x, start_y, (round(start_x * 10), round(start_y * 10))
            continue
        for place, (dx, dy) in enumerate(re.findall(r"(-?[\d.]+),(-?[\d.]+)", numbers)):
            x, y = x + float(dx), y + float(dy)
            there = (round(x * 10), round(y * 10))
            if place == 0:
                start_x, start_y = x, y
            if place == 0 or there != drawn:
                out.append(f"{'' if place else 'm'}{there[0] - drawn[0]} {there[1] - drawn[1]}")
            drawn = there
    return " ".join(out).replace(" -", "-")
