"""The rest of a case on its own page: the people whom it concerns, the newest evidence, what happened last. As many queries at any size."""

from django.db import models
from django.utils.translation import gettext as _

from actip.access import decide
from actip.records import catalogue, shapes
from actip.records.pages import history

FEW, LAST = 8, 6


def of_case(case, user) -> dict:
    """people, evidence: tasks for components/tasks.html, None where her role reads none; more_people, more_evidence: there are others.

    events: the newest for components/timeline.html; url: the page of the case, whose tabs have the whole.
    """
    items, more_evidence = _rows(user, catalogue.get("evidence"), case.pk)
    alarmed = _alarmed(items) if items else set()
    return {
        **people_of(case.pk, user),
        "evidence": None if items is None else [_item(row, row.pk in alarmed) for row in items],
        "more_evidence": more_evidence,
        "events": history.of_matter(case.matter_id, LAST) if decide.decide(user, "HDR", "read") else [],
        "url": shapes.address(case),
    }


def people_of(case_id, user) -> dict:
    """people: those of a case whom she may open, with their pages, None where her role reads none; more_people: there are others."""
    people, more = _rows(user, catalogue.get("people"), case_id)
    return {"people": None if people is None else [_task(row, "people") for row in people], "more_people": more}


def _rows(user, kind, case_id) -> tuple[list[models.Model] | None, bool]:
    """Up to FEW rows of a kind below the case, and whether there are more; None where her role reads none of them."""
    if not decide.decide(user, kind.code, "read"):
        return None, False
    rows = kind.model._default_manager.filter(case=case_id).select_related("matter").order_by("-created_at", "pk")
    found = list(rows[: FEW + 1])
    return found[:FEW], len(found) > FEW


def _alarmed(items: list) -> set:
    """Items with an alarm that nobody has answered."""
    alarms = catalogue.get("evidence-alarms").model._default_manager
    return set(alarms.filter(evidence__in=items, status="raised").values_list("evidence_id", flat=True))


def _task(row, slug: str) -> dict:
    kind, state = catalogue.get(slug), shapes.state_field(catalogue.get(slug))
    return {
        "label": shapes.title(row),
        "url": shapes.address(row),
        "state": shapes.display(row, state),
        "tone": shapes.tone(kind, getattr(row, state)),
    }


def _item(row, has_alarm: bool) -> dict:
    task = _task(row, "evidence")
    return task | ({"state": _("Stops submission to court"), "tone": "red"} if has_alarm else {})
