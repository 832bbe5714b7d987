"""Nothing that can be sent to any address is a fault of ours: pages answer with a page, the API with problem+json."""

import json
import logging
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

from tests.access.conftest import Browser
from tests.conftest import empty
from tests.hostile import values
from tests.hostile.addresses import PART, ROUTES
from tests.hostile.listening import listening
from tests.hostile.scene import Scene

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
CLOSED = (401, 403, 404)
# Ways in that let nobody in here (the secret is wrong, no persona was loaded), and what is open to whoever has a second factor.
SHUT = {"POST api/v1/token/", "POST personas/"}
SHUT |= {
    f"{method} second-factor/{page}/"
    for page in ("reauthenticate", "recovery-codes", "recovery-codes/download", "totp/deactivate")
    for method in ("GET", "POST")
} - {"POST second-factor/recovery-codes/"}


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        empty()
        try:
            yield Scene()
        finally:
            empty()


@pytest.fixture(autouse=True)
def _quiet(settings, tmp_path):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.EVIDENCE_DIR = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def signed_in(user) -> Client:
    """Just now, so that what is asked of nobody for long is open too."""
    client = Browser(user).client
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "username": user.username}]
    session.save()
    return client


class Tried:
    """One way to call one address, as whoever it is open to: what was asked for, and what was wrong with the answers."""

    def __init__(self, scene: Scene, method: str, route: str):
        self.scene, self.method, self.route = scene, method, route
        self.is_api = route.startswith("api/")
        self.is_json = self.is_api and "batch" not in route
        self.heard: set[str] = set()
        self.wrong: list[str] = []
        self.user, self.status = self._whoever_may()

    def _whoever_may(self):
        found = {}
        for user in self.scene.users.values():
            self.user = user
            status = self.ask("as it should be", body=self.scene.sent(self.route)[0])
            found.setdefault(status in CLOSED, (user, status))
            if False in found:
                break
        self.heard.clear()
        return found.get(False) or found[True]

    def ask(self, what: str, *, body=None, query="", raw=None, path="", kind="", **headers) -> int:
        """Call it, undo what it did, and note what is wrong with the answer."""
        if raw is None:
            raw = (json.dumps(body or {}) if self.is_json else urlencode(body or {}, doseq=True)).encode()
        path = path or self.scene.path(self.route)
        path += ("&" if "?" in path else "?") + query
        headers = {"Idempotency-Key": "a-key-of-a-test"} | headers
        with transaction.atomic(), listening() as names:
            client = signed_in(self.user) if self.user else Client(headers={"Accept-Language": "en"})
            client.raise_request_exception = False
            sent = (
                {"data": raw, "content_type": kind or (JSON if self.is_json else FORM)} if self.method == "POST" else {}
            )
            answer = client.generic(self.method, path, **sent, headers=headers)
            transaction.set_rollback(True)
        self.heard |= names
        if fault := self._fault(answer):
            self.wrong.append(f"{what}: {fault}")
        sent_away = answer.headers.get("Location", "").startswith("/sign-in/")
        return 401 if sent_away else answer.status_code

    def _fault(self, answer) -> str:
        if answer.status_code >= 500:
            return repr(answer.exc_info and answer.exc_info[1])[:200]
        if answer.status_code < 400:
            return ""
        kind = answer.headers.get("Content-Type", "none")
        if self.is_api:
            told = kind == "application/problem+json" and json.loads(answer.content)["detail"]
        else:
            told = ("text/html" in kind and "</" in answer.content.decode()) or "application/json" in kind
        return "" if told or answer.status_code == 405 else f"{answer.status_code} {kind} without a word"

    def names(self) -> Iterator[tuple[str, dict]]:
        """Each name that is asked for, with the rest of a body in which only it is wrong; those asked for later as well."""
        for body in self.scene.sent(self.route):
            self.ask("as it should be", body=body)
            done: set[str] = set()
            while rest := sorted((self.heard | set(body)) - done):
                done.add(rest[0])
                yield rest[0], body


@pytest.mark.slow
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_value_of_a_client_is_a_fault_of_ours(scene, method, route):
    tried = Tried(scene, method, route)
    if tried.status == 405:
        return
    for name, body in tried.names():
        for value in values.TEXTS:
            tried.ask(f"{name}={value[:20]!r}", body=body | {name: value}, query=urlencode({name: value}))
        tried.ask(
            f"{name} twice", query=f"{name}=a&{name}=b", raw=None if tried.is_json else f"{name}=a&{name}=b".encode()
        )
        for spelt in values.SPELT:
            tried.ask(
                f"{name}={spelt}", query=f"{name}={spelt}", raw=None if tried.is_json else f"{name}={spelt}".encode()
            )
        if method == "POST" and tried.is_json:
            for thing in values.THINGS:
                tried.ask(f"{name}={str(thing)[:20]}", body=body | {name: thing})
            for raw in values.BODIES:
                tried.ask(f"{name} in {raw[:30]!r}", raw=raw.replace(b"%s", name.encode()))
    if method == "POST":
        for kind in values.KINDS:
            tried.ask(f"a body of {kind}", raw=b"x", kind=kind)
        tried.ask("2 MB", body={"a": "x" * 2_000_000})
        tried.ask("3 MB", body={"a": "x" * 3_000_000})
    for part in PART.findall(route):
        for place in values.PLACES:
            tried.ask(f"{part} is {place[:20]}", path=scene.path(route, **{part: place}))

    assert not tried.wrong, "\n".join(tried.wrong)


@pytest.mark.parametrize(
    "route",
    [
        "",
        "search/",
        "statements/",
        "api/v1/statements/",
        "api/v1/reports/batch/",
        "evidence-files/new/",
        "api/v1/payment-runs/",
        "api/v1/token/",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_header_of_a_client_is_a_fault_of_ours(scene, method, route):
    tried = Tried(scene, method, route)
    for header, some in values.HEADERS.items():
        for value in some:
            tried.ask(f"{header}: {value[:20]!r}", **{header: value})

    assert not tried.wrong, "\n".join(tried.wrong)


@pytest.mark.parametrize("kind", ["application/x-ndjson", "text/csv"])
def test_no_line_of_a_batch_is_a_fault_of_ours(scene, kind):
    tried = Tried(scene, "POST", "api/v1/reports/batch/")
    for raw in values.BODIES:
        tried.ask(f"{kind} {raw[:30]!r}", raw=raw.replace(b"%s", b"external_id") + b"\n", kind=kind)

    assert not tried.wrong, "\n".join(tried.wrong)


def test_every_address_was_open_to_somebody(scene):
    """Else values would be turned away at the door, and prove nothing."""
    shut = set()
    for route in ROUTES:
        for method in ("GET", "POST"):
            if Tried(scene, method, route).status in CLOSED:
                shut.add(f"{method} {route}")

    assert not shut ^ SHUT, "\n".join(sorted(shut ^ SHUT))
