"""Limits in law: what is late and unanswered, what waits for a supervisor's note, what runs out; and the page of one clock."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.records import actions, catalogue, clocks, due, shapes
from actip.records.models import Clock, Rule
from actip.records.pages import door, running
from actip.thai.fields import ThaiCharField, ThaiDateField


def due_soon(user, now, limit: int) -> list[Clock]:
    """Running clocks that are late or near their end, of records that she reads; those due first, at most `limit`."""
    return running.open_to(user, due.near(user, now, 2 * limit), "read")[:limit]


def page(request: HttpRequest) -> HttpResponse:
    """Everything about time within her reach that somebody must do something about."""
    now, user = timezone.now(), request.user
    known = [*due.near(user, now), *due.unnoted(user)[: due.MOST]]
    read = running.open_to(user, known, "read")
    late = [clock for clock in read if clocks.is_late(clock, now)]
    told = dict(zip(read, tasks(read, now, _own), strict=True))
    context = {
        "title": _("Limits"),
        "unread": running.unread(user, known),
        "parts": [
            {
                "title": _("Late, without a reason"),
                "tasks": [told[one] for one in late if not one.breach_reason],
            },
            {
                "title": _("Waiting for a supervisor's note"),
                "tasks": [told[one] for one in late if one.breach_reason and not one.breach_note],
            },
            {"title": _("Running out"), "tasks": [told[one] for one in read if one not in late]},
        ],
    }
    return render(request, "records/clocks.html", context)


def tasks(found: list[Clock], now, url: Callable[[Clock], str]) -> list[dict]:
    """Clocks for components/tasks.html; `url` says where each leads."""
    below = running.about(found)
    return [
        {
            "label": f"{running.name(clock.rule)} · {clock.matter.number}",
            "url": url(clock),
            "hint": " · ".join(filter(None, (below.get(clock.record_id), running.basis(clock.rule)))),
            "pill": running.pill(clock, now),
        }
        for clock in found
    ]


def rules(request: HttpRequest) -> HttpResponse:
    """Every dated rule with its limit, basis and source, what is not in use or not confirmed marked; the same for everybody."""
    today = timezone.localdate()
    shown = [
        {
            "rule": rule,
            "name": running.name(rule),
            "limit": running.limit(rule),
            "warns": running.warns(rule),
            "is_over": bool(rule.valid_to and rule.valid_to < today),
        }
        for rule in Rule.objects.order_by("code", "valid_from")
    ]
    return render(request, "records/rules.html", {"title": _("Rules of limits"), "rules": shown})


def _own(clock: Clock) -> str:
    return reverse("records:clock", args=[clock.pk])


class Said(forms.Form):
    text = ThaiCharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class Longer(forms.Form):
    """An extension: how long, granted by whom, in which document, when."""

    def __init__(self, *args, unit: str, **kwargs):
        super().__init__(*args, **kwargs)
        number = forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"})
        self.fields["amount"] = forms.IntegerField(
            min_value=1, max_value=3660, widget=number, label=_("Longer by (%(unit)s)") % {"unit": unit}
        )
        self.fields["authority"] = ThaiCharField(max_length=200, label=_("Who granted it"))
        self.fields["document"] = ThaiCharField(max_length=120, label=_("Number of the document"))
        self.fields["granted_on"] = ThaiDateField(label=_("Granted on"))


def detail(request: HttpRequest, pk) -> HttpResponse:
    """One clock: what the law says, what is left, and what she may do about it."""
    clock, now = running.fetch(request.user, pk), timezone.now()
    ways, chosen = _ways(clock, now), request.POST.get("do", "")
    made = {
        "answer": lambda data: Said(data, prefix="answer", label=_("Why was the limit passed?")),
        "note": lambda data: Said(data, prefix="note", label=_("Note of the supervisor")),
        "extend": lambda data: Longer(data, prefix="extend", unit=clock.rule.get_unit_display()),
    }
    found = {name: made[name](request.POST if name == chosen else None) for name in ways}
    if request.method == "POST":
        if chosen not in found:
            raise actions.OutOfReach
        if _done(request, clock, chosen, found[chosen]):
            return redirect("records:clock", clock.pk)
    record = catalogue.get(clock.record_type).model._default_manager.filter(pk=clock.record_id).first()
    granted = clock.extensions.select_related("entered_by").order_by("due_after")
    context = {
        "title": f"{running.name(clock.rule)} · {clock.matter.number}",
        "clock": clock,
        "name": running.name(clock.rule),
        "pill": running.pill(clock, now),
        "record": record,
        "record_url": shapes.address(record) if record else "",
        "extensions": [(one, running.length(clock.rule.unit, one.amount)) for one in granted],
        "forms": found,
    }
    return render(
        request, "records/clock.html", context, status=422 if any(one.errors for one in found.values()) else 200
    )


def _ways(clock: Clock, now) -> list[str]:
    """What she may do with this clock now: answer, note, extend."""
    code = catalogue.get(clock.record_type).code
    root = catalogue.root_of(clock.matter.kind).code
    reached = door.reach(clock.matter_id, {(code, "change"), (root, "oversee")})
    found, is_late = [], clocks.is_late(clock, now)
    if (code, "change") in reached and is_late and not clock.breach_note:
        found.append("answer")
    if (root, "oversee") in reached and is_late and clock.breach_reason and not clock.breach_note:
        found.append("note")
    if (code, "change") in reached and clock.ended_at is None:
        found.append("extend")
    return found


def _done(request: HttpRequest, clock: Clock, what: str, form: forms.Form) -> bool:
    """Do what was asked; False, with the form saying why, where it cannot be done."""
    if not form.is_valid():
        return False
    try:
        clocks.ACTS[what](clock, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, _("Saved."))
    return True
