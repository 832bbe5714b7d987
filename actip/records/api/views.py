"""One viewset for every record type: request in, one action, answer out. It decides nothing."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import DataError, models, transaction
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from actip.access import decide
from actip.accounts.models import ApiClient
from actip.audit import trail
from actip.records import actions, catalogue, export, listing, shapes
from actip.records.api import conditions, filters, serializers
from actip.records.api.problems import Problem
from actip.records.api.reading import Reader, columns
from actip.records.api.reading import rows as rows_of
from actip.records.api.renderers import Csv, Json, JsonParser
from actip.records.api.throttling import PerClient
from actip.records.catalogue import RecordType
from actip.records.pages import door, lookalikes
from actip.records.scopes import ASSIGNMENT

LONGEST = 200  # rows of one page


class Records(ViewSet):
    """`kind` is given where the addresses are made; the methods are those of the record type's scope."""

    kind: RecordType = None  # type: ignore[assignment]  # given by the addresses
    http_method_names = ["get", "head", "post", "put", "patch"]
    parser_classes = [JsonParser]
    throttle_classes = [PerClient]
    metadata_class = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if not self.reaches(self.kind.slug):
            raise PermissionDenied(_("This client was not given this kind of record."))
        door.enter(request, self.kind.slug)

    def get_renderers(self) -> list[BaseRenderer]:
        return [Json(), Csv()] if self.action == "list" else [Json()]

    def list(self, request, **_kwargs) -> Response:
        asked = request.query_params
        if isinstance(request.accepted_renderer, Csv):
            return self._file(request, asked)
        page = self._page(asked, self.reader.fetch, filters.size(asked, LONGEST))
        actions.listed(self.kind, len(page.rows))
        neighbours = self._neighbours(request, page)
        body = {"count": page.count, "more": page.more, "next": None, "previous": None} | neighbours
        return Response(body | {"results": self.reader.items(page.rows)}, headers=_link_header(neighbours))

    warned: tuple[str, ...] = ()  # what looks wrong in what was saved all the same

    def create(self, request, **_kwargs) -> Response:
        self._require(
            "read" if self.kind.scope is ASSIGNMENT else "create"
        )  # who may assign what: PostgreSQL, by the matter
        return self._answer(*conditions.once(request, self.kind, lambda: self._make(request), 201))

    def retrieve(self, request, pk, **_kwargs) -> Response:
        return self._answer(door.opened(self.kind, pk))

    def partial_update(self, request, pk, **_kwargs) -> Response:
        return self._change(request, pk, partial=True)

    def update(self, request, pk, **_kwargs) -> Response:
        """PUT asks for every required field; one left out keeps its value."""
        return self._change(request, pk, partial=False)

    def move(self, request, pk, move, **_kwargs) -> Response:
        step = self.kind.workflow.by_name.get(move)
        if step is None:
            raise Http404
        self._require(step.verb)

        def work() -> models.Model:
            record = door.fetch(self.kind, pk)
            version = conditions.version(request, record)
            facts = serializers.read(self.kind, step.fields, request.data, partial=True)
            return actions.move(record, step.name, by=request.user, facts=facts, version=version)

        return self._answer(*conditions.once(request, self.kind, work, 200))

    def reveal(self, request, pk, **_kwargs) -> Response:
        """Protected fields in clear, for a reason; a program needs to be given the very record type."""
        if export.tier(self.kind) >= 4:
            raise PermissionDenied(_("What is this sensitive is opened on its page only, one at a time."))
        client = self.client
        if client and export.tier(self.kind) == 3 and self.kind.slug not in client.record_types:
            raise PermissionDenied(_("This client was not given this kind of record."))
        self._require("read")
        record = door.fetch(self.kind, pk)
        asked = serializers.Reason(data=request.data)
        asked.is_valid(raise_exception=True)
        shown = actions.reveal(record, by=request.user, **asked.validated_data)
        return Response({"id": record.pk, "version": record.version, "revealed": shown})

    def lookalikes(self, request, **_kwargs) -> Response:
        """What may be the same as a record that is to be added, of what the caller reaches; nothing is added."""
        self._require("create")
        values = serializers.read(self.kind, self.kind.fields, request.data, partial=True)
        found = [
            {
                "record_type": catalogue.of(other).slug, "id": other.pk, "title": shapes.title(other), "score": score,
                "why": str(why), "links": {"self": f"{reverse('api:root')}{catalogue.of(other).slug}/{other.pk}/"},
            }
            for other, why, score in lookalikes.alike(self.kind.model(**values), self.kind)
            if self._opens(catalogue.of(other).slug)
        ]  # fmt: skip
        return Response({"results": found})

    def history(self, request, pk, **_kwargs) -> Response:
        record = door.fetch(self.kind, pk)
        events = trail.history(self.kind.slug, record.pk)
        names = ("at", "verb", "user", "agency", "role", "fields", "detail")
        rows = [
            (each.at, each.verb, each.user_id, each.agency_id, each.role, each.fields, each.detail) for each in events
        ]
        return Response({"results": [dict(zip(names, row, strict=True)) for row in rows]})

    @property
    def client(self) -> ApiClient | None:
        return self.request.auth if isinstance(self.request.auth, ApiClient) else None

    @cached_property
    def verbs(self) -> frozenset[str]:
        return decide.verbs(self.request.user, self.kind.code)

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.kind, self.verbs, self.request.user, reverse("api:root"), self._opens)

    def reaches(self, slug: str) -> bool:
        """Whether the caller was given this record type: people all, a program those of its list."""
        return self.client is None or self.client.reaches(slug)

    def _opens(self, slug: str) -> bool:
        kind = catalogue.get(slug)
        return self.reaches(slug) and bool(kind.shown(decide.verbs(self.request.user, kind.code)))

    def _require(self, verb: str) -> None:
        if verb not in self.verbs:
            raise actions.Refused(_("Your role does not allow this."))

    def _make(self, request) -> models.Model:
        values = serializers.read(self.kind, self.kind.fields, request.data, partial=False)
        if self.kind.scope is ASSIGNMENT:
            return actions.assign(by=request.user, **values)
        record = actions.save(self.kind.model(**values), by=request.user)
        self._warn(record, values)
        return record

    def _warn(self, record: models.Model, values: dict) -> None:
        if hasattr(record, "warnings"):
            self.warned = tuple(record.warnings(values))

    def _change(self, request, pk, *, partial: bool) -> Response:
        self._require("change")
        record = door.fetch(self.kind, pk)
        version = conditions.version(request, record)
        if self.kind.workflow and not self.kind.can_change(getattr(record, self.kind.workflow.field)):
            raise Problem(409, "state", _("In its present state this record cannot be changed."))
        names = changeable(self.kind)
        values = serializers.read(self.kind, names, request.data, partial=partial)
        values = {
            name: value for name, value in values.items() if not shapes.is_hidden(record, name)
        }  # not hers to change
        for name, value in values.items():
            setattr(record, name, value)
        with transaction.atomic():
            record = actions.save(record, by=request.user, version=version, entered=tuple(values))
        self._warn(record, values)
        return self._answer(record)

    def _answer(self, record: models.Model | None, status: int = 200, replayed: bool = False) -> Response:
        headers = {"Idempotency-Replayed": "true"} if replayed else {}
        if record is None:
            return Response(None, 204, headers=headers)
        body = self.reader.whole(record)
        if self.warned:
            body["warnings"] = list(self.warned)
        if status == 201:
            headers["Location"] = body["links"]["self"]
        return Response(body, status, headers=headers | {"ETag": conditions.etag(record)})

    def _page(self, asked, fetch: Callable, size: int) -> listing.Page:
        rows = listing.beginning(self.kind, self.request.user.agency_id, asked)
        rows, status = filters.apply(self.kind, self.verbs, asked, rows)
        cursor = asked.get("cursor", "")
        try:
            with transaction.atomic() if cursor else nullcontext():
                return listing.page(self.kind, rows, status=status, cursor=cursor, size=size, fetch=fetch)
        except (DataError, ValueError, TypeError) as error:
            if not cursor:
                raise
            raise Problem(400, "cursor", _("This page of the list is not known; start from the first page.")) from error

    def _file(self, request, asked) -> Response:
        export.check(self.kind)
        names = export.names(self.kind, self.verbs)
        keys = {key: path for key, path in columns(self.kind, self.verbs).items() if key in ("id", "number", *names)}
        size = filters.size({"size": asked.get("size") or str(export.LONGEST)}, export.LONGEST)
        page = self._page(asked, partial(rows_of, self.kind, tuple(keys.values()), "id"), size)
        trail.record("export", record_type=self.kind.slug, fields=list(keys), detail={"rows": len(page.rows)})
        headers = _link_header(self._neighbours(request, page))
        headers["Content-Disposition"] = f'attachment; filename="{self.kind.slug}.csv"'
        return Response(export.Table(keys, page.rows), headers=headers)

    @staticmethod
    def _neighbours(request, page: listing.Page) -> dict[str, str]:
        """The addresses of the pages before and after, with the same filters."""
        found = {}
        for name, cursor in (("next", page.next), ("previous", page.previous)):
            if cursor:
                query = request.query_params.copy()
                query["cursor"] = cursor
                found[name] = f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
        return found


class Nowhere(APIView):
    """Any other address below the API: 404 as the API says it, to whoever is signed in."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise Http404


def changeable(kind: RecordType) -> tuple[str, ...]:
    """What may be sent to change a record; what it hangs below stays."""
    return tuple(name for name in kind.fields if name != kind.parent)


def _link_header(neighbours: dict[str, str]) -> dict[str, str]:
    """RFC 8288."""
    names = {"next": "next", "previous": "prev"}
    return (
        {"Link": ", ".join(f'<{url}>; rel="{names[name]}"' for name, url in neighbours.items())} if neighbours else {}
    )
