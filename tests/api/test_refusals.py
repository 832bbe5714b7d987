"""Refusals are problem+json in two languages; bad input is never a fault of ours."""

import json

import pytest
from django import forms
from django.db import DataError, OperationalError, connection
from django.utils import translation

from actip.audit import trail
from actip.records import actions
from actip.records.api import throttling
from actip.records.api.views import Records
from actip.records.pages import door
from tests.api.conftest import Caller, body_of

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
MANY = '{"summary": "%s"}' % ("ก" * 700_000)


def test_a_refusal_says_what_is_wrong_and_where(police):
    answer = police.post("cases/", body_of("cases", province="TH-99", opened_on="1/1/69") | {"exploit": 1})

    assert (answer.status, answer.type) == (400, PROBLEM)
    assert set(answer.body) == {"type", "title", "status", "detail", "code", "errors"}
    assert {each["attr"] for each in answer.body["errors"]} == {"exploit", "province", "opened_on"}
    assert all(each["detail"] and each["code"] for each in answer.body["errors"])


def test_the_same_refusal_in_thai_and_in_english(caller, world):
    said = {}
    for language in ("th", "en"):
        police = caller("POL", language=language)
        said[language] = police.post("cases/", {}).body["errors"][0]["detail"]

    with translation.override("th"):
        assert said["th"] == str(forms.Field.default_error_messages["required"])
    assert said["en"] == "This field is required."


def test_the_sentence_of_a_broken_rule_is_that_of_the_pages(caller):
    hot = caller("HOT")

    answer = hot.post("reports/", body_of("reports", people_count=1, children_count=2))

    assert answer.body["errors"][0]["detail"] == "There cannot be more children than people."


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b'"text"', b"null", b"12", b"NaN", b'{"summary": NaN}', b'{"summary": 1e999}', b"\xff\xfe", b"[" * 100_000,
    b'{"summary": ' + b"[" * 30 + b"]" * 30 + b"}",
    b'{"a":' * 20_000, b'{"summary": "\\ud800"}', b'{"\\ud800": 1}', b'{"summary": "\\u0000"}', b'{"summary": ["x"]}', b'{"summary": {}}',
    b'{"people_count": true}', b'{"people_count": 1e400}', b'{"people_count": 99999999999999999999}', b'{"people_count": "\\u0e51"}',
    b'{"received_at": 12}', b'{"received_at": {}}', b'{"received_at": "3112-01-01T00:00Z"}', b'{"province": []}', b'{"danger": null}',
    b'{"is_anonymous": []}', b'{"is_anonymous": 7}', b'{"unknown": 1}', b'{"status": "closed"}',
    b'{"matter_id": 1}', b'{"id": "x"}', MANY.encode(),
])  # fmt: skip
def test_bad_bodies_are_refused_in_words(caller, body):
    hot = caller("HOT")

    answer = hot.post("reports/", body)

    assert (answer.status, answer.type) == (400, PROBLEM), answer.text[:500]
    assert answer.body["detail"]


@pytest.mark.parametrize(
    "value",
    [12, "12", -1, "x" * 5000, "\0", "🧿", [], {}, True, 1e30, "00000000-0000-0000-0000-000000000000", "' OR 1=1"],
)
def test_a_bad_link_is_refused_as_one_that_is_not_there(police, value):
    answer = police.post("suspects/", body_of("suspects", case=value))

    assert (answer.status, answer.body["errors"][0]["attr"]) == (400, "case")


def test_thai_digits_emoji_and_marks_are_kept_or_mended(caller):
    hot = caller("HOT")

    made = hot.add("reports", **body_of("reports", received_at="๒๒/๑๑/๒๕๖๘ ๐๙:๓๒", summary="🧿 \u202eข้อความ\u200b"))

    assert made["received_at"] == "2025-11-22T02:32:00Z"
    assert made["summary"] == "🧿 ข้อความ"


