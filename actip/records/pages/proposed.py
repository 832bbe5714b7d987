"""The one step that a page proposes above the others, in words and with its address, and the next step in her work.

It follows from the workflow: the step that leads on, the end that is foreseen, or the record below in which the work goes on.
"""

from collections.abc import Callable

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.access import decide
from actip.records import catalogue, shapes
from actip.records.catalogue import RecordType
from actip.records.pages import door
from actip.records.workflow import Move


def next_step(kind: RecordType, state: str, user) -> str:
    """The step that leads on from a state by her hand, in words; "" where that is for her to choose, or stands in a record below."""
    if state in kind.workflow.goes_on:
        return ""
    verbs = decide.verbs(user, kind.code)
    moves = [move for move in kind.workflow.open_from(state) if move.verb in verbs and move.is_of(user.role)]
    step = kind.workflow.expected((move for move in moves if _is_hers(move, user)), state)
    if step and step.made_by:
        return to_add(catalogue.get(step.made_by))
    return str(step.label) if step else ""


def proposed(ways: door.Ways, counts: dict[str, int], move_url: Callable, add_url: Callable) -> dict | None:
    """What the page of a record proposes: {label, url, hint}, and move where it is a step of its own. None: nothing of that is hers."""
    workflow = ways.kind.workflow
    if workflow is None:
        return None
    child = catalogue.get(workflow.goes_on[ways.state]) if ways.state in workflow.goes_on else None
    if child and (below := _open_below(ways, child)):
        return _signpost(child, below, ways.user)
    step = workflow.expected((move for move in ways.moves() if _is_hers(move, ways.user)), ways.state)
    if step and (child is None or counts.get(child.slug)):
        other = catalogue.get(step.made_by) if step.made_by else lacking(step, counts)
        if other and (url := add_url(other)):
            return {"label": to_add(other), "url": url}
        return {"label": step.label, "url": move_url(step), "move": step}
    if child and child in ways.children and (url := add_url(child)):
        return {"label": to_add(child), "url": url}
    return None


def to_add(kind: RecordType) -> str:
    """What adding a record is called, on its form, on buttons and in her work."""
    return _("New: %(kind)s") % {"kind": kind.name}


def lacking(step: Move, counts: dict[str, int]) -> RecordType | None:
    """What must be recorded below before a step can be made, as far as the reader sees what is there."""
    return catalogue.get(step.after) if counts.get(step.after) == 0 else None


def _is_hers(move: Move, user) -> bool:
    """What is made by opening another record is done by whoever may open one."""
    return not move.made_by or decide.decide(user, catalogue.get(move.made_by).code, "create")


def _open_below(ways: door.Ways, child: RecordType) -> models.Model | None:
    """The earliest of the records below that is not at its end, as far as she sees them."""
    if child not in ways.children:
        return None
    states = sorted({state for move in child.workflow.moves for state in move.sources})
    rows = child.model._default_manager.filter(**{door.link_to(child, ways.kind): ways.record.pk})
    return rows.filter(**{f"{child.workflow.field}__in": states}).order_by(*_earliest(child)).first()


def _earliest(child: RecordType) -> tuple[str, ...]:
    """By the first day or time of its columns: of hearings that are planned the next one."""
    fields = [child.model._meta.get_field(name) for name in child.columns]
    return (*[field.name for field in fields if isinstance(field, models.DateField)][:1], "created_at", "pk")


def _signpost(child: RecordType, row: models.Model, user) -> dict | None:
    """The way to the record below, with the step that it waits for; for whoever works on such records."""
    if "change" not in decide.verbs(user, child.code):
        return None
    step = next_step(child, getattr(row, child.workflow.field), user)
    hint = _("Next: %(step)s") % {"step": step} if step else ""
    return {"label": f"{capfirst(child.name)} {shapes.title(row)}", "url": shapes.address(row), "hint": hint}
