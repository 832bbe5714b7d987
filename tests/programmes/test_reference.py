"""What the program ships as reference data: rules and published figures, loaded without harm as often as one likes."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from actip.accounts import person
from actip.records import clocks, reference
from actip.records.models import Rule
from programmes.models import PublishedFigure
from programmes.reference import shipped

SHARED = Path(__file__).parents[3] / "shared" / "domain"


@pytest.fixture
def loaded(db):
    with person.as_system("a test"):
        reference.load_all()
        yield


def test_every_figure_of_the_file_is_there_with_its_source(loaded):
    figures = PublishedFigure.objects.filter(figure__in=[row["figure"] for row in shipped()])

    assert figures.count() == 325
    assert figures.filter(figure__startswith="PF-").count() == 183
    assert not figures.filter(source="").exists()


def test_a_second_load_changes_nothing(loaded):
    said = reference.load_all()

    assert "Published figures: 0 added, 0 changed, 325 as they were." in said
    assert all("0 added, 0 changed" in sentence for sentence in said)
    assert len(said) >= 4  # rules, offences, figures, rules of teams


def test_a_figure_that_differs_from_the_file_is_brought_back_as_a_new_version(loaded):
    figure = PublishedFigure.objects.get(figure="PF-150")
    PublishedFigure.objects.filter(pk=figure.pk).update(value="445", number=445)

    said = reference.load_all()

    figure.refresh_from_db()
    assert "Published figures: 0 added, 1 changed, 324 as they were." in said
    assert (figure.value, figure.number, figure.version) == ("444", Decimal(444), 2)


def test_values_that_are_no_numbers_stay_as_words(loaded):
    tier = PublishedFigure.objects.get(figure="PF-089")

    assert (tier.value, tier.number) == ("Tier 2 Watch List", None)


def test_nobody_without_a_context_reads_figures(db):
    assert not PublishedFigure.objects.exists()


def test_the_24_hours_and_7_days_of_section_29_are_in_force(loaded):
    rules = {code: clocks.rule_in_force(code, date(2026, 11, 23)) for code in ("DL-01", "DL-02")}

    assert [(rule.limit, rule.unit, rule.confidence) for rule in rules.values()] == [
        (24, "hours", "B"),
        (7, "days", "B"),
    ]
    assert clocks.due(datetime(2026, 1, 1, 3, tzinfo=UTC), 24, "hours") == datetime(2026, 1, 2, 3, tzinfo=UTC)


def test_before_the_act_there_was_no_limit(loaded):
    assert clocks.rule_in_force("DL-01", date(2008, 6, 4)) is None
    assert Rule.objects.filter(code="DL-01").count() == 1


def test_the_re_keyed_facts_are_those_of_the_inventory():
    """Only where the inventory lies beside the project: the project itself does not need it."""
    if not (SHARED / "published-figures.csv").exists():
        pytest.skip("NOT COMPARED with the inventory of published figures: it does not lie beside the project")
    ours = {row["figure"]: row for row in shipped()}
    figures = read("published-figures.csv")
    tables = read("published-tables.csv")

    assert len(ours) == len(figures) + len(tables)
    for row in figures:
        mine = ours[row["figure_id"]]
        assert (mine["source"], mine["year"], mine["value"], mine["unit"], mine["note"]) == (
            row["source_document"], row["year"], row["value"], row["unit"], row["check_note"],
        )  # fmt: skip
    for row in tables:
        mine = ours[f"PT-{int(row['id']):03d}"]
        assert (mine["year"], mine["value"], mine["unit"], mine["note"]) == (
            row["year"],
            row["value"],
            row["unit"],
            row["note"],
        )
        assert row["source"].endswith(mine["source"])


def read(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
