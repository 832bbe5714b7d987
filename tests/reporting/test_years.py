"""The years of an indicator beside each other: a plain look back, and nothing of the country that is not told."""

from decimal import Decimal

import pytest
import time_machine
from django.utils.translation import override

from reporting.indicators import BY_CODE
from reporting.sections import TOP, by_year

REPORTS = BY_CODE["reports"]


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-26T12:00:00+07:00"):
        yield


def figures(**years: int):
    return {(int(year[1:]), "", ""): (n, Decimal(n * 1000)) for year, n in years.items()}


def test_a_year_without_any_stands_between_its_neighbours():
    chart = by_year(REPORTS, figures(y2022=7, y2024=9), is_national=False)

    assert [row[1] for row in chart.rows] == [7, 0, 9]
    assert chart.links == [f"/dashboard/reports/{year}/" for year in (2022, 2023, 2024)]


def test_of_the_country_a_year_that_is_not_told_is_not_drawn_as_none():
    chart = by_year(REPORTS, figures(y2022=7, y2024=9), is_national=True)

    assert [row[1] for row in chart.rows] == [7, 9]
    assert not any(chart.links)


def test_this_year_is_not_over():
    with override("en"):
        chart = by_year(REPORTS, figures(y2025=7, y2026=2), is_national=False)

    assert [row[0] for row in chart.rows] == ["2025", "2026 so far"]


def test_money_is_drawn_in_baht():
    chart = by_year(BY_CODE["fund"], figures(y2021=3, y2022=4), is_national=False)

    assert [row[1] for row in chart.rows] == [3000, 4000]


def test_one_year_needs_no_chart_and_many_show_the_last():
    long = by_year(REPORTS, figures(y1990=1, y2026=2), is_national=False)

    assert by_year(REPORTS, figures(y2026=2), is_national=False) is None
    assert len(long.rows) == TOP
    assert long.rows[-1][1] == 2