@pytest.mark.parametrize(
    "reason", ["a\0bcdef", "\u200b\u202e\u2066\u200f\ufeff", "     ", "abc\u200b\u200b", "", None, 7, ["a reason"]]
)
def test_a_reason_that_nobody_can_read_opens_nothing(police, reason):
    identity = police.add("suspects", **body_of("suspects", case=police.add("cases", **body_of("cases"))["id"]))
    identity = police.add("suspect-identities", **body_of("suspect-identities", suspect=identity["id"]))

    answer = police.post(f"suspect-identities/{identity['id']}/reveal/", {"reason": reason})

    assert (answer.status, answer.type) == (400, PROBLEM)
    assert answer.body["detail"]


def test_a_body_over_the_limit_is_413(caller, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    hot = caller("HOT")

    assert hot.post("reports/", body_of("reports", summary="x" * 2000)).status == 413


def test_other_media_types_are_415_and_406(caller):
    hot = caller("HOT")

    form = hot.browser.post("/api/v1/reports/", {"a": 1}, headers=hot.headers)
    page = hot.get("reports/", Accept="application/pdf")

    assert (form.status_code, page.status) == (415, 406)
    assert form.headers["Content-Type"] == page.type == PROBLEM


def test_nobody_is_told_to_sign_in(client, world):
    for path in ("reports/", "schema/", "", "nowhere/"):
        answer = client.get(f"/api/v1/{path}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (401, PROBLEM), path
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_needs_its_csrf_token_to_write(world):
    hot = Caller(world.user("HOT"), session=True)
    hot.browser.handler.enforce_csrf_checks = True

    answer = hot.post("reports/", body_of("reports"))

    assert (answer.status, answer.type) == (403, PROBLEM)


@pytest.mark.parametrize(
    "path",
    [
        "nowhere/",
        "cases",
        "cases/7/",
        "cases/x/moves/inquire/",
        "shelters/00000000-0000-0000-0000-000000000000/moves/open/",
    ],
)
def test_other_addresses_are_404(police, path):
    answer = police.get(path)

    assert (answer.status, answer.type, answer.body["code"]) == (404, PROBLEM, "not_found")


@pytest.mark.parametrize("path", ["/api/", "/api/v2/cases/", "/api/nowhere/"])
def test_what_is_no_address_of_this_api_is_told_to_programs_as_well(police, path):
    answer = police.browser.get(path, headers=police.headers)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)


def test_a_wrong_host_is_told_to_programs_as_a_problem(police):
    answer = police.get("cases/", Host="elsewhere.example")

    assert (answer.status, answer.type, answer.body["code"]) == (400, PROBLEM, "not_understood")


@pytest.mark.parametrize("path", ["cases/", "cases/{id}/moves/inquire/", "identities/lookalikes/"])
@pytest.mark.parametrize("body", ["null", "[]", "7", '"text"'])
def test_what_is_no_object_is_refused_in_the_readers_language(caller, path, body):
    police = caller("POL", language="th")
    case = police.add("cases", **body_of("cases"))

    answer = police.post(path.format(id=case["id"]), body, If_Match='"1"')

    assert answer.status == 400
    assert "\N{THAI CHARACTER KO KAI}" <= answer.body["detail"][0] <= "\N{THAI CHARACTER KHOMUT}"


def test_nothing_is_deleted(police):
    case = police.add("cases", **body_of("cases"))

    answer = police.call("DELETE", f"cases/{case['id']}/")

    assert (answer.status, answer.type) == (405, PROBLEM)


@pytest.mark.parametrize("query", [
    "cursor=x", "cursor=%00", "cursor=W10=", "cursor=WzEsMiwzXQ==", "cursor=W2ZhbHNlLCAiMjAyNiIsICJ4Il0=",
    "cursor=WzAsIlx1MDAwMCIsIlx1MDAwMCJd",
    "size=0", "size=-1", "size=1000", "size=x", "size=%E0%B9%91", "nothing=1", "status=nowhere", "province=%00", "opened_on_from=x",
    "opened_on_from=3112-01-01", "updated_since=yesterday", "updated_since=%00", "facts=x",
])  # fmt: skip
def test_bad_parameters_are_refused_in_words(police, query):
    answer = police.get(f"cases/?{query}")

    assert (answer.status, answer.type) == (400, PROBLEM), answer.text
    assert answer.body["detail"]


def test_a_step_that_there_is_not_now_or_never(police):
    case = police.add("cases", **body_of("cases"))

    early = police.post(f"cases/{case['id']}/moves/send_opinion/", {"opinion_on": "2026-01-01"}, If_Match='"1"')
    never = police.post(f"cases/{case['id']}/moves/abolish/", {}, If_Match='"1"')
    surplus = police.post(f"cases/{case['id']}/moves/inquire/", {"province": "TH-10"}, If_Match='"1"')
    police.post(f"cases/{case['id']}/moves/inquire/", {}, If_Match='"1"')
    missing = police.post(f"cases/{case['id']}/moves/send_opinion/", {}, If_Match='"2"')

    assert (early.status, early.body["code"]) == (409, "state")
    assert never.status == 404
    assert surplus.status == 400
    assert (missing.status, missing.body["errors"][0]["attr"]) == (400, "opinion_on")


def test_what_cannot_be_audited_is_not_served(police, monkeypatch):
    case = police.add("cases", **body_of("cases"))

    def fail(*_args, **_kwargs):
        raise trail.NotAudited

    monkeypatch.setattr(door, "opened", fail)

    answer = police.get(f"cases/{case['id']}/")
    with connection.cursor():
        pass

    assert (answer.status, answer.type, answer["Retry-After"]) == (503, PROBLEM, "60")


@pytest.mark.parametrize(("error", "status", "code"), [
    (OperationalError("terminating connection"), 503, "unavailable"), (DataError("out of range"), 400, "not_understood"),
])  # fmt: skip
def test_what_the_database_refuses_is_said_in_words(police, monkeypatch, error, status, code):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(actions, "save", fail)

    answer = police.post("cases/", body_of("cases"))

    assert (answer.status, answer.body["code"]) == (status, code)


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("gone"), 503), (trail.NotAudited(), 503), (RuntimeError("a fault"), 500)]
)
def test_what_fails_around_a_view_is_a_problem_too(police, monkeypatch, error, status):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(Records, "dispatch", fail)
    police.browser.raise_request_exception = False

    answer = police.get("cases/")

    assert (answer.response.status_code, answer.type) == (status, PROBLEM)


