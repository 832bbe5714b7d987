"""My work: what was offered to me, what waits for my next step, what runs out, what I had open, what I left unfinished."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import connection, models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.access import decide, matrix
from actip.access.models import Assignment
from actip.records import catalogue, drafts, listing, shapes
from actip.records.catalogue import RecordType
from actip.records.pages import clocks, door, roles, running
from actip.records.pages import context as around
from actip.records.pages.drafts import match
from actip.records.pages.proposed import next_step, to_add
from actip.thai.times import format_datetime

LATELY = timedelta(days=7)
GIVEN = ("case_team", "protection", "team", "oversight")  # other bases come with an offer or a step that waits
BESIDE = ("drafts", "recent")  # at hand, and nothing that waits
EACH, ALL = 6, 8


_alarms: list[Callable] = []


def further(found: Callable) -> Callable:
    """Decorator: function(user) -> tasks that an app wants to stand on top of somebody's work, in red."""
    _alarms.append(found)
    return found


def alarms(user) -> list[dict]:
    """What the apps want on top of her work."""
    return [task for found in _alarms for task in found(user)] if user.agency_id else []


def page(request: HttpRequest) -> HttpResponse:
    """The first page of everybody: her own work, and where there is none, what her role can do."""
    user, now = request.user, timezone.now()
    parts = {
        "offers": _offers(user) if user.agency_id else [],
        "clocks": _clocks(user, now) if user.agency_id else [],
        "drafts": _drafts(user),
        "recent": _recent(),
    }
    parts["alarms"], parts["second"] = alarms(user), roles.waiting(user)
    parts["given"] = _given(user, now) if user.agency_id else []
    parts["waiting"] = _waiting(user, {item["offer"].matter_id for item in parts["offers"]})
    role = matrix.roles().get(user.role)
    welcome = {
        "title": _("My work"),
        "role": matrix.label(role) if role else "",
        "is_given": (is_given := _is_given(user)),
        "starts": _starts(user) or around.entries(user)[: 0 if is_given else 1],
        "abilities": _abilities(user),
        "is_empty": not any(found for name, found in parts.items() if name not in BESIDE),
    }
    return render(request, "records/home.html", parts | welcome)


def _offers(user) -> list[dict]:
    found = (
        around.offers(user)
        .select_related("agency", "from_agency")
        .prefetch_related("matter")
        .order_by("-starts_at", "pk")
    )
    found = list(found[:20])
    pills = running.pills(found, timezone.now())
    return [
        {
            "offer": offer,
            "url": shapes.address(offer.matter),
            "basis": offer.get_basis_display(),
            "pill": pills.get(offer.pk),
        }
        for offer in found
    ]


def _clocks(user, now) -> list[dict]:
    """Limits that are late, or so near their end that their rule warns."""
    return clocks.tasks(clocks.due_soon(user, now, 20), now, lambda clock: shapes.address(clock.matter))


def _given(user, now) -> list[dict]:
    """Matters that others gave her agency, or her, lately and for work that has no step waiting yet; newest first."""
    rows: dict = {}
    for kind in catalogue.roots():
        if "read" in decide.verbs(user, kind.code):
            rows |= {
                row.pk: row
                for row in listing.page(kind, kind.model._default_manager.all(), size=20, counted=False).rows
            }
    found = Assignment.objects.filter(
        agency_id=user.agency_id, state="accepted", basis__in=GIVEN, matter_id__in=list(rows)
    )
    found = (
        found.exclude(from_agency=user.agency_id)
        .filter(Q(officer=None) | Q(officer=user), starts_at__range=(now - LATELY, now))
        .order_by("-starts_at", "pk")
    )
    return [
        {
            "label": f"{capfirst(catalogue.of(rows[given.matter_id]).name)} {shapes.title(rows[given.matter_id])}",
            "url": shapes.address(rows[given.matter_id]),
            "hint": f"{given.get_basis_display()} · {format_datetime(given.starts_at)}",
        }
        for given in found[:EACH]
    ]


def _waiting(user, offered: set) -> list[dict]:
    """For each record type with steps that she may make: the newest records in a state that waits for one of them."""
    found = []
    for kind, verbs in _of_matters(user):
        steps = kind.workflow.waits_for(user.role, verbs) if kind.workflow else {}
        if steps and (rows := [row for row in _newest(kind, steps, user) if row.matter_id not in offered]):
            more = _lists(kind, rows, steps) if len(rows) > EACH else []
            found.append({"kind": kind, "tasks": [_task(kind, row, user) for row in rows[:EACH]], "more": more})
    return found


