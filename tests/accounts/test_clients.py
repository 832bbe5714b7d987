"""Programs: client credentials for a token, a token for the API."""

import base64
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection

from actip.accounts import clients, person, throttle
from actip.accounts.models import ApiToken
from actip.audit.models import Event
from tests.accounts.conftest import add_user, amend

TOKEN = "/api/v1/token/"


FORM = "application/x-www-form-urlencoded"


def send(client, body: dict, **extra):
    return client.post(TOKEN, urlencode(body), content_type=FORM, **extra)


@pytest.fixture
def ask(client, program):
    def do(**changes):
        body = {"grant_type": "client_credentials", "client_id": "unit-a-api", "client_secret": program[1]} | changes
        return send(client, body)

    return do


def call(client, token: str):
    return client.get("/api/v1/who/", headers={"Authorization": f"Bearer {token}"})


def test_client_credentials_give_a_token_that_acts_as_the_client(client, ask, program, agency):
    issued = ask().json()

    answer = call(client, issued["access_token"])

    assert (issued["token_type"], issued["expires_in"]) == ("Bearer", 3600)
    assert (answer.json()["user"], answer.json()["client"]) == ("unit-a-api", "unit-a-api")
    assert json.loads(answer.json()["who"])["database"] == [program[0].user_id, agency.pk, "POL"]
    assert "actip_session" not in answer.cookies, "a program has no session"


def test_json_and_basic_are_understood_too(client, program):
    body = {"grant_type": "client_credentials", "client_id": "unit-a-api", "client_secret": program[1]}
    basic = base64.b64encode(f"unit-a-api:{program[1]}".encode()).decode()

    as_json = client.post(TOKEN, json.dumps(body), content_type="application/json")
    as_basic = send(client, {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"})

    assert as_json.status_code == as_basic.status_code == 200


def test_neither_secret_nor_token_is_stored(ask, program):
    token = ask().json()["access_token"]

    stored = str(list(ApiToken.objects.values())) + program[0].secret_hash

    assert token not in stored
    assert program[1] not in stored


def test_a_token_ends_after_an_hour(client, ask, time_machine):
    moment = datetime.now(UTC)
    token = ask().json()["access_token"]
    time_machine.move_to(moment + timedelta(minutes=59))
    assert call(client, token).status_code == 200

    time_machine.move_to(moment + timedelta(minutes=61))

    assert call(client, token).status_code == 401


@pytest.mark.parametrize("closed", ["client", "user", "agency", "secret"])
def test_closing_the_client_its_user_or_agency_ends_its_tokens(client, ask, program, agency, closed):
    token = ask().json()["access_token"]
    if closed == "client":
        amend(program[0], is_active=False)
    elif closed == "user":
        amend(program[0].user, is_active=False)
    elif closed == "agency":
        amend(agency, is_active=False)
    else:
        with person.as_system("a test"):
            clients.new_secret(program[0])

    assert call(client, token).status_code == 401
    assert ask().status_code == 401


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer a b", "Bearer nonsense", "Bearer \u00e9", "Digest x"])
def test_without_a_good_token_the_api_answers_401_and_says_how(client, db, authorization):
    answer = client.get("/api/v1/who/", headers={"Authorization": authorization} if authorization else {})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_id": "unknown"}, 401, "invalid_client"),
        ({"client_id": "officer"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "invalid_request"),
        ({"client_id": "a\0b"}, 400, "invalid_request"),
    ],
)
def test_refusals_are_problems_in_json(ask, changes, status, error):
    answer = ask(**changes)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["error"] == error
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "3",
        '"text"',
        "{",
        "",
        '{"grant_type": "client_credentials", "client_id": "\\ud800", "client_secret": "\\ud800"}',
    ],
)
def test_nonsense_is_refused_without_a_fault(client, db, body):
    assert client.post(TOKEN, body, content_type="application/json").status_code in (400, 401)


@pytest.mark.parametrize(
    "value",
    ["!!!", "Zm9v", "/w==", base64.b64encode(b"\0:\0").decode(), base64.b64encode("é:ก".encode()).decode()],
)
def test_a_strange_basic_header_is_refused_without_a_fault(client, db, value):
    answer = send(client, {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {value}"})

    assert answer.status_code == 401


def test_each_try_of_a_program_stands_in_the_trail_by_its_user(ask, program, agency):
    ask()
    ask(client_secret="wrong")
    ask(client_id="unknown")

    with person.as_user(add_user("auditor", agency=agency, role="AUD")):
        tries = Event.objects.filter(verb__startswith="sign_in", detail={"api": True}).order_by("id")
        assert list(tries.values_list("verb", "user_id")) == [
            ("sign_in", program[0].user_id), ("sign_in_failed", program[0].user_id), ("sign_in_failed", None),
        ]  # fmt: skip


def test_eleven_tries_at_once_are_too_many(ask):
    answers = [ask(client_secret="wrong").status_code for _ in range(11)]

    assert answers == [401] * 10 + [429]
    assert ask().status_code == 429
    assert int(ask()["Retry-After"]) == 10


def test_buckets_fill_again_and_do_not_share(db):
    assert throttle.take("a", size=1, per_minute=60_000) == 0
    assert throttle.take("b", size=1, per_minute=1) == 0
    assert throttle.take("b", size=1, per_minute=1) == 60

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.01)")
    assert throttle.take("a", size=1, per_minute=60_000) == 0


def test_a_client_reaches_the_record_types_it_was_given(program):
    client, _secret = program

    assert client.reaches("reports")
    assert not client.reaches("cases")
    client.record_types = ["*"]
    assert client.reaches("cases")
