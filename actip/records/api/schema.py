"""The description of the API, derived from the catalogue: what each address takes and answers, with every status."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django.db import models
from django.utils.text import capfirst
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from actip.records.api import filters, problems
from actip.records.api.reading import whole
from actip.records.api.serializers import field_for, shape
from actip.records.api.views import LONGEST, changeable
from actip.records.catalogue import RecordType
from actip.records.scopes import ASSIGNMENT
from actip.records.workflow import Workflow
from actip.vault.fields import EncryptedField

EVERYTHING = frozenset({"exist", "masked", "read"})
WRONG = {
    400: "What was sent is not understood or not accepted; see errors",
    401: "Not signed in, or the token is no longer valid",
    403: "Not open to this role or client",
    404: "No such record for this agency",
    406: "Only JSON (and CSV for lists) is spoken",
    409: "Not possible in its present state, or the same request is under way",
    412: "Somebody changed the record; read it again",
    413: "More than 2.5 MB",
    415: "Send application/json",
    422: "The Idempotency-Key was used for another request",
    428: "If-Match is missing",
    429: "Too many requests; see Retry-After",
    503: "The database or the audit trail does not answer",
}
READING = (401, 403, 404, 406, 429, 503)
SENDING = (400, *READING, 413, 415)
HEADER, QUERY, PATH = OpenApiParameter.HEADER, OpenApiParameter.QUERY, OpenApiParameter.PATH
KEY = OpenApiParameter(
    "Idempotency-Key", str, HEADER, description="A UUID of this request: sent again, it is answered and not done again."
)
MATCH = OpenApiParameter("If-Match", str, HEADER, required=True, description="The ETag of the record as it was read.")
ETAG = OpenApiParameter("ETag", str, HEADER, response=["200", "201"], description="The version of the record.")
LOCATION = OpenApiParameter("Location", str, HEADER, response=["201"])
PAGING = [
    OpenApiParameter("cursor", str, QUERY, description="As given in next, previous and the Link header."),
    OpenApiParameter("size", int, QUERY, description=f"Rows of a page, up to {LONGEST}."),
]


class Act(NamedTuple):
    """What is said of one act on a record type: in a line, with which statuses it is refused, what it takes beside a body."""

    summary: str
    refused: tuple[int, ...]
    parameters: tuple[OpenApiParameter, ...] = ()


CHANGING = (*SENDING, 409, 412, 428)
ACTS = {
    "list": Act("List", (400, *READING)),
    "retrieve": Act("Open one; written to the audit trail", READING, (ETAG,)),
    "history": Act("What was done to it, newest first", READING),
    "reveal": Act("Open its protected fields, with a reason; written to the audit trail", SENDING),
    "create": Act("Add", (*SENDING, 409, 422), (KEY, ETAG, LOCATION)),
    "lookalikes": Act("What may be the same as a record to be added; nothing is added", SENDING),
    "update": Act("Change; a field left out keeps its value", CHANGING, (MATCH, ETAG)),
    "partial_update": Act("Change some fields", CHANGING, (MATCH, ETAG)),
    "move": Act("Make a step of the workflow", (*CHANGING, 422), (MATCH, KEY, ETAG)),
}


class Problem(serializers.Serializer):
    """RFC 9457. `code` is for programs; `detail` is a sentence in the language of Accept-Language."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = serializers.ListField(child=serializers.DictField(), required=False)


class Reason(serializers.Serializer):
    reason = serializers.CharField(min_length=5)


class Revealed(serializers.Serializer):
    id = serializers.UUIDField()
    version = serializers.IntegerField()
    revealed = serializers.DictField(child=serializers.CharField())


class Lookalikes(serializers.Serializer):
    results = serializers.ListField(
        child=serializers.DictField(), help_text="record_type, id, title, score (0-100 or null), why, links"
    )


class History(serializers.Serializer):
    results = serializers.ListField(
        child=serializers.DictField(), help_text="at, verb, user, agency, role, fields, detail"
    )


def refusals(statuses: Iterable[int]) -> dict:
    """What an address answers with these statuses, for the description."""
    return {(status, problems.MEDIA_TYPE): OpenApiResponse(Problem, WRONG[status]) for status in sorted(statuses)}


class TokenScheme(OpenApiAuthenticationExtension):
    """How programs sign in: client credentials, as OpenAPI says it."""

    target_class = "actip.records.api.authentication.Token"
    name = "clientCredentials"

    def get_security_definition(self, auto_schema):
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/api/v1/token/", "scopes": {}}}}


