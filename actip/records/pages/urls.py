"""Addresses of the pages: one set for all record types, by the plural of the type."""

from django.contrib.auth.decorators import login_required
from django.urls import path, register_converter
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actip.records import catalogue
from actip.records.packets import pages as packets
from actip.records.pages import (
    assign,
    audit_log,
    clocks,
    detail,
    drafts,
    entry,
    history,
    home,
    leaving,
    lists,
    lookalikes,
    roles,
    search,
)


class Slug:
    """The plural of a declared record type; nothing else, so that every other address stays free."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> str:
        try:
            return catalogue.get(value).slug
        except KeyError:
            raise ValueError(value) from None

    def to_url(self, value: str) -> str:
        return value


register_converter(Slug, "kind")


def _read(view):
    return login_required(require_safe(view))


def _asked(view):
    return login_required(require_http_methods(["GET", "HEAD", "POST"])(view))


def _form(view):
    return drafts.rescued(_asked(view))


app_name = "records"
urlpatterns = [
    path("", _read(home.page), name="home"),
    path("search/", _form(search.page), name="search"),
    path("clocks/", _read(clocks.page), name="clocks"),
    path("clocks/rules/", _read(clocks.rules), name="rules"),
    path("clocks/<uuid:pk>/", _asked(clocks.detail), name="clock"),
    path("leaving/", _read(leaving.index), name="leaving"),
    path("leaving/<int:pk>/", _asked(leaving.page), name="leaves"),
    path("role-changes/", _read(roles.page), name="role-changes"),
    path("role-changes/<int:pk>/", login_required(require_POST(roles.answer)), name="role-change"),
    path("audit-log/", _read(audit_log.page), name="audit-log"),
    path("drafts/<path:form>", login_required(drafts.keep), name="draft"),
    path("<kind:slug>.csv", _read(lists.export), name="csv"),
    path("<kind:slug>/", _read(lists.index), name="list"),
    path("<kind:slug>/new/", _form(entry.add), name="add"),
    path("<kind:slug>/lookalikes/", login_required(lookalikes.panel), name="lookalikes"),
    path("<kind:slug>/<uuid:pk>/", _read(detail.page), name="detail"),
    path("<kind:slug>/<uuid:pk>/change/", _form(entry.change), name="change"),
    path("<kind:slug>/<uuid:pk>/moves/<slug:name>/", _form(entry.move), name="move"),
    path("<kind:slug>/<uuid:pk>/reveal/", _form(detail.reveal), name="reveal"),
    path("<kind:slug>/<uuid:pk>/history/", _read(history.page), name="history"),
    path("<kind:slug>/<uuid:pk>/assign/", _form(assign.page), name="assign"),
    path("<kind:slug>/<uuid:pk>/packet/<uuid:offer>/", _asked(packets.page), name="packet"),
]
