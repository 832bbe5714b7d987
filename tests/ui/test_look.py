"""The look keeps its own promises: no inline script or style, small files, enough contrast, nothing from another host."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from actip.records.templatetags.ui import table_rows, whole

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TOKENS = dict(
    re.findall(r"--([\w-]+): (#[0-9a-f]{6})", (ROOT / "static" / "css" / "app.css").read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_fits_the_strict_policy(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:|hx-on|hx-vals='js", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"(?:src|srcset|action)=\"https?:", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_date_is_typed_never_picked_in_a_calendar_that_knows_no_buddhist_era(path):
    assert not re.search(r"type=\"(date|datetime-local|month)\"", path.read_text(encoding="utf-8"))


def test_the_number_of_a_matter_is_not_broken_at_its_hyphens_and_all_else_is_escaped():
    assert whole("Person P69-BMXM-QHDM <b>") == 'Person <span class="nowrap">P69-BMXM-QHDM</span> &lt;b&gt;'


def test_a_moment_in_a_table_breaks_between_its_day_and_its_hour_alone():
    column = {"label": "Received at", "kind": "date"}
    cells = [{"column": column, "value": "R69"}, {"column": column, "value": datetime(2026, 11, 26, 2, 5, tzinfo=UTC)}]

    with translation.override("en"):
        row = table_rows([{"url": "/", "cells": cells}])

    assert '<span class="nowrap">26 Nov 2026</span> <span class="nowrap">09:05</span>' in row


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_is_ours_small_and_linked(path):
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) < 300
    assert "@import" not in text
    assert not re.search(r"url\(\"?(?:https?:|//|data:)", text)
    assert any(f"css/{path.name}" in template.read_text(encoding="utf-8") for template in TEMPLATES)


READ, SEEN = 4.5, 3  # WCAG: text; borders of controls and parts of charts
PAIRS = {
    READ: "ink/paper ink/ground ink-soft/paper ink-soft/ground blue/paper blue/ground blue-deep/blue-pale orange/paper red/paper"
    " red/red-pale green/paper green/green-pale purple/paper ink/amber paper/blue paper/blue-deep paper/red paper/green ink/orange-pale",
    SEEN: "edge/paper edge/ground blue-mid/paper orange-bright/paper",
}


@pytest.mark.parametrize(("pair", "least"), [(pair, least) for least, pairs in PAIRS.items() for pair in pairs.split()])
def test_two_tokens_used_together_can_be_told_apart(pair, least):
    front, back = pair.split("/")

    assert _contrast(TOKENS[front], TOKENS[back]) >= least


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
