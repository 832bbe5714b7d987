"""Free beds of all homes tonight, and for those who run a home, how full it was on any day and which nights are taken."""

from datetime import date, timedelta
from itertools import groupby
from typing import cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actip.access.decide import decide
from actip.accounts.models import User
from actip.records import catalogue, shapes
from actip.thai.fields import ThaiDateField
from victims.models import Shelter

NIGHTS = 14


class DayForm(forms.Form):
    on = ThaiDateField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("On the day")


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Free beds for whoever places people; the occupancy of her own homes for whoever works there."""
    kind = catalogue.get("placements")
    if not decide(request.user, kind.code, "create"):
        raise PermissionDenied(_("Your role does not open this kind of record."))
    form = DayForm(request.GET or None)
    on = (form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None) or timezone.localdate()
    homes = list(Shelter.objects.order_by("province", "code"))
    free = free_beds()
    columns = _columns()
    rows = [
        {
            "url": shapes.address(home),
            "cells": [
                {"column": column, "value": value}
                for column, value in zip(columns, _told(home, free[home.pk]), strict=True)
            ],
        }
        for home in homes
        if home.pk in free
    ]
    user = cast(User, request.user)
    own = [_own(home, on) for home in homes if home.agency_id == user.agency_id]
    context = {"title": _("Free beds"), "form": form, "own": own, "columns": columns, "rows": rows, "on": on}
    return render(request, "victims/occupancy.html", context)


def _columns() -> list[dict]:
    labels = [
        _("Shelter code"),
        _("Free beds tonight"),
        _("Kind"),
        _("Province"),
        _("Admits"),
        _("Ages"),
        _("Special needs it can meet"),
    ]
    return [{"label": label, "kind": "number" if place == 1 else ""} for place, label in enumerate(labels)]


def _told(home: Shelter, free: int) -> list:
    """One home as whoever looks for a place reads it."""
    names = ("kind", "province", "admits", "ages", "special_needs")
    kind, province, admits, ages, needs = (shapes.display(home, name) for name in names)
    return [home.code, free, kind, province, admits, ages or _("All"), needs or _("None stated")]


def free_beds() -> dict:
    """Shelter id -> beds that can be offered tonight, of every home that takes people; {} for who places nobody."""
    return dict(_rows("SELECT * FROM actip.free_beds()"))


def occupancy(shelter: Shelter, on: date) -> dict | None:
    """Beds, people, stays ended in the year before and their average days, of a home of one's own; None of another's."""
    found = _rows(
        "SELECT beds, people, stays_ended, round(average_days)::int FROM actip.occupancy(%s, %s)", shelter.pk, on
    )
    return dict(zip(("beds", "people", "stays_ended", "average_days"), found[0], strict=True)) if found else None


def calendar(shelter: Shelter, start: date, nights: int = NIGHTS) -> list[dict]:
    """Bed by bed, its nights: `free`, `taken` or `gone`."""
    found = _rows("SELECT * FROM actip.bed_calendar(%s, %s, %s)", shelter.pk, start, nights)
    return [
        {
            "bed": code,
            "nights": [
                {"day": night, "is": ("taken" if taken else "free") if there else "gone"}
                for _code, night, there, taken in beds
            ],
        }
        for code, beds in groupby(found, key=lambda row: row[0])
    ]


def _own(home: Shelter, on: date) -> dict:
    days = [on + timedelta(days=place) for place in range(NIGHTS)]
    beds, found = calendar(home, on), occupancy(home, on) or {}
    taken = sum(bed["nights"][0]["is"] == "taken" for bed in beds)
    has_more = found.get("people", 0) > taken  # whose placement names no bed
    return {"home": home, "url": shapes.address(home), "days": days, "calendar": beds, "has_more": has_more} | found


def _rows(statement: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
