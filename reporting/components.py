"""The living page of components: everything the pages are made of, with sample words, the longest and the emptiest included."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actip.thai.fields import ThaiDateField
from reporting import charts, thai_map

LONG = "สถานคุ้มครองสวัสดิภาพผู้เสียหายจากการค้ามนุษย์ภาคตะวันออกเฉียงเหนือ จังหวัดนครราชสีมา (บ้านนารีสวัสดิ์)"
ACT = "พ.ร.บ. ป้องกันและปราบปรามการค้ามนุษย์ พ.ศ. 2551 ม. 29"
AGENCY = "กองบังคับการปราบปรามการกระทำความผิดเกี่ยวกับการค้ามนุษย์"
MOMENT = datetime(2026, 11, 22, 2, 32, tzinfo=UTC)


class SampleForm(forms.Form):
    """One field of each kind. `{{ form }}` draws them through forms/field.html."""

    name = forms.CharField(
        label=gettext_lazy("Name as used"),
        help_text=gettext_lazy("As the person says it. No title is needed."),
        max_length=200,
    )
    arrived_on = ThaiDateField(label=gettext_lazy("Arrived on"))
    nationality = forms.ChoiceField(
        label=gettext_lazy("Nationality"),
        choices=[("", gettext_lazy("Choose")), ("TH", "ไทย"), ("MM", "เมียนมา"), ("XX", gettext_lazy("Not known"))],
    )
    age_known = forms.ChoiceField(
        label=gettext_lazy("Is the age known?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("unknown", gettext_lazy("Not stated"))],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What is needed at once"),
        required=False,
        choices=[("i", gettext_lazy("Interpreter")), ("m", gettext_lazy("Medical care")), ("s", LONG)],
        widget=forms.CheckboxSelectMultiple,
    )
    notes = forms.CharField(label=gettext_lazy("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    consent = forms.BooleanField(
        label=gettext_lazy("The person has been told how the record is used"),
        help_text=gettext_lazy("Read it aloud where needed."),
    )


def components(request: HttpRequest) -> HttpResponse:
    """Open to everybody: it holds no record."""
    wrong = SampleForm(
        {"wrong-arrived_on": "22/11/3112", "wrong-nationality": "MM", "wrong-needs": ["i"]}, prefix="wrong"
    )
    right = SampleForm(initial={"name": "นางสาวมะ เอ ซานดาร์", "arrived_on": date(2026, 11, 22), "age_known": "yes"})
    return render(request, "components_page.html", _samples() | {"sample": right, "wrong": wrong})


def _samples() -> dict[str, object]:
    soon, late = {"text": _("1 day left"), "tone": "soon"}, {"text": _("3 days late"), "tone": "breached"}
    running, met = {"text": _("6 days left"), "tone": "running"}, {"text": _("Kept"), "tone": "met"}
    urgent = {"text": _("%(time)s left") % {"time": _("under an hour")}, "tone": "urgent"}
    columns = _rows(
        "label kind url sort",
        (_("Number"), "code", "?sort=number"),
        (_("State"), ""),
        (_("Held by"), ""),
        (_("Last touched"), "date", "?sort=touched", "descending"),
        (_("Next limit"), ""),
        (_("Amount, baht"), "number"),
    )
    cells = [
        ("C69-7K3Q-F2DM", (_("Inquiry"), "blue"), AGENCY, date(2026, 11, 22), soon, Decimal("4957659")),
        ("C69-0A2B-99XY", (_("Waiting"), "orange"), LONG, date(2026, 11, 1), late, Decimal("1200.50")),
        ("C69-ZZ41-0001", (_("Closed"), "grey"), _("DSI"), date(2025, 2, 28), met, None),
    ]
    return {
        "identity": {
            "kind": _("Trafficking case"),
            "number": "C69-7K3Q-F2DM",
            "tags": _rows(
                "label tone", (_("Inquiry"), "blue"), (_("Child involved"), "red"), (_("Offered to you"), "orange")
            ),
            "facts": _rows(
                "label value",
                (_("Held by"), AGENCY),
                (_("Opened"), date(2026, 11, 20)),
                (_("Province"), "นครศรีธรรมราช"),
                (_("People"), 12),
            ),
            "action": {"label": _("Add a person"), "url": "#identity"},
            "menu": _rows("label url", (_("Change"), "#identity"), (_("Print"), "#identity")),
            "within": {"list": "#identity", "previous": "#identity", "next": "#identity"},
        },
        "tabs": _rows(
            "label url count current",
            (_("Overview"), "#tabs", None, True),
            (_("People"), "#tabs", 12),
            (_("Suspects"), "#tabs", 0),
            (_("Payments"), "#tabs", 3),
            (_("History"), "#tabs"),
        ),
        "facts": _rows(
            "label value url masked note",
            (_("Shelter"), LONG, "#facts"),
            (_("Arrived on"), date(2026, 11, 22), "#facts"),
            (_("Name"), None, "", True, _("Opening it is recorded.")),
            (_("Left on"), None, "#facts"),
        ),
        "tasks": _rows(
            "label url state tone pill hint",
            (_("Report R69-4TTP-21C8"), "#tasks", _("Waiting for you"), "orange", late, AGENCY),
            (_("Payment request"), "#tasks", _("To approve"), "blue", soon, LONG),
            (_("Placement"), "#tasks", _("Done"), "green"),
        ),
        "columns": columns,
        "rows": [
            {"url": "#table", "tone": tone, "cells": _cells(columns, row)}
            for row, tone in zip(cells, ("soon", "late", ""), strict=True)
        ],
        "page": {"previous": "?page=1", "next": "?page=3", "first": 51, "last": 100, "total": 1284},
        "chips": _rows(
            "label value url", (_("State"), _("Inquiry"), "#chips"), (_("Province"), "นครศรีธรรมราช", "#chips")
        ),
        "clocks": _rows(
            "label basis due_at pill share url is_unanswered",
            (_("Care within 24 hours"), ACT, MOMENT, urgent, 98),
            (_("Care with the court's leave, 7 days"), "ม. 29 วรรคสอง", MOMENT, running, 20),
            (_("Answer to the referral"), "กลไกการส่งต่อระดับชาติ", MOMENT, late, 100, "#clocks", True),
        ),
        "steps": _rows(
            "label url hint tone first",
            (_("Record an identification decision"), "#steps", _("Needs: date, outcome"), "", True),
            (_("Hand over"), "#steps"),
            (_("Pay"), "#steps", "", "pay"),
        ),
        "folded_steps": _rows("label url", (_("Hand over"), "#steps")),
        "events": _rows(
            "title at by tone text url changed",
            (_("Payment approved"), MOMENT, LONG, "green", "", "#timeline"),
            (_("Limit passed"), MOMENT, _("the system"), "red", _("Care within 24 hours")),
            (_("Placement changed"), MOMENT, AGENCY, "", "", "", [_("Arrived on"), _("Shelter")]),
            (_("Found during an inspection"), date(2026, 11, 20), AGENCY, "grey"),
        ),
        "tiles": _rows(
            "label value url tone note",
            (_("Late"), 12, "#tiles", "red"),
            (_("Due in 7 days"), 31, "#tiles", "orange"),
            (
                _("Paid by the Fund, baht"),
                Decimal("4957660"),
                "#tiles",
                "green",
                _("published: 4,957,659; difference 1"),
            ),
            (_("Received of what was ordered"), "4.3%", "#tiles"),
        ),
        "conflict": {
            "by": "ร.ต.อ. สมหญิง ใจดี",
            "at": MOMENT,
            "fields": _rows(
                "name label mine theirs differs",
                ("shelter", _("Shelter"), LONG, "บ้านเกร็ดตระการ", True),
                ("arrived_on", _("Arrived on"), date(2026, 11, 22), date(2026, 11, 22), False),
            ),
        },
        "sealed": [_("Name"), _("Document number"), _("Telephone")],
        "found": [{"label": "R69-4TTP-21C8", "url": "#lookalikes", "why": _("same telephone, two days ago")}],
        "charts": _charts(),
    }


def _rows(names: str, *rows: tuple) -> list[dict]:
    """A table as components take it: a dictionary for each row; what stands last may be left out."""
    return [dict(zip(names.split(), row, strict=False)) for row in rows]


def _cells(columns: list[dict], row: tuple) -> list[dict]:
    cells = []
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, tuple):
            cells.append({"column": column, "value": value[0], "tone": value[1]})
        elif isinstance(value, dict):
            cells.append({"column": column, "pill": value})
        else:
            cells.append({"column": column, "value": value})
    return cells


def _charts() -> dict[str, charts.Chart]:
    money = [
        charts.Bar(_("Government shelter"), 2_896_259, "#charts", 2_896_259),
        charts.Bar(_("Private shelter"), 566_825, "#charts", 566_825),
        charts.Bar(_("Outside shelters"), 1_494_576, "#charts", 1_494_575),
    ]
    places = {"TH-10": 64, "TH-50": 31, "TH-57": 22, "TH-63": 41, "TH-74": 55, "TH-90": 12, "TH-34": None, "TH-83": 16}
    links = {"TH-10": "#charts", "TH-74": "#charts"}
    return {
        "bars": charts.bars(money, title=_("Fund payments by residence, baht")),
        "map": thai_map.province_map(places, links=links, title=_("Cases by province")),
        "none": charts.bars([], title=_("Nothing to draw")),
    }
