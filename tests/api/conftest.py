"""Programs that call the API: one for each role of the small world, each with a token."""

import json
import re
from functools import cache, cached_property

import pytest
import yaml
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from actip.accounts import clients, person
from actip.records import catalogue
from actip.records.api import docs

ROOT = "/api/v1/"
TOLD_HEADERS = (
    "Content-Disposition", "ETag", "Idempotency-Replayed", "Link", "Location", "Retry-After", "WWW-Authenticate",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _no_collected_files(settings):
    settings.WHITENOISE_AUTOREFRESH = True


class Caller:
    """Calls the API as one user: with a token (`record_types`, else all by name), or with a session."""

    def __init__(self, user, *, record_types=None, session=False, language="en"):
        self.user, self.language = user, language
        self.browser = Client(raise_request_exception=True)
        self.headers = {"Accept-Language": language}
        if session:
            self.browser.force_login(user, backend="actip.accounts.authentication.Backend")
            return
        with person.as_system("a test's client"):
            everything = [kind.slug for kind in catalogue.all_types()]
            self.client = clients.register(
                client_id=f"api-{user.username}",
                like=user,
                purpose="test",
                record_types=everything if record_types is None else record_types,
            )
            token = clients.issue(self.client)
        self.user = self.client.user
        self.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body=None, **headers):
        path = path.removeprefix("http://testserver")
        address = path if path.startswith("/") else f"{ROOT}{path}"
        sent = {"data": body if isinstance(body, bytes | str) else json.dumps(body), "content_type": "application/json"}
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        options = {} if body is None else sent
        return Answer(self, self.browser.generic(method, address, **options, headers=self.headers | extra))

    def get(self, path: str, **headers):
        return self.call("GET", path, **headers)

    def post(self, path: str, body=None, **headers):
        return self.call("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body, **headers):
        return self.call("PATCH", path, body, **headers)

    def add(self, slug: str, **body):
        """A new record, as the API tells it."""
        answer = self.post(f"{slug}/", body)
        assert answer.status == 201, answer.body
        return answer.body

    def only(self, slug: str):
        """The one record that a list shows, opened."""
        found = self.get(f"{slug}/").body["results"]
        assert len(found) == 1, found
        return self.get(found[0]["links"]["self"]).body

    def move(self, slug: str, record: dict, step: str, **facts):
        answer = self.post(f"{slug}/{record['id']}/moves/{step}/", facts, If_Match=f'"{record["version"]}"')
        assert answer.status == 200, answer.body
        return answer.body


@cache
def description() -> dict:
    return yaml.safe_load(docs.written("en"))


def check_described(response) -> None:
    """Every answer is one that the description names, and as it says; but a method or an address that is not there is not described."""
    route = response.resolver_match.route if response.resolver_match else ""
    path = "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route).replace("{pk}", "{id}")
    operations = description()["paths"].get(path)
    method = response.wsgi_request.method.lower()
    assert operations or not path.startswith("/api/v1/cases/"), path
    if operations and method in operations and response.status_code != 500:
        status, answers = str(response.status_code), operations[method]["responses"]
        assert status in answers, f"{method} {path}: {status}"
        check_headers(f"{method} {path} {status}", response)
        check_shape(f"{method} {path} {status}", response)


def check_headers(said: str, response) -> None:
    """What a program needs of the headers is described, and a refusal that is described with one has it."""
    declared = set(answer_of(said).get("headers", {}))
    there = {name for name in TOLD_HEADERS if name in response.headers}
    assert there <= declared, f"{said}: {there - declared}"
    assert response.status_code < 400 or there == declared, f"{said}: {declared - there}"


def check_shape(said: str, response) -> None:
    """The body is what the description tells programs to expect."""
    if not response.content or not (validator := shape_of(said, response.headers["Content-Type"].partition(";")[0])):
        return
    wrong = [
        f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(json.loads(response.content))
    ]
    assert not wrong, f"{said}: {wrong[:5]}"


@cache
def shape_of(said: str, media_type: str) -> Draft202012Validator | None:
    """How the JSON of this answer looks: `get /api/v1/cases/ 200`."""
    content = answer_of(said).get("content", {})
    assert media_type in content, f"{said}: {media_type}"
    if not media_type.endswith("json"):
        return None
    schema = content[media_type]["schema"] | {"components": description()["components"]}
    return Draft202012Validator(closed(schema), format_checker=FormatChecker())


def answer_of(said: str) -> dict:
    """What is described of an answer: `get /api/v1/cases/ 200`."""
    method, path, status = said.split()
    answer = description()["paths"][path][method]["responses"][status]
    if reference := answer.get("$ref"):
        return description()["components"]["responses"][reference.rpartition("/")[2]]
    return answer


def closed(schema):
    """The same, but with nothing more in an object than is described."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(each) for name, each in schema.items()}
    is_closed = isinstance(found.get("properties"), dict) and found.get("type") == "object"
    return {"additionalProperties": False} | found if is_closed else found


class Answer:
    def __init__(self, caller, response):
        self.caller, self.response, self.status = caller, response, response.status_code
        check_described(response)

    def __getitem__(self, header: str) -> str:
        return self.response.headers[header]

    @property
    def type(self) -> str:
        return self.response.headers["Content-Type"]

    @cached_property
    def body(self):
        return json.loads(self.response.content) if self.response.content else None

    @property
    def text(self) -> str:
        return self.response.content.decode()


@pytest.fixture
def caller(world):
    """caller("POL"), caller("POL", session=True), caller(user=somebody)."""

    def make(role: str = "", *, user=None, **options) -> Caller:
        return Caller(user or world.user(role), **options)

    return make


@pytest.fixture
def police(caller):
    return caller("POL")


@pytest.fixture
def stranger(world, caller):
    """An officer of another unit."""
    return caller(user=world.add_user("POL", "police_two"))


def body_of(slug: str, **more) -> dict:
    """What a client sends for a valid record of a type."""
    from tests.factories import build

    record = build(slug)
    kind = catalogue.get(slug)
    found = {}
    for name in kind.fields:
        field = kind.model._meta.get_field(name)
        if field.is_relation:
            continue
        value = record.__dict__.get(field.attname)
        found[name] = value._fresh if hasattr(value, "_fresh") else value
    found = {name: value for name, value in found.items() if value not in (None, "")}
    return json.loads(json.dumps(found, default=str)) | more
