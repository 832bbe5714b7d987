"""The trail around a request: refusals, ids, 503 instead of an unaudited page; and signing in and out."""

import json
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from actip.accounts.models import User
from actip.accounts.person import acting
from actip.audit import trail
from actip.audit.adapter import Adapter
from tests.audit.conftest import POLICE, events, sql

pytestmark = [pytest.mark.usefixtures("committing"), pytest.mark.urls("tests.audit.test_request")]


def page(request, slug: str, pk: str) -> HttpResponse:
    trail.record("open", record_type=slug, record_id=pk)
    if slug == "closed":
        raise PermissionDenied
    if slug == "hidden":
        raise Http404
    return HttpResponse("Somchai")


urlpatterns = [path("<slug:slug>/<str:pk>/", page, name="page")]


@pytest.fixture(autouse=True)
def _only_ours(settings):
    settings.MIDDLEWARE = ["actip.audit.middleware.Audited"]


def get(slug: str, key: str, **headers):
    with acting(POLICE):
        return Client(raise_request_exception=False).get(f"/{slug}/{key}/?name=Somchai", headers=headers)


@pytest.mark.parametrize(("slug", "status"), [("closed", 403), ("hidden", 404)])
def test_a_refused_request_leaves_only_its_refusal(slug, status):
    key = str(uuid.uuid4())

    assert get(slug, key).status_code == status

    ((verb, user, detail),) = events(key, "verb, user_id, detail::text")
    assert (verb, user) == ("refuse", POLICE.user_id)
    assert json.loads(detail) == {"status": status, "method": "GET", "page": "page"}


def test_a_served_request_leaves_what_it_opened_with_the_id_of_the_request():
    key = str(uuid.uuid4())

    answer = get("open", key, x_request_id="proxy-1234")

    assert answer.content == b"Somchai"
    assert answer["X-Request-ID"] == "proxy-1234"
    assert events(key, "verb, request_id") == [("open", "proxy-1234")]


def test_an_id_that_is_none_is_replaced():
    assert len(get("open", "1", x_request_id="<script>")["X-Request-ID"]) == 32


def test_what_cannot_be_audited_is_answered_with_503(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "actip.records.pages.errors.Refusals"]
    key = str(uuid.uuid4())
    sql("REVOKE EXECUTE ON FUNCTION actip.audit FROM actip_app", using="owner")
    try:
        answer = get("open", key)
    finally:
        sql("GRANT EXECUTE ON FUNCTION actip.audit TO actip_app", using="owner")

    assert (answer.status_code, b"Somchai" in answer.content) == (503, False)
    assert get("open", key).content == b"Somchai"


def test_a_refusal_that_cannot_be_audited_stays_a_refusal(caplog):
    sql("REVOKE EXECUTE ON FUNCTION actip.audit FROM actip_app", using="owner")
    try:
        with acting(POLICE):
            request = RequestFactory().get("/")
            request.resolver_match = None
            trail.refusal(request, 403)
    finally:
        sql("GRANT EXECUTE ON FUNCTION actip.audit TO actip_app", using="owner")

    assert "a refusal could not be audited" in caplog.text


def test_a_refusal_of_nobody_is_no_event():
    before = sql("SELECT count(*) FROM audit_event", using="owner")
    trail.refusal(RequestFactory().get("/"), 403)

    assert sql("SELECT count(*) FROM audit_event", using="owner") == before


def test_signing_in_is_audited(monkeypatch):
    monkeypatch.setattr("actip.accounts.adapter.Adapter.post_login", lambda self, request, user, **how: "the next page")
    request = RequestFactory().get("/")

    assert Adapter(request).post_login(request, User(pk=70_602)) == "the next page"
    assert events(70_602, "verb, kind") == [("sign_in", "nobody")]


def test_signing_in_and_out_is_audited_without_what_was_typed():
    request = RequestFactory().get("/")
    request.user = User(pk=70_600)
    before = sql("SELECT coalesce(max(id), 0) FROM audit_event", using="owner")[0][0]

    Adapter(request).authentication_failed(request, username="MyPassword1", password="x")
    Adapter(request).session_ended(request, request.user, "idle")

    found = sql("SELECT verb, user_id, detail::text FROM audit_event WHERE id > %s ORDER BY id", [before], "owner")
    assert found == [("sign_in_failed", None, "{}"), ("sign_out", 70_600, '{"why": "idle"}')]


def test_signing_out_of_nothing_is_no_event(monkeypatch):
    monkeypatch.setattr("actip.accounts.adapter.Adapter.logout", lambda self, request: None)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    before = sql("SELECT count(*) FROM audit_event", using="owner")
    Adapter(request).logout(request)
    assert sql("SELECT count(*) FROM audit_event", using="owner") == before

    request.user = User(pk=70_601)
    Adapter(request).logout(request)
    assert events(70_601, "verb") == [("sign_out",)]
