"""Charts: every figure is in the table, nothing needs a script or a style attribute, words are escaped."""

from decimal import Decimal

import pytest

from actip.thai.provinces import provinces
from reporting import charts, thai_map


def test_bars_carry_title_links_and_a_table():
    chart = str(
        charts.bars(
            [charts.Bar("Government", 2_896_259, "/x/", 2_896_259), charts.Bar("Private", Decimal("566825"))],
            title="Paid",
        )
    )

    assert "<title>Paid</title>" in chart
    assert '<a href="/x/">' in chart
    assert 'role="group"' in chart
    assert chart.count("2,896,259") >= 2
    assert "566,825" in chart
    assert "style=" not in chart
    assert "<script" not in chart


def test_a_chart_without_links_is_one_picture():
    assert 'role="img"' in charts.bars([charts.Bar("a", 1)], title="t").svg


def test_labels_are_escaped():
    chart = str(charts.bars([charts.Bar('<script>alert("x")</script>', 1)], title="<b>"))

    assert "<script" not in chart
    assert "<b>" not in chart


def test_no_bars_is_an_empty_chart_and_not_a_fault():
    assert "<svg" in str(charts.bars([], title="Nothing"))
    assert "<svg" in str(charts.bars([charts.Bar("zero", 0)], title="Zero"))


def test_a_hidden_cell_has_no_length_and_says_so():
    chart = charts.bars([charts.Bar("small", None), charts.Bar("big", 100)], title="t")

    assert 'width="0.00%"' in chart.svg
    assert ">hidden<" in chart.svg
    assert chart.rows[0] == ["small", None]


def test_the_map_has_every_province_once():
    assert set(thai_map.shapes()) == set(provinces())


def test_the_map_shades_links_and_hides():
    chart = thai_map.province_map({"TH-10": 50, "TH-50": 10, "TH-34": None}, links={"TH-10": "/c/"}, title="Cases")

    assert '<a href="/c/" aria-label="Bangkok: 50"><path class="m5"' in chart.svg
    assert '<path class="m1"' in chart.svg
    assert '<path class="m-hidden"' in chart.svg
    assert chart.rows[0] == ["Bangkok", 50]


@pytest.mark.parametrize("top", [1, 2, 3, 7, 1000])
def test_shades_cover_every_value_without_gap(top):
    steps = thai_map.class_limits({"TH-10": top})

    assert steps[-1] == top
    assert thai_map.shade(top, steps) == "m5"
    assert thai_map.shade(0, steps) == "m0"
    assert len(thai_map.legend(steps)) == len(steps) + 1
