"""The page of the queue, and what it shares with those of the pool: plain views, for whoever may write reports."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actip.records import shapes
from actip.records.pages import door
from actip.records.templatetags.ui import amount
from cases import codes
from cases.intake import pool as pools
from cases.intake import queue as queues
from cases.workflow.report import WORST_FIRST

TONES = {"immediate": "red", "concern": "orange", "none_seen": "grey", "unknown": "purple"}
CHANNELS, DANGERS = dict(codes.CHANNELS), dict(codes.DANGERS)


def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """Fifty reports to triage, by danger and age, each one click from its triage."""
    door.enter(request, slug, "create")
    mine, now = agency(request), timezone.now()
    channel = _known(request.GET.get("channel"), CHANNELS)
    danger = _known(request.GET.get("danger"), DANGERS)
    after = queues.stretch(mine, UUID(key)) if shapes.is_key(key := request.GET.get("after", "")) else None
    rows, more = queues.page(mine, channel=channel, danger=danger, after=after)
    counted = queues.counts(mine, channel)
    context = {
        "title": _("Triage"),
        "tabs": tabs("queue", pools.waiting(pools.tips(mine))),
        "tiles": [
            {
                "label": DANGERS[level],
                "value": capped(counted[level], queues.CAP),
                "url": _with(request, danger="" if level == danger else level),
                "tone": TONES[level] if counted[level] else "",
                "note": _("shown alone; open to show all") if level == danger else "",
            }
            for level in WORST_FIRST
        ],
        "channels": [("", _("All channels")), *codes.CHANNELS],
        "channel": channel,
        "danger": danger,
        "is_filtered": bool(channel or danger),
        "next": _with(request, after=str(rows[-1].pk)) if more else "",
        "first": _with(request, after="") if after else "",
    }
    return render(request, "cases/queue.html", context | _queue_table(rows, now))


def _queue_table(rows: list, now: datetime) -> dict:
    columns = [
        {"label": label, "kind": look}
        for label, look in (
            (_("Number"), "code"),
            (_("Danger"), ""),
            (pgettext("queue", "Waiting"), "date"),
            (_("Channel"), ""),
            (pgettext("queue", "Place"), ""),
            (_("Alleged exploitation"), ""),
            (_("People"), "number"),
            (_("Step"), ""),
        )
    ]
    made = []
    for report in rows:
        step = reverse("records:move", args=["reports", report.pk, "triage"])
        number = format_html('<span class="hidden-visually"> {}</span>', report.number)
        cells = [
            {"value": report.number},
            {"value": DANGERS[report.danger], "tone": TONES[report.danger]},
            {"value": _age(report.received_at, now)},
            {"value": shapes.display(report, "channel")},
            {"value": place_of(report)},
            {"value": shapes.display(report, "exploitation")},
            {"value": _people(report)},
            {"value": format_html('<a class="button button-small" href="{}">{}{}</a>', step, _("Triage"), number)},
        ]
        made.append({"url": shapes.address(report), "cells": _in_columns(cells, columns)})
    return {"columns": columns, "rows": made}


def place_of(report) -> str:
    """District and province, or the country, or that it is online."""
    where = [report.district, str(shapes.display(report, "province") or "")]
    if report.country not in ("", "TH"):
        where.append(str(shapes.display(report, "country")))
    if report.is_online:
        where.append(_("online"))
    return ", ".join(filter(None, where))


def _people(report) -> str:
    if not report.children_count:
        return amount(report.people_count)
    return _("%(people)s (children: %(children)s)") % {
        "people": amount(report.people_count),
        "children": amount(report.children_count),
    }


def _age(since: datetime, now: datetime) -> str:
    """How long it has waited: minutes, hours, then days."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}


def tabs(current: str, pooled: int) -> list[dict]:
    return [
        {"label": _("Queue"), "url": reverse("intake:queue"), "current": current == "queue"},
        {
            "label": _("Pool of tips"),
            "url": reverse("intake:pool"),
            "count": capped(pooled, pools.CAP),
            "current": current == "pool",
        },
    ]


def capped(found: int, cap: int) -> str:
    return f"{amount(cap)}+" if found > cap else amount(found)


def agency(request) -> int:
    """Whose queue and pool: the door lets nobody in who has no agency."""
    return request.user.agency_id


def _known(code: str | None, labels: dict) -> str:
    """A code of the list; anything else filters by nothing."""
    return code if code is not None and code in labels else ""


def _with(request, **changed: str) -> str:
    """This page's address with something else in it, from the start of the list."""
    kept = {name: request.GET.get(name, "") for name in ("channel", "danger")} | changed
    query = "&".join(f"{name}={value}" for name, value in kept.items() if value)
    return f"{request.path}?{query}" if query else request.path


def _in_columns(cells: list[dict], columns: list[dict]) -> list[dict]:
    return [cell | {"column": column} for cell, column in zip(cells, columns, strict=True)]