def test_a_client_that_calls_too_often_waits_and_others_do_not(caller, monkeypatch):
    monkeypatch.setattr(throttling, "SIZE", 3)
    monkeypatch.setattr(throttling, "PER_MINUTE", 6)
    police, hot, person = caller("POL"), caller("HOT"), caller("DSI", session=True)

    answers = [police.get("cases/00000000-0000-0000-0000-000000000000/").status for _ in range(5)]

    assert answers == [404, 404, 404, 429, 429], "refused requests count"
    assert police.get("cases/")["Retry-After"] == "10"
    assert hot.get("reports/").status == 200
    assert [person.get("cases/").status for _ in range(5)] == [200] * 5


def test_refusals_are_in_the_trail(police, caller, world):
    police.get("cases/00000000-0000-0000-0000-000000000000/")
    police.get("fund-payments/")

    with connection.cursor() as cursor:
        from actip.accounts import person

        with person.as_system("a test"):
            cursor.execute("SELECT record_type, detail FROM audit_event WHERE verb = 'refuse' ORDER BY id")
            found = [
                (slug, detail if isinstance(detail, dict) else json.loads(detail)) for slug, detail in cursor.fetchall()
            ]
    assert [(slug, detail["status"]) for slug, detail in found] == [("cases", 404), ("fund-payments", 403)]
