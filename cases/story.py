"""What a case comes to on one screen: each suspect, what each is charged with, what became of it. Four queries at any size.

Row security decides what is there: a charge whose suspect is out of reach stands under "not open to your role".
"""

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone

from actip.access import decide
from actip.records import catalogue, shapes
from actip.records.models import Clock
from actip.records.pages import running
from cases import interviewers
from cases.models import CaseCharge, Suspect

TONES = {
    "proposed": "blue",
    "approved": "blue",
    "laid": "purple",
    "indicted": "purple",
    "convicted": "red",
    "acquitted": "green",
    "dismissed": "grey",
    "withdrawn": "grey",
    "dropped": "grey",
}
CUSTODY = ("DL-06", "DL-07", "DL-07-7", "DL-07-48", "DL-07-84")
MOST = 200


def charges_matrix(case, user) -> dict:
    """`provisions`: the heads of the columns; `rows`: a suspect each, with a cell for each provision (a list of charges)."""
    charges = list(
        CaseCharge.objects.filter(case=case).select_related("offence").order_by("offence_on", "created_at")[:MOST]
    )
    suspects = list(Suspect.objects.filter(case=case).order_by("created_at", "pk")[:MOST])
    clocks, alarms = _clocks(case, user, suspects), _alarms(case, user)
    provisions = list(dict.fromkeys(charge.provision for charge in charges))
    held = defaultdict(list)
    known = {suspect.pk for suspect in suspects}
    for charge in charges:
        key = charge.suspect_id if charge.suspect_id in known else None
        held[key, charge.provision].append(_cell(charge))
    rows = [
        {
            "title": shapes.title(suspect),
            "url": shapes.address(suspect),
            "custody": suspect.get_status_display() if _reads(user, "SUS") else "",
            "clocks": clocks[suspect.pk],
            "alarm": suspect.pk in alarms,
            "cells": [held[suspect.pk, provision] for provision in provisions],
        }
        for suspect in suspects
    ]
    if any(suspect is None for suspect, _provision in held):
        rows.append({"title": "", "cells": [held[None, provision] for provision in provisions], "clocks": []})
    names = shapes.labels(CaseCharge._meta.get_field("provision"), shapes.get_language() or "")
    return {"provisions": [names.get(code, code) for code in provisions], "rows": rows}


def _cell(charge: CaseCharge) -> dict:
    return {
        "outcome": charge.get_status_display(),
        "tone": TONES[charge.status],
        "role": charge.get_role_display() if charge.role != "principal" else "",
        "penalty": charge.penalty,
        "is_sure": charge.offence is None or charge.offence.is_confirmed,
        "on": charge.decided_on or charge.indicted_on or charge.laid_on,
        "counts": charge.counts,
        "url": shapes.address(charge),
    }


def _clocks(case, user, suspects: list[Suspect]) -> dict:
    """Suspect -> running limits of custody, the nearest first; only for whoever reads suspects."""
    found = defaultdict(list)
    if not _reads(user, "SUS"):
        return found
    waiting = Clock.objects.filter(matter_id=case.matter_id, rule__code__in=CUSTODY, ended_at=None)
    remands = catalogue.get("remands").model
    of_remand = {}
    clocks = list(waiting.select_related("rule").order_by("due_at")[:MOST])
    if any(clock.record_type == "remands" for clock in clocks):
        of_remand = dict(remands._default_manager.filter(suspect__in=suspects).values_list("pk", "suspect_id"))
    now = timezone.now()
    for clock in clocks:
        suspect = of_remand.get(clock.record_id, clock.record_id)
        found[suspect].append(
            {"name": running.name(clock.rule), "pill": running.pill(clock, now), "due_at": clock.due_at}
        )
    return found


def _alarms(case, user) -> set:
    """Suspects with a listed charge that lacks the permission of section 41, for the checkers alone."""
    kind = catalogue.get("same-person-links")
    if not decide.decide(user, kind.code, "read"):
        return set()
    return set(
        kind.model._default_manager.filter(suspect__case=case, needs_permission=True).values_list(
            "suspect_id", flat=True
        )
    )


def interviewers_url(case, user) -> str:
    """Where interviewers are proposed for this case, if she may record an interview in it."""
    if not interviewers.may_record(user, case):
        return ""
    return reverse("interviewers", args=[case.pk])


def links_url(case, user) -> str:
    """Where the links to other cases are drawn, for whoever reads the case."""
    return reverse("case-links", args=[case.pk]) if _reads(user, "HDR") else ""


def _reads(user, code: str) -> bool:
    return decide.decide(user, code, "read")