def _lists(kind: RecordType, rows: list, steps: dict) -> list[dict]:
    """The lists that go on where a part of her work stops: of each state that is shown there, and the whole where others may wait."""
    url, field = reverse("records:list", args=[kind.slug]), kind.workflow.field
    one_each = {getattr(row, field): shapes.display(row, field) for row in rows} if field in kind.filters else {}
    found = [{"url": f"{url}?{field}={state}", "state": words} for state, words in one_each.items()]
    return found + ([{"url": url, "state": ""}] if set(steps) - set(one_each) else [])


def _of_matters(user) -> Iterator[tuple[RecordType, frozenset[str]]]:
    """The record types within matters that her role sees, each with her verbs."""
    for kind in catalogue.all_types():
        verbs = decide.verbs(user, kind.code)
        if kind.has_matter and kind.code != decide.ANY_ROOT and kind.shown(verbs):
            yield kind, verbs


def _newest(kind: RecordType, steps: dict, user) -> list:
    rows = kind.model._default_manager.exclude(door.not_hers(user, kind, steps))
    rows = list(listing.page(kind, rows, states=tuple(sorted(steps)), size=EACH + 1, counted=False).rows)
    models.prefetch_related_objects(rows, *shapes.links(kind))
    return rows


def _task(kind: RecordType, row, user) -> dict:
    state = getattr(row, kind.workflow.field)
    step = next_step(kind, state, user)
    hint = _("Next: %(step)s") % {"step": step} if step else ""
    task = {"label": shapes.named(row), "url": shapes.address(row), "hint": hint}
    return task | {"state": shapes.display(row, kind.workflow.field), "tone": shapes.tone(kind, state)}


def _recent() -> list[dict]:
    """What she opened last, as far as it is still within her reach."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM actip.recently_opened(%s)", [ALL])
        opened = cursor.fetchall()
    rows: dict[tuple[str, str], models.Model] = {}
    for kind in catalogue.all_types():  # figures of the dashboard are opened too, and are no record type
        if keys := [pk for slug, pk in opened if slug == kind.slug]:
            found = kind.model._default_manager.filter(pk__in=keys).prefetch_related(
                *(["matter"] if kind.has_matter else [])
            )
            rows |= {(kind.slug, str(row.pk)): row for row in found}
    return [
        {"label": f"{capfirst(catalogue.get(key[0]).name)} {shapes.named(rows[key])}", "url": shapes.address(rows[key])}
        for key in opened
        if key in rows
    ]


def _drafts(user) -> list[dict]:
    found = []
    for name, saved_at in drafts.of(user)[:ALL]:
        place = match(name)
        if place:
            kind = catalogue.get(place.kwargs["slug"])
            label = to_add(kind) if place.url_name == "add" else _("Change: %(kind)s") % {"kind": kind.name}
            hint = _("Draft of %(time)s") % {"time": format_datetime(saved_at)}
            found.append({"label": label, "url": drafts.url(name), "hint": hint})
    return found


def _is_given(user) -> bool:
    """Whether matters, or steps in them, can come to her role at all: who reads figures alone or keeps the users waits for nothing."""
    return any(
        kind.is_root or (kind.workflow and kind.workflow.waits_for(user.role, verbs))
        for kind, verbs in _of_matters(user)
    )


def _starts(user) -> list[dict]:
    """What her role begins with, a button each: new records, or the pages of administration."""
    found = [
        {"label": to_add(kind), "url": reverse("records:add", args=[kind.slug]), "icon": "plus"}
        for kind in catalogue.roots()
        if decide.decide(user, kind.code, "create")
    ]
    found += around.places(user, first=True)
    return found + ([{"label": _("Administration"), "url": reverse("admin:index")}] if user.is_staff else [])


def _abilities(user) -> list[dict]:
    """What the role can do, in words from the matrix."""
    words = {
        "create": _("enter"),
        "change": _("change"),
        "approve": _("approve"),
        "pay": _("pay"),
        "read": _("read"),
        "masked": _("see in part"),
    }
    found = []
    for kind in catalogue.all_types():
        verbs = decide.verbs(user, kind.code)
        can = [words[verb] for verb in words if verb in verbs]
        if can and kind.code != decide.ANY_ROOT and kind.shown(verbs):
            found.append({"label": capfirst(kind.plural), "value": ", ".join(can)})
    return found
