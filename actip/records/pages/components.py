"""The living page of components: everything the pages are made of, with sample words, the longest and the emptiest included."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actip.records import charts, thai_map
from actip.thai.fields import ThaiDateField

LONG = "สถานคุ้มครองสวัสดิภาพผู้เสียหายจากการค้ามนุษย์ภาคตะวันออกเฉียงเหนือ จังหวัดนครราชสีมา (บ้านนารีสวัสดิ์)"
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
        label=gettext_lazy("She has been told how the record is used"),
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
    columns = [
        {"label": _("Number"), "kind": "code", "url": "?sort=number"},
        {"label": _("State"), "kind": ""},
        {"label": _("Held by"), "kind": ""},
        {"label": _("Last touched"), "kind": "date", "url": "?sort=touched", "sort": "descending"},
        {"label": _("Next limit"), "kind": ""},
        {"label": _("Amount, baht"), "kind": "number"},
    ]
    cells = [
        ("C69-7K3Q-F2DM", (_("Inquiry"), "blue"), AGENCY, date(2026, 11, 22), soon, Decimal("4957659")),
        ("C69-0A2B-99XY", (_("Waiting"), "orange"), LONG, date(2026, 11, 1), late, Decimal("1200.50")),
        ("C69-ZZ41-0001", (_("Closed"), "grey"), _("DSI"), date(2025, 2, 28), met, None),
    ]
    return {
        "identity": {
            "kind": _("Trafficking case"),
            "number": "C69-7K3Q-F2DM",
            "tags": [
                {"label": _("Inquiry"), "tone": "blue"},
                {"label": _("Child involved"), "tone": "red"},
                {"label": _("Offered to you"), "tone": "orange"},
            ],
            "facts": [
                {"label": _("Held by"), "value": AGENCY},
                {"label": _("Opened"), "value": date(2026, 11, 20)},
                {"label": _("Province"), "value": "นครศรีธรรมราช"},
                {"label": _("People"), "value": 12},
            ],
            "action": {"label": _("Add a person"), "url": "#identity"},
            "menu": [{"label": _("Change"), "url": "#identity"}, {"label": _("Print"), "url": "#identity"}],
            "within": {"list": "#identity", "previous": "#identity", "next": "#identity"},
        },
        "tabs": [
            {"label": _("Overview"), "url": "#tabs", "current": True},
            {"label": _("People"), "url": "#tabs", "count": 12},
            {"label": _("Suspects"), "url": "#tabs", "count": 0},
            {"label": _("Payments"), "url": "#tabs", "count": 3},
            {"label": _("History"), "url": "#tabs"},
        ],
        "facts": [
            {"label": _("Shelter"), "value": LONG, "url": "#facts"},
            {"label": _("Arrived on"), "value": date(2026, 11, 22), "url": "#facts"},
            {"label": _("Name"), "masked": True, "note": _("Opening it is recorded.")},
            {"label": _("Left on"), "value": None, "url": "#facts"},
        ],
        "tasks": [
            {
                "label": _("Report R69-4TTP-21C8"),
                "url": "#tasks",
                "hint": AGENCY,
                "pill": late,
                "state": _("Waiting for you"),
                "tone": "orange",
            },
            {
                "label": _("Payment request"),
                "url": "#tasks",
                "hint": LONG,
                "pill": soon,
                "state": _("To approve"),
                "tone": "blue",
            },
            {"label": _("Placement"), "url": "#tasks", "state": _("Done"), "tone": "green"},
        ],
        "columns": columns,
        "rows": [
            {"url": "#table", "tone": tone, "cells": _cells(columns, row)}
            for row, tone in zip(cells, ("soon", "late", ""), strict=True)
        ],
        "page": {"previous": "?page=1", "next": "?page=3", "first": 51, "last": 100, "total": 1284},
        "chips": [
            {"label": _("State"), "value": _("Inquiry"), "url": "#chips"},
            {"label": _("Province"), "value": "นครศรีธรรมราช", "url": "#chips"},
        ],
        "clocks": [
            {
                "label": _("Care within 24 hours"),
                "basis": "พ.ร.บ. ป้องกันและปราบปรามการค้ามนุษย์ พ.ศ. 2551 ม. 29",
                "due_at": MOMENT,
                "pill": {"text": _("%(time)s left") % {"time": _("under an hour")}, "tone": "urgent"},
                "share": 98,
            },
            {
                "label": _("Care with the court's leave, 7 days"),
                "basis": "ม. 29 วรรคสอง",
                "due_at": MOMENT,
                "pill": running,
                "share": 20,
            },
            {
                "label": _("Answer to the referral"),
                "basis": "กลไกการส่งต่อระดับชาติ",
                "due_at": MOMENT,
                "pill": late,
                "share": 100,
                "answer_url": "#clocks",
            },
        ],
        "steps": [
            {
                "label": _("Record an identification decision"),
                "url": "#steps",
                "first": True,
                "hint": _("Needs: date, outcome"),
            },
            {"label": _("Hand over"), "url": "#steps"},
            {"label": _("Pay"), "url": "#steps", "tone": "pay"},
        ],
        "folded_steps": [{"label": _("Hand over"), "url": "#steps"}],
        "events": [
            {"title": _("Payment approved"), "at": MOMENT, "by": LONG, "tone": "green", "url": "#timeline"},
            {
                "title": _("Limit passed"),
                "at": MOMENT,
                "by": _("the system"),
                "tone": "red",
                "text": _("Care within 24 hours"),
            },
            {"title": _("Placement changed"), "at": MOMENT, "by": AGENCY, "changed": [_("Arrived on"), _("Shelter")]},
            {"title": _("Found during an inspection"), "at": date(2026, 11, 20), "by": AGENCY, "tone": "grey"},
        ],
        "tiles": [
            {"label": _("Late"), "value": 12, "url": "#tiles", "tone": "red"},
            {"label": _("Due in 7 days"), "value": 31, "url": "#tiles", "tone": "orange"},
            {
                "label": _("Paid by the Fund, baht"),
                "value": Decimal("4957660"),
                "url": "#tiles",
                "note": _("published: 4,957,659; difference 1"),
                "tone": "green",
            },
            {"label": _("Received of what was ordered"), "value": "4.3%", "url": "#tiles"},
        ],
        "conflict": {
            "by": "ร.ต.อ. สมหญิง ใจดี",
            "at": MOMENT,
            "fields": [
                {"name": "shelter", "label": _("Shelter"), "mine": LONG, "theirs": "บ้านเกร็ดตระการ", "differs": True},
                {
                    "name": "arrived_on",
                    "label": _("Arrived on"),
                    "mine": date(2026, 11, 22),
                    "theirs": date(2026, 11, 22),
                    "differs": False,
                },
            ],
        },
        "sealed": [_("Name"), _("Document number"), _("Telephone")],
        "found": [{"label": "R69-4TTP-21C8", "url": "#lookalikes", "why": _("same telephone, two days ago")}],
        "charts": _charts(),
    }


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
        (_("Government shelter"), 2_896_259, 2_896_259),
        (_("Private shelter"), 566_825, 566_825),
        (_("Outside shelters"), 1_494_576, 1_494_575),
    ]
    path = [
        (_("Reported"), 1212),
        (_("Identified"), 444),
        (_("In a shelter"), 202),
        (_("Compensation ordered"), 63),
        (_("Money received"), 8),
    ]
    years = [(str(year), [40 + (year * 7) % 23, 90 - (year * 3) % 31, (year * 5) % 17]) for year in range(2560, 2567)]
    places = {
        "TH-10": 64,
        "TH-50": 31,
        "TH-57": 22,
        "TH-63": 41,
        "TH-74": 55,
        "TH-90": 12,
        "TH-96": 5,
        "TH-30": 9,
        "TH-20": 27,
        "TH-34": None,
        "TH-83": 16,
    }
    return {
        "bars": charts.bars(
            [charts.Bar(name, value, "#charts", mark) for name, value, mark in money],
            title=_("Fund payments by residence, baht"),
        ),
        "stacked": charts.stacked(
            years,
            names=[_("Sexual exploitation"), _("Forced labour"), _("Other")],
            title=_("Victims identified by year and form"),
        ),
        "funnel": charts.funnel(
            [charts.Bar(name, value, "#charts") for name, value in path], title=_("From report to money")
        ),
        "map": thai_map.province_map(
            places, links={"TH-10": "#charts", "TH-74": "#charts"}, title=_("Cases by province")
        ),
        "none": charts.bars([], title=_("Nothing to draw")),
    }
