"""Addresses of the API, made from the catalogue: /api/v1/<plural>/."""

from django.urls import URLResolver, include, path
from django.utils.module_loading import import_string

from actip.records import catalogue
from actip.records.api import clocks
from actip.records.api.agencies import Agencies
from actip.records.api.docs import Docs, Schema
from actip.records.api.token import TokenView
from actip.records.api.views import Records
from actip.records.catalogue import RecordType
from actip.records.scopes import ASSIGNMENT, STAY

app_name = "api"


def records(kind: RecordType) -> URLResolver:
    """The addresses of one record type: what its scope lets be added and changed, what its workflow moves. Together, so that
    a request tries one pattern for each other record type.
    """
    view = import_string(kind.api) if kind.api else Records

    def route(rest: str, name: str, **methods: str):
        return path(rest, view.as_view(methods, kind=kind), {"slug": kind.slug}, name=name)

    creates = {} if kind.scope is STAY else {"post": "create"}
    changes = {} if kind.scope in (STAY, ASSIGNMENT) else {"put": "update", "patch": "partial_update"}
    found = [
        route("", "list", get="list", **creates),
        route("<uuid:pk>/", "detail", get="retrieve", **changes),
        route("<uuid:pk>/history/", "history", get="history"),
    ]
    if kind.lookalikes:
        found.append(route("lookalikes/", "lookalikes", post="lookalikes"))
    if kind.workflow:
        found.append(route("<uuid:pk>/moves/<slug:move>/", "move", post="move"))
    if kind.sealed:
        found.append(route("<uuid:pk>/reveal/", "reveal", post="reveal"))
    return path(f"{kind.slug}/", include(found))


urlpatterns = [
    *(records(kind) for kind in catalogue.all_types()),
    path("", Docs.as_view(), name="root"),
    path("schema/", Schema.as_view(), name="schema"),
    path("agencies/", Agencies.as_view(), name="agencies"),
    path("token/", TokenView.as_view(), name="token"),
    *clocks.urlpatterns,
]