class Schema(AutoSchema):
    """Serves Records from its record type; other views as drf-spectacular does."""

    @property
    def kind(self) -> RecordType | None:
        return getattr(self.view, "kind", None)

    def is_excluded(self) -> bool:
        return self.view.__class__.__name__ == "Nowhere"

    def _is_list_view(self, serializer=None) -> bool:
        return False if self.kind else super()._is_list_view(serializer)

    def get_operation_id(self) -> str:
        return f"{self.kind.slug}-{self.view.action}".replace("_", "-") if self.kind else super().get_operation_id()

    def get_tags(self) -> list[str]:
        return [self.kind.slug] if self.kind else super().get_tags()

    def get_summary(self) -> str | None:
        return ACTS[self.view.action].summary if self.kind else super().get_summary()

    def get_description(self) -> str:
        if not self.kind:
            return super().get_description()
        name = capfirst(str(self.kind.plural))
        if self.view.action == "list" and self.kind.scope is ASSIGNMENT:
            return f"{name} of a `matter`; without it those of the caller's agency."
        return f"{name}. {steps(self.kind.workflow)}" if self.view.action == "move" else f"{name}."

    def get_override_parameters(self) -> list:
        if not self.kind:
            return super().get_override_parameters()
        if self.view.action == "list":
            return [*PAGING, *_filters(self.kind)]
        found = list(ACTS[self.view.action].parameters)
        if self.view.action == "move":
            found.append(OpenApiParameter("move", str, PATH, enum=list(self.kind.workflow.by_name)))
        return found

    def get_request_serializer(self):
        if not self.kind:
            return super().get_request_serializer()
        kind, flow = self.kind, self.kind.workflow
        match self.view.action:
            case "create":
                return shape(kind, kind.fields, "Input")
            case "lookalikes":
                return shape(kind, kind.fields, "Input")(partial=True)
            case "update":
                return shape(kind, changeable(kind), "Update")
            case "partial_update":
                return shape(kind, changeable(kind), "Update")(partial=True)
            case "move":
                names = dict.fromkeys(name for step in flow.moves for name in step.fields)
                return shape(kind, tuple(names), "Step")(partial=True)
            case "reveal":
                return Reason
        return None

    def get_response_serializers(self):
        if not self.kind:
            return super().get_response_serializers()
        action = self.view.action
        found: dict = {(201 if action == "create" else 200, "application/json"): _answer(self.kind, action)}
        if action == "list":
            found[200, "text/csv"] = str
        if action in ("create", "move"):
            found[204] = OpenApiResponse(description="A repeated request, whose record is out of reach by now")
        return found | refusals(ACTS[action].refused)


def steps(flow: Workflow) -> str:
    """Every move of a workflow in a line each."""
    lines = [
        f"* `{step.name}` ({step.label}): {', '.join(step.sources)} → {step.target}; needs {', '.join(step.needs) or 'nothing'}"
        for step in flow.moves
    ]
    return "Moves:\n\n" + "\n".join(lines)


def _filters(kind: RecordType) -> list[OpenApiParameter]:
    found = filters.filterset(kind, EVERYTHING).base_filters
    return [OpenApiParameter(name, str, QUERY, description=str(each.label or "")) for name, each in found.items()]


@cache
def _answer(kind: RecordType, action: str) -> type[serializers.Serializer]:
    name = kind.model.__name__
    match action:
        case "list":
            page = {
                "count": serializers.IntegerField(),
                "more": serializers.BooleanField(help_text="There are more than count."),
            }
            page |= {side: serializers.URLField(allow_null=True) for side in ("next", "previous")}
            return _made(f"{name}Page", page | {"results": _record(kind)(many=True)})
        case "history":
            return History
        case "reveal":
            return Revealed
        case "lookalikes":
            return Lookalikes
    return _record(kind)


@cache
def _record(kind: RecordType) -> type[serializers.Serializer]:
    """One record as it is told to somebody who reads all of it; a list shows less."""
    number = {"number": serializers.CharField()} if kind.is_root else {}
    fields = {field: _told(kind.model._meta.get_field(field)) for field in whole(kind, EVERYTHING)}
    more = {
        "sealed": serializers.ListField(
            child=serializers.CharField(), required=False, help_text="Protected fields that hold something."
        ),
        "moves": serializers.ListField(
            child=serializers.DictField(), required=False, help_text="Steps that would work now."
        ),
        "links": serializers.DictField(child=serializers.CharField()),
        "warnings": serializers.ListField(
            child=serializers.CharField(), required=False, help_text="What looks wrong in what was saved just now."
        ),
    }
    own = {"id": serializers.UUIDField(), **number, "version": serializers.IntegerField()}
    return _made(kind.model.__name__, own | fields | more)


def _told(field: models.Field) -> serializers.Field:
    if isinstance(field, EncryptedField):
        return serializers.CharField(
            allow_null=True, required=False, label=field.verbose_name, help_text="Always null: see sealed."
        )
    may_hide = {"allow_null": True} if isinstance(field, models.ForeignKey) else {}
    return field_for(field, required=False, **may_hide)  # lists show less than all, and so does whoever sees less


def _made(name: str, fields: dict) -> type[serializers.Serializer]:
    return type(name, (serializers.Serializer,), fields)


def share_refusals(result: dict, **_kwargs) -> dict:
    """Say each refusal once, under components, however many addresses answer it."""
    shared = result["components"].setdefault("responses", {})
    for schema in result["components"]["schemas"].values():
        for field in schema.get("properties", {}).values():
            field.pop("x-spec-enum-id", None)
    for path in result["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if (
                    problems.MEDIA_TYPE in answer.get("content", ())
                    and shared.setdefault(f"Problem{status}", answer) == answer
                ):
                    operation["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
    return result
