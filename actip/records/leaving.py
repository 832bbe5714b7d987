"""What an officer who leaves still holds, and handing it on to a colleague. Her account is closed after it (sql/40_leaving.sql)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.access.models import Assignment
from actip.accounts.models import User
from actip.records import actions

# Bases that may be given by hand; another one goes on as work on the matter.
KEPT = ("case_team", "protection", "team", "oversight")
INSTEAD = {"report": "case_team", "case": "case_team", "person": "protection"}
MOST = 200

_further: list[tuple[object, Callable, Callable]] = []


def further(label, count: Callable, rows: Callable) -> None:
    """Let an app name what else must not stay with somebody: count(user) -> number, rows(user) -> records the asker may open."""
    _further.append((label, count, rows))


def others(user: User) -> list[dict]:
    """What the apps say that she holds, as counts and the rows within reach."""
    return [{"label": label, "count": count(user), "rows": list(rows(user)[:MOST])} for label, count, rows in _further]


@dataclass(frozen=True)
class Step:
    """One assignment and how it goes on: `offered` to the colleague and kept until she accepts, or `given` at once."""

    assignment: Assignment
    how: str


def counted(user: User) -> dict[str, int] | None:
    """How much she holds, rows out of the asker's reach included; None for whoever may not ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM actip.still_owned(%s)", [user.pk])
        row = cursor.fetchone()
    return dict(zip(("matters", "offers", "drafts", "breaches"), row, strict=True)) if row else None


def named(user: User) -> models.QuerySet:
    """Her assignments by name that run, as far as the asker reaches them."""
    running = Q(until__isnull=True) | Q(until__gt=timezone.now())
    found = Assignment.objects.filter(running, officer=user, state__in=("offered", "accepted"))
    return found.select_related("matter", "agency", "officer").order_by("state", "starts_at", "pk")


def colleagues(user: User) -> models.QuerySet:
    """Who may take over: whoever works in the same agency."""
    here = User.objects.filter(agency_id=user.agency_id, is_active=True, is_client=False).exclude(pk=user.pk)
    return here.order_by("username")


def plan(user: User) -> list[Step]:
    """Responsibility is offered, everything else given."""
    return [Step(one, "offered" if one.is_lead or one.state == "offered" else "given") for one in named(user)[:MOST]]


def hand_on(user: User, to: User, *, by) -> tuple[int, int]:
    """Give what she holds to a colleague; returns how many were handed on, and how many could not be by this hand.

    What she leads stays hers until the colleague accepts; once she has, the rest is ended the next time. An offer that was
    made to her is made to the colleague instead. Raises Refused.
    """
    done = left = 0
    for step in plan(user):
        try:
            with actions.gate(Assignment):
                _hand_on(step, to, by)
            done += 1
        except (actions.OutOfReach, ValidationError):
            left += 1
    return done, left


def _hand_on(step: Step, to: User, by) -> None:
    old = step.assignment
    if step.how == "offered":
        basis, note = "referral", old.note or _("Handed on by %(who)s, who leaves.") % {"who": old.officer}
    else:
        basis, note = (old.basis if old.basis in KEPT else INSTEAD[old.matter.kind]), old.note
    actions.assign(old.matter, by=by, agency=old.agency, officer=to, basis=basis, until=old.until, note=note)
    if not old.is_lead:
        actions.move(old, "end", by=by, facts={"reason": _("Handed on to a colleague.")})


def discard_drafts(user: User) -> int:
    """Throw away what she typed and never saved; nobody else can read it. Raises OutOfReach."""
    with actions.gate(Assignment), connection.cursor() as cursor:
        cursor.execute("SELECT actip.discard_drafts(%s)", [user.pk])
        return cursor.fetchone()[0]
