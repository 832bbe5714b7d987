"""What stands around every page: navigation with counts, the person, the demonstration ribbon."""

from functools import partial

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.access import decide, matrix
from actip.access.models import Assignment
from actip.records import catalogue
from actip.records.pages import door


def shell(request) -> dict:
    """Everything is lazy: a fragment or an error page that shows none of it asks the database nothing."""
    if not hasattr(request, "user"):  # refused before anybody asked who it is: a wrong Host, say
        request.user = AnonymousUser()
    user = request.user
    return {
        "demo": settings.DEMO,
        "nav": SimpleLazyObject(partial(_nav, request)),
        "who": SimpleLazyObject(partial(_who, user)),
        "menu": SimpleLazyObject(partial(_menu, user)),
        "search_url": SimpleLazyObject(lambda: reverse("records:search") if user.is_authenticated else ""),
        "session_seconds": SimpleLazyObject(lambda: _idle(user)),
        "shortcuts": SimpleLazyObject(lambda: "on" if getattr(user, "shortcuts", True) else "off"),
    }


def offers(user):
    """Matters offered to a person's agency, or to her."""
    mine = Assignment.objects.filter(agency_id=user.agency_id, state="offered")
    return mine.filter(officer=None) | mine.filter(officer=user)


def daily(user) -> list:
    """Record types that stand in a person's navigation: those that hang below no other, and those she approves or pays."""
    found = []
    for kind in catalogue.all_types():
        verbs = decide.verbs(user, kind.code)
        if kind.shown(verbs) and door.is_listed(kind) and (not kind.parent or verbs & {"approve", "pay"}):
            found.append(kind)
    return sorted(found, key=lambda kind: (not kind.is_root, not kind.has_matter, kind.code == decide.ANY_ROOT))


def _nav(request) -> list[dict]:
    user = request.user
    if not user.is_authenticated:
        return []
    with transaction.atomic():
        waiting = offers(user)[:100].count() if user.agency_id else 0
    items = [{"label": _("My work"), "url": reverse("records:home"), "count": waiting or None}]
    items += [
        {"label": capfirst(kind.plural), "url": reverse("records:list", args=[kind.slug]), "count": None}
        for kind in daily(user)
    ]
    if decide.decide(user, decide.ANY_ROOT, "oversee"):
        items.append({"label": _("Limits"), "url": reverse("records:clocks"), "count": None})
    try:
        if decide.decide(user, "STA", "stats") or decide.decide(user, "STA", "read"):
            items.append({"label": _("Dashboard"), "url": reverse("dashboard"), "count": None})
    except NoReverseMatch:
        pass  # the program also runs without its reports
    for item in items:
        item["current"] = request.path == item["url"] or (item["url"] != "/" and request.path.startswith(item["url"]))
    return items


def _who(user) -> dict | None:
    if not user.is_authenticated:
        return None
    role = matrix.roles().get(user.role)
    return {"name": str(user), "agency": str(user.agency or ""), "role": matrix.label(role) if role else ""}


def _menu(user) -> list[dict]:
    if not user.is_authenticated:
        return []
    items = [{"label": _("Profile"), "url": reverse("profile")}]
    if settings.DEMO:
        items.append({"label": _("Be somebody else"), "url": reverse("personas")})
    if user.is_staff:
        items.append({"label": _("Administration"), "url": reverse("admin:index")})
    return items


def _idle(user) -> int:
    return int(settings.SESSION_IDLE.total_seconds()) if user.is_authenticated else 0
