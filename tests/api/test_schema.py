"""The description of the API: OpenAPI 3.1, every address and status in it, and a page to try it that needs no network."""

import re

import pytest
import yaml
from django.http import HttpResponse
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from actip.records import catalogue
from actip.records.api import docs, schema
from tests.api.conftest import Caller, check_headers, check_shape


@pytest.fixture(scope="module")
def description():
    return yaml.safe_load(docs.written("en"))


def test_every_record_type_and_step_is_described(description):
    assert description["openapi"].startswith("3.1")
    for kind in catalogue.all_types():
        assert f"/api/v1/{kind.slug}/" in description["paths"]
        if kind.workflow:
            operation = description["paths"][f"/api/v1/{kind.slug}/{{id}}/moves/{{move}}/"]["post"]
            names = next(each["schema"]["enum"] for each in operation["parameters"] if each["name"] == "move")
            assert sorted(names) == sorted(kind.workflow.by_name)


def test_every_status_of_a_change_is_described(description):
    change = description["paths"]["/api/v1/cases/{id}/"]["patch"]

    assert set(change["responses"]) >= {"200", "400", "401", "403", "404", "412", "415", "428", "429"}
    assert "If-Match" in {each["name"] for each in change["parameters"]}


def test_operations_have_names_of_their_own(description):
    names = [operation["operationId"] for path in description["paths"].values() for operation in path.values()]

    assert len(names) == len(set(names))
    assert not set(re.findall(r"#/components/\w+/(\w+)", str(description))) - {
        name for group in description["components"].values() for name in group
    }


def test_it_is_made_without_a_warning(capsys):
    docs.written("en")

    assert not GENERATOR_STATS, capsys.readouterr().err


def test_a_warning_would_be_seen(monkeypatch):
    monkeypatch.setattr(schema.Schema, "get_operation_id", lambda _self: "the same")

    docs.written("en")

    assert GENERATOR_STATS


def test_each_step_of_a_limit_takes_what_it_says(description):
    taken = {
        act: description["paths"][f"/api/v1/clocks/{{id}}/{act}/"]["post"]["requestBody"]["content"]["application/json"]
        for act in ("answer", "note", "extend")
    }

    assert {act: body["schema"]["$ref"].rpartition("/")[2] for act, body in taken.items()} == {
        "answer": "Said",
        "note": "Said",
        "extend": "Longer",
    }


def test_it_is_valid(description):
    validate_schema(description)


def test_it_is_the_same_twice():
    assert docs.written("en") == docs.written("en")


@pytest.mark.django_db
def test_the_page_needs_no_other_host_and_no_script_in_it(world, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    officer = Caller(world.user("POL"), session=True)

    page = officer.get("", Accept="text/html")
    script = officer.get("?script=", Accept="text/html")
    schema = officer.get("schema/?format=json")

    assert page.status == script.status == schema.status == 200
    assert not re.search(r"https?://|<script>|<style|style=| on\w+=", page.text)
    assert "javascript" in script.type
    assert r"/api/v1/schema/?format\u003Djson" in script.text
    assert schema.body["openapi"].startswith("3.1")


@pytest.mark.django_db
def test_the_description_is_written_once_per_language_and_form(world, monkeypatch):
    officer = Caller(world.user("POL"), session=True)
    first = {ask: officer.get(f"schema/?{ask}") for ask in ("lang=th", "lang=en", "lang=xx", "format=json")}
    monkeypatch.setattr(docs, "SchemaGenerator", None)

    again = {ask: officer.get(f"schema/?{ask}") for ask in first}

    assert {answer.status for answer in (*first.values(), *again.values())} == {200}
    assert {ask: answer.text for ask, answer in first.items()} == {ask: answer.text for ask, answer in again.items()}
    assert first["lang=th"].text != first["lang=en"].text


@pytest.mark.parametrize("body", ['{"code": "x"}', '{"results": [], "more": 1}', '{"results": [{"code": "x"}]}'])
def test_more_or_less_than_is_described_would_be_seen(body):
    with pytest.raises(AssertionError, match="agencies"):
        check_shape("get /api/v1/agencies/ 200", HttpResponse(body, content_type="application/json"))


def test_a_type_that_is_not_described_would_be_seen():
    with pytest.raises(AssertionError, match="text/html"):
        check_shape("get /api/v1/agencies/ 200", HttpResponse("<p>", content_type="text/html"))


@pytest.mark.parametrize(("said", "name"), [("get /api/v1/agencies/ 200", "Link"), ("get /api/v1/agencies/ 429", "")])
def test_headers_that_are_not_as_described_would_be_seen(said, name):
    answer = HttpResponse(status=int(said.split()[-1]), headers={name: "x"} if name else {})

    with pytest.raises(AssertionError, match=r"Link|Retry-After"):
        check_headers(said, answer)


def test_every_operation_says_in_a_line_what_it_does(description):
    operations = [operation for path in description["paths"].values() for operation in path.values()]

    assert [each["operationId"] for each in operations if not 3 < len(each.get("summary", "")) < 100] == []


def test_every_answer_is_described_to_its_fields(description):
    """A generated client has nothing to hold `any object` with."""
    untold = [
        (path, method, status)
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
        for status, answer in operation["responses"].items()
        for media_type, content in answer.get("content", {}).items()
        if not {"$ref", "properties"} & set(content["schema"]) and media_type.endswith("json")
    ]

    assert untold == []


def test_what_is_described_by_hand_has_names_of_its_own_and_is_used(description, monkeypatch):
    by_hand = {part: set(schema.answers(part)) for part in ("schemas", "responses")}
    monkeypatch.setattr(schema, "answers", lambda _part: {})
    made = yaml.safe_load(docs.written("en"))["components"]

    assert not by_hand["schemas"] & set(made["schemas"])
    used = set(re.findall(r"'#/components/\w+/(\w+)'", str(description)))
    assert by_hand["schemas"] | by_hand["responses"] <= used


def test_nothing_of_the_program_that_writes_it_stays_in_it(description):
    assert "x-spec" not in str(description)


def test_a_filter_says_what_it_takes(description):
    listed = {each["name"]: each["schema"] for each in description["paths"]["/api/v1/people/"]["get"]["parameters"]}

    assert listed["case"] == {"type": "string", "format": "uuid"}
    assert listed["updated_since"] == {"type": "string", "format": "date-time"}
    assert "male" in listed["sex"]["enum"]


def test_a_number_says_its_bounds_and_a_list_that_it_may_not_be_empty(description):
    schemas = description["components"]["schemas"]

    assert schemas["ReportInput"]["properties"]["people_count"]["minimum"] == 1
    assert schemas["ConsentInput"]["properties"]["kinds"]["minItems"] == 1


def test_an_answer_that_is_not_as_described_would_be_seen():
    """The control of what every other test of the API looks at: answers have the shape that programs are told (conftest.check_shape)."""
    answer = HttpResponse('{"count": "one"}', content_type="application/json")

    with pytest.raises(AssertionError, match="count"):
        check_shape("get /api/v1/cases/ 200", answer)
