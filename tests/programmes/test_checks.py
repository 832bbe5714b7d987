"""Published sums: those that add up, and those that do not, which are reported and left as they are."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from actip.accounts import person
from actip.records import reference
from programmes import checks
from programmes.models import PublishedFigure


@pytest.fixture
def report(db) -> checks.Report:
    with person.as_system("a test"):
        reference.load_all()
        return checks.check()


def made(number: str, group: str, **values) -> PublishedFigure:
    return PublishedFigure(
        figure=f"X-{group}-{number}", number=Decimal(number), value=number, check_group=group, **values
    )


def differences(report: checks.Report) -> dict[str, Decimal]:
    return {check.group: check.difference for check in report.sums if not check.adds_up}


def test_the_known_sums_that_do_not_add_up_are_found(report):
    assert {group: int(number) for group, number in differences(report).items() if not group.startswith("t-")} == {
        "2022-fund-amount/residence": -1,
        "2020-ticac-suspects/sex": 3,
        "2016-sheltered/nationality": 6,
        "2022-victims/form": -76,
    }


def test_the_victims_of_2022_add_up_by_sex_nationality_and_place(report):
    right = {check.group for check in report.sums if check.adds_up}

    assert {
        "2022-victims/sex",
        "2022-victims/nationality",
        "2022-victims/place",
        "2022-fund-recipients/residence",
    } <= right


def test_a_published_share_is_compared_with_the_one_computed(report):
    wrong = {check.figure.figure: check.computed for check in report.ratios if not check.agrees}

    assert wrong == {"PF-075": Decimal("11.4"), "PF-051": Decimal("121.8")}


def test_two_published_versions_of_one_number_are_shown_together(report):
    assert [figure.figure for figure in report.versions[0].figures] == ["PF-064", "PF-169"]


def test_nothing_is_corrected(report):
    with person.as_system("a test"):
        assert PublishedFigure.objects.get(figure="PF-069").number == Decimal(4_957_660)


def test_parts_without_a_total_and_a_total_without_parts_are_no_check():
    figures = [made("1", "lonely/sex"), made("2", "whole"), made("3", "")]

    assert checks.check(figures).sums == ()


def test_a_sum_names_its_total_and_its_parts():
    figures = [made("10", "v"), made("4", "v/sex"), made("6", "v/sex"), made("9", "v/form")]

    by_sex, by_form = sorted(checks.check(figures).sums, key=lambda check: check.group, reverse=True)

    assert (by_sex.adds_up, by_sex.total, len(by_sex.parts)) == (True, figures[0], 2)
    assert (by_form.adds_up, by_form.difference) == (False, Decimal(-1))


@pytest.mark.django_db
def test_the_command_tells_the_baht_that_is_missing():
    said = StringIO()
    call_command("load_reference", stdout=StringIO())

    call_command("check_figures", stdout=said)

    assert (
        "2,896,259 + 566,825 + 1,494,575 = 4,957,659, published 4,957,660 (PF-069), difference -1." in said.getvalue()
    )
