"""What stands around every page: navigation with counts, the person, the demonstration ribbon."""

from functools import partial

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.access import decide, matrix
from actip.access.models import Assignment
from actip.accounts.backend import prepared
from actip.records import catalogue


def shell(request) -> dict:
    """Everything is lazy: a fragment or an error page that shows none of it asks the database nothing."""
    if not hasattr(request, "user"):  # refused before anybody asked who it is: a wrong Host, say
        request.user = AnonymousUser()
    user = request.user
    return {
        "demo": settings.DEMO,
        "nav": SimpleLazyObject(partial(_nav, request)),
        "who": SimpleLazyObject(partial(_who, user)),
        "opened_at": timezone.now(),
        "menu": SimpleLazyObject(partial(_menu, user)),
        "search_url": SimpleLazyObject(lambda: reverse("records:search") if user.is_authenticated else ""),
        "session_seconds": SimpleLazyObject(
            lambda: int(settings.SESSION_IDLE.total_seconds()) if user.is_authenticated else 0
        ),
        "shortcuts": SimpleLazyObject(lambda: "on" if getattr(user, "shortcuts", True) else "off"),
    }


OFFERED = """
SELECT count(*) FROM (SELECT FROM access_assignment WHERE agency_id = %s AND state = 'offered'
                      AND (officer_id IS NULL OR officer_id = %s) LIMIT 100) offered"""
IN_BAR = 8
READS, WRITES, DECIDES = {"read", "masked", "see", "stats"}, {"create", "change"}, {"approve", "pay"}
# Where an entry stands in the navigation.
FIRST, DECIDED, MATTERS, WORK_PAGES, DESKS, PAGES, REGISTERS = range(7)
_places: list[tuple[str, object, str, str, bool, bool]] = []


def place(name: str, label, code: str, verb: str, *, first: bool = False, is_worked_on: bool = True) -> None:
    """Let an app add a page of its own to the navigation, for whoever has this verb on this record code.

    name: as `reverse` takes it (placed for several codes it stands there once). label: translated when shown.
    first: it stands before the lists, and among what her role begins with in "my work".
    is_worked_on: it stands before the desks of those who write such records; if not, it is looked up, and stands behind.
    """
    if (entry := (name, label, code, verb, first, is_worked_on)) not in _places:
        _places.append(entry)


def places(user, *, first: bool) -> list[dict]:
    """The apps' own pages that are open to a person."""
    found = {
        name: {"label": str(label), "url": reverse(name), "count": None}
        for name, label, code, verb, is_first, _is_worked_on in _places
        if is_first == first and decide.decide(user, code, verb)
    }
    return list(found.values())


def offers(user):
    """Matters offered to a person's agency, or to her."""
    mine = Assignment.objects.filter(agency_id=user.agency_id, state="offered")
    return mine.filter(officer=None) | mine.filter(officer=user)


def daily(user) -> list:
    """Record types that stand in a person's navigation: those that hang below no other, those she approves or pays, and the
    desks that she works at; each with how near it stands to her daily work.
    """
    found = []
    for kind in catalogue.all_types():
        verbs = decide.verbs(user, kind.code)
        is_hers = not kind.parent or verbs & DECIDES or (kind.desk and verbs & WRITES)
        if is_hers and kind.shown(verbs) and kind.scope.listed:
            found.append((_rank(kind, verbs), kind))
    return sorted(found, key=lambda each: each[0])


def _rank(kind, verbs: frozenset[str]) -> tuple[int, int]:
    """Decided first, then the matters themselves, then desks in their order; registers and the list of assignments last."""
    if kind.parent:
        return (DECIDED, 0) if verbs & DECIDES else (DESKS, kind.desk)
    if kind.is_root:
        return (MATTERS, 0 if verbs & WRITES else 1)
    return (REGISTERS, 1 if kind.code == decide.ANY_ROOT else 0)


def entries(user) -> list[dict]:
    """Everything in a person's navigation but "my work", the nearest to her daily work first."""
    found = [
        (rank, {"label": capfirst(kind.plural), "url": reverse("records:list", args=[kind.slug]), "count": None})
        for rank, kind in daily(user)
    ]
    for name, label, code, verb, is_first, is_worked_on in _places:
        verbs = decide.verbs(user, code)
        if verb in verbs:
            is_hers = is_worked_on and (verb not in READS or verbs & WRITES)
            place = FIRST if is_first else DECIDED if verb in DECIDES else WORK_PAGES if is_hers else PAGES
            found.append(((place, 0), {"label": str(label), "url": reverse(name), "count": None}))
    once: dict[str, dict] = {}
    for _rank_of_it, entry in sorted(found, key=lambda each: each[0]):
        once.setdefault(entry["url"], entry)  # a page placed for several codes stands there once
    return list(once.values())


def _nav(request) -> dict:
    """`items`: what stands in the bar; `more`: the rest, folded behind one word."""
    user = request.user
    if not user.is_authenticated:
        return {}
    with transaction.atomic(savepoint=False):
        [(waiting,)] = prepared.rows(OFFERED, [user.agency_id, user.pk]) if user.agency_id else [(0,)]
    items = [{"label": _("My work"), "url": reverse("records:home"), "count": waiting or None}]
    items += entries(user)
    for item in items:
        item["current"] = request.path == item["url"] or (item["url"] != "/" and request.path.startswith(item["url"]))
    shown = IN_BAR if len(items) > IN_BAR + 1 else len(items)  # one entry alone needs no fold
    return {"items": items[:shown], "more": items[shown:]}


def _who(user) -> dict | None:
    if not user.is_authenticated:
        return None
    role = matrix.roles().get(user.role)
    return {"name": str(user), "agency": str(user.agency or ""), "role": matrix.label(role) if role else ""}


def _menu(user) -> list[dict]:
    """Beside her name, so of nobody who is not signed in."""
    items = [{"label": _("Profile"), "url": reverse("profile")}]
    if settings.DEMO:
        items.append({"label": _("Be somebody else"), "url": reverse("personas")})
    if user.is_staff:
        items.append({"label": _("Administration"), "url": reverse("admin:index")})
    return items
