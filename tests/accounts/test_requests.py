"""What surrounds every request: headers, the person in the database, where it comes from."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from actip.accounts import address
from actip.accounts import person as people
from actip.accounts.models import User
from tests.accounts.conftest import amend


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/sign-in/", 200),
        ("/private/", 302),
        ("/status/403/", 403),
        ("/status/404/", 404),
        ("/nowhere/", 404),
        ("/status/500/", 500),
        ("/api/v1/who/", 401),
        ("/sign-in/", 400),
    ],
)
def test_every_answer_has_the_headers(db, path, expected):
    host = "evil.example" if expected == 400 else "testserver"

    answer = Client(raise_request_exception=False).get(path, headers={"Host": host})

    assert answer.status_code == expected
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    if expected != 400:
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_person_signed_in_acts_in_python_and_in_the_database(client, sign_in, officer, agency):
    sign_in()

    assert client.get("/who/").json() == {"python": officer.pk, "database": [officer.pk, agency.pk, "POL"]}


def test_without_signing_in_nobody_acts(client, db):
    assert client.get("/who/").json() == {"python": None, "database": [None, None, None]}


def test_a_user_without_an_agency_is_nobody(client, officer):
    amend(officer, agency=None)
    client.force_login(officer)

    assert client.get("/who/").json()["database"] == [None, None, None]


def test_the_next_request_does_not_inherit_the_person(client, sign_in):
    sign_in()
    client.get("/who/")

    assert Client().get("/who/").json()["python"] is None


def test_only_our_own_proxy_is_believed_about_the_address(settings):
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.7"})

    settings.BEHIND_PROXY = False
    assert address.of(request) == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert address.of(request) == "203.0.113.7"
    assert address.of(RequestFactory().get("/")) == "127.0.0.1"  # the proxy's own look at whether the site lives


@pytest.mark.parametrize(
    ("told", "is_read_as"), [("", "0.0.0.0"), ("nonsense", "0.0.0.0"), ("2001:db8::1", "2001:db8::1")]
)
def test_a_missing_or_strange_address_is_no_fault(told, is_read_as):
    assert address.of(RequestFactory().get("/", REMOTE_ADDR=told)) == is_read_as


def test_only_an_active_user_of_an_agency_acts_and_the_system_says_why(agency):
    gone, nowhere = User(pk=1, agency=agency, role="POL", is_active=False), User(pk=1, role="POL")
    for user in (AnonymousUser(), gone, nowhere):
        with pytest.raises(ValueError, match="only an active user of an agency"):
            people.of(user)
    with pytest.raises(ValueError, match="for a reason"):
        people.as_system("")
