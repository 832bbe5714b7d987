"""The description of the API, derived from the catalogue: what each address takes and answers, with every status."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema_field
from rest_framework import serializers

from actip.records import catalogue, export
from actip.records.api import filters, problems
from actip.records.api.reading import brief, whole
from actip.records.api.serializers import Reason, field_for, shape
from actip.records.api.views import LONGEST, changeable
from actip.records.catalogue import RecordType
from actip.records.scopes import ASSIGNMENT
from actip.records.workflow import Workflow
from actip.vault.fields import EncryptedField

FIRST = re.compile(r"[:;]|\.\s")
EVERYTHING = frozenset({"exist", "masked", "read", "change"})  # a reporter is told to who may change one
READING = (401, 403, 404, 406, 429, 503)
SENDING = (400, *READING, 413, 415)
HEADER, QUERY, PATH = OpenApiParameter.HEADER, OpenApiParameter.QUERY, OpenApiParameter.PATH
KEY = OpenApiParameter(
    "Idempotency-Key", str, HEADER, description="A UUID of this request: sent again, it is answered and not done again."
)
MATCH = OpenApiParameter("If-Match", str, HEADER, required=True, description="The ETag of the record as it was read.")
ETAG = OpenApiParameter("ETag", str, HEADER, response=["200", "201"], description="The version of the record.")
LOCATION = OpenApiParameter("Location", str, HEADER, response=["201"])
LINK = OpenApiParameter(
    "Link", str, HEADER, response=["200"], description="The pages before and after, as RFC 8288 says."
)
FILE = OpenApiParameter("Content-Disposition", str, HEADER, response=["200"], description="Of a file: its name.")
REPLAYED = OpenApiParameter(
    "Idempotency-Replayed", str, HEADER, response=["200", "201", "204"], description="`true`: it was done before."
)
PAGING = [
    OpenApiParameter("cursor", str, QUERY, description="As given in next, previous and the Link header."),
    OpenApiParameter(
        "size",
        {"type": "integer", "minimum": 1},
        QUERY,
        description=f"Rows of a page, up to {LONGEST}; of a file, up to {export.LONGEST}.",
    ),
]


class Act(NamedTuple):
    """What is said of one act on a record type: in a line, with which statuses it is refused, what it takes beside a body."""

    summary: str
    refused: tuple[int, ...]
    parameters: tuple[OpenApiParameter, ...] = ()


CHANGING = (*SENDING, 409, 412, 428)
OTHERWISE = {"history": "History", "reveal": "Revealed", "lookalikes": "Lookalikes"}
ACTS = {
    "list": Act("List", (400, *READING)),
    "retrieve": Act("Open one; written to the audit trail", READING, (ETAG,)),
    "history": Act("What was done to it, newest first", READING),
    "reveal": Act("Open its protected fields, with a reason; written to the audit trail", SENDING),
    "create": Act("Add one", (*SENDING, 409, 422), (KEY, ETAG, LOCATION, REPLAYED)),
    "lookalikes": Act("What may be the same as a record to be added; nothing is added", SENDING),
    "update": Act("Change; a field left out keeps its value", CHANGING, (MATCH, ETAG)),
    "partial_update": Act("Change some fields", CHANGING, (MATCH, ETAG)),
    "move": Act("Make a step of the workflow", (*CHANGING, 422), (MATCH, KEY, ETAG, REPLAYED)),
}


def told(name: str) -> dict:
    """An answer that is described in one of the files `answers.yaml`."""
    return {"$ref": f"#/components/schemas/{name}"}


def refusals(statuses: Iterable[int]) -> dict:
    """What an address answers with these statuses, for the description; their words stand in `answers.yaml`."""
    return {(status, problems.MEDIA_TYPE): told("Problem") for status in sorted(statuses)}


@extend_schema_field({"type": "array", "items": told("Way"), "description": "Steps that would work now."})
class Ways(serializers.ListField):
    """The moves of a record."""


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
        return ACTS[self.view.action].summary if self.kind else super().get_summary() or self._first_words()

    def _first_words(self) -> str:
        return FIRST.split(self.get_description())[0].rstrip(".")

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
            return [*PAGING, LINK, FILE, *_filters(self.kind)]
        found = list(ACTS[self.view.action].parameters)
        if self.view.action == "move":
            found.append(OpenApiParameter("move", str, PATH, enum=list(self.kind.workflow.by_name)))
        return found

    def get_request_serializer(self):
        if not self.kind:
            return super().get_request_serializer()
        kind, action, moves = self.kind, self.view.action, self.kind.workflow.moves if self.kind.workflow else ()
        facts = tuple(dict.fromkeys(name for step in moves for name in step.fields))
        taken = {
            "create": (kind.fields, "Input"), "lookalikes": (kind.fields, "Input"), "update": (changeable(kind), "Update"),
            "partial_update": (changeable(kind), "Update"), "move": (facts, "Step"),
        }  # fmt: skip
        if action not in taken:
            return Reason if action == "reveal" else None
        made = shape(kind, *taken[action])
        return made if action in ("create", "update") else made(partial=True)

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
    return [
        OpenApiParameter(name, filters.TYPES.get(type(each), str), QUERY, description=str(each.label or ""), enum=filters.codes(each))
        for name, each in found.items()
    ]  # fmt: skip


@cache
def _answer(kind: RecordType, action: str) -> type[serializers.Serializer] | dict:
    name = kind.model.__name__
    match action:
        case "list":
            page = {
                "count": serializers.IntegerField(),
                "more": serializers.BooleanField(help_text="There are more than count."),
            }
            page |= {side: serializers.URLField(allow_null=True) for side in ("next", "previous")}
            return _made(f"{name}Page", page | {"results": _record(kind)(many=True)})
        case "history" | "reveal" | "lookalikes":
            return told(OTHERWISE[action])
    return _record(kind)


@cache
def _record(kind: RecordType) -> type[serializers.Serializer]:
    """One record as it is told to somebody who reads all of it; a list shows less."""
    below = {child.slug: _brief(child)(many=True, required=False) for child in catalogue.below(kind) if child.is_root}
    more = {
        "sealed": serializers.ListField(
            child=serializers.CharField(), required=False, help_text="Protected fields that hold something."
        ),
        "moves": Ways(required=False),
        "links": serializers.DictField(child=serializers.CharField()),
        "warnings": serializers.ListField(
            child=serializers.CharField(), required=False, help_text="What looks wrong in what was saved just now."
        ),
    }
    own = _own(kind) | {"version": serializers.IntegerField()}
    more |= {name: serializers.DateTimeField(required=False) for name in ("created_at", "updated_at")}
    return _made(kind.model.__name__, own | _fields(kind, whole(kind, EVERYTHING)) | below | more)


@cache
def _brief(kind: RecordType) -> type[serializers.Serializer]:
    """A matter as the list of what is above it tells it."""
    return _made(f"{kind.model.__name__}Brief", _own(kind) | _fields(kind, brief(kind, EVERYTHING)))


def _own(kind: RecordType) -> dict[str, serializers.Field]:
    return {"id": serializers.UUIDField()} | ({"number": serializers.CharField()} if kind.is_root else {})


def _fields(kind: RecordType, names: tuple[str, ...]) -> dict[str, serializers.Field]:
    return {name: _told(kind.model._meta.get_field(name)) for name in names}


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
    """Say each refusal once, under components, however many addresses answer it; with it what `answers.yaml` says."""
    for part in ("schemas", "responses"):
        result["components"][part] = dict(sorted((result["components"].get(part, {}) | answers(part)).items()))
    for path in result["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if problems.MEDIA_TYPE in answer.get("content", ()):
                    operation["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
    return result


def answers(part: str) -> dict:
    """What no serializer says: schemas, or responses, from the file of each of our apps that has one."""
    files = [Path(apps.get_app_config(name.rpartition(".")[2]).path, "answers.yaml") for name in settings.OWN_APPS]
    said = [yaml.safe_load(file.read_text()).get(part, {}) for file in files if file.exists()]
    return {name: each for found in said for name, each in found.items()}
