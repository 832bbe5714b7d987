"""Lists: pages forth and back, filters, the people of cases, files, and how many questions the database is asked."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actip.accounts import person
from actip.records import export
from tests.api.conftest import body_of
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(world, police):
    officer = world.user("POL")
    with person.as_user(officer):
        made = [make("cases", by=officer, province="TH-50" if n % 2 else "TH-10", facts="=1+1") for n in range(7)]
        for case in made:
            for _n in range(2):
                make("people", by=officer, case=case)
    return made


def test_pages_lead_forth_and_back(police, cases):
    first = police.get("cases/?size=3")
    second = police.get(first.body["next"])
    third = police.get(second.body["next"])
    back = police.get(third.body["previous"])

    pages = [first, second, third]
    assert [len(page.body["results"]) for page in pages] == [3, 3, 1]
    assert len({each["id"] for page in pages for each in page.body["results"]}) == 7
    assert third.body["next"] is None
    assert (first.body["count"], first.body["more"]) == (7, False)
    assert back.body["results"] == second.body["results"]
    assert first["Link"] == f'<{first.body["next"]}>; rel="next"'
    assert 'rel="prev"' in second["Link"]


def test_a_case_brings_its_people(police, cases):
    listed = police.get("cases/").body["results"]

    assert {len(each["people"]) for each in listed} == {2}
    assert set(listed[0]["people"][0]) == {"id", "number", "sex", "age_band", "nationality", "status"}
    assert set(listed[0]) == {
        "id", "number", "version", "opened_on", "investigator", "exploitation", "province", "status", "people", "links",
    }  # fmt: skip


@pytest.mark.parametrize(("query", "count"), [
    ("province=TH-50", 3), ("province=TH-50&status=opened", 3), ("status=opened", 7), ("status=inquiry", 0),
    ("opened_on_from=2026-01-06", 0),
    ("opened_on_from=5/1/2569&opened_on_to=2026-01-05", 7), ("updated_since=2026-01-01T00:00:00Z", 7), ("updated_since=2999-01-01", None),
])  # fmt: skip
def test_filters(police, cases, query, count):
    answer = police.get(f"cases/?{query}")

    assert (answer.body.get("count") if answer.status == 200 else None) == count


def test_filters_by_link(police, cases):
    assert police.get(f"people/?case={cases[0].pk}").body["count"] == 2
    assert police.get("people/?case=00000000-0000-0000-0000-000000000000").body["count"] == 0
    assert police.get("people/?case=x").status == 400


def test_updated_since_gives_what_changed_since(police, cases):
    before = police.get(f"cases/{cases[0].pk}/").body["updated_at"]
    police.patch(f"cases/{cases[3].pk}/", {"is_online": True}, If_Match='"1"')
    after = police.get(f"cases/{cases[3].pk}/").body["updated_at"]

    assert before < after
    assert [each["id"] for each in police.get(f"cases/?updated_since={after}").body["results"]] == [str(cases[3].pk)]


def test_the_database_is_asked_as_often_for_many_rows_as_for_one(police, cases):
    police.get("cases/?size=1")

    counts = []
    for size in (1, 7):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            police.get(f"cases/?size={size}")
        counts.append([each["sql"] for each in asked if each["sql"].startswith(("SELECT", "EXECUTE"))])

    assert len(counts[0]) == len(counts[1]) == 6, counts[1]  # token, pace, keys, rows, count, people


def test_a_file_for_a_spreadsheet(police, cases):
    answer = police.get("cases/?province=TH-50", Accept="text/csv")

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert answer.type == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff")
    assert len(rows) == 3
    assert list(rows[0]) == ["id", "number", "opened_on", "investigator", "exploitation", "province", "status"]
    assert rows[0]["province"] == "TH-50"
    assert not answer.response.streaming


def test_a_file_is_in_the_trail_and_has_next_pages(police, cases):
    from actip.audit.models import Event

    answer = police.get("cases/?size=5", Accept="text/csv")

    rest = police.get(answer["Link"].split(">")[0][1:], Accept="text/csv")
    assert (answer.text.count("\n"), rest.text.count("\n")) == (6, 3)
    with person.as_system("a test"):
        events = list(Event.objects.filter(verb="export", record_type="cases").order_by("id"))
    assert [event.detail["rows"] for event in events] == [5, 2]


def test_a_file_says_yes_no_and_nothing(police, cases):
    row = next(csv.DictReader(io.StringIO(police.get("assignments/", Accept="text/csv").text.removeprefix("\ufeff"))))

    assert (row["is_lead"], row["until"]) == ("true", "")


def test_what_a_spreadsheet_would_run_is_quoted(caller, world):
    with person.as_system("a figure"):
        make("published-figures", name="=HYPERLINK(1)", breakdown="+1", value="-5")

    text = caller("NAT").get("published-figures/?year=2022&source=A test", Accept="text/csv").text

    row = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert (row["name"], row["breakdown"], row["value"]) == ("'=HYPERLINK(1)", "'+1", "'-5")


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH COMMERCIAL AT}"]
)
def test_a_cell_that_begins_as_a_formula_is_text(sign):
    assert export.cell(f"{sign}SUM(A1)") == f"'{sign}SUM(A1)"


@pytest.mark.parametrize("slug", ["people", "identities", "fund-payments", "placements"])
def test_files_of_tier_three_are_refused_in_words(caller, slug):
    answer = caller("PMJ").get(f"{slug}/", Accept="text/csv")

    assert answer.status == (200 if slug == "people" else 403)
    assert slug == "people" or "sensitive" in answer.body["detail"]


def test_published_figures_in_their_order(caller):
    answer = caller("NAT").get("published-figures/?size=5")

    figures = [each["figure"] for each in answer.body["results"]]
    assert figures == sorted(figures)
    assert len(figures) == 5


def test_shelters_are_added_by_their_agency_alone(caller, world):
    shelter = caller("SHG")

    made = shelter.post("shelters/", body_of("shelters", agency=world.shelter.pk))
    other = shelter.post("shelters/", body_of("shelters", agency="shelter_two"))

    assert (made.status, other.status) == (201, 404)
