"""The audit log, for those who read it: what was done lately, by whom, to which record and why; never what stands in a record."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actip.access.decide import decide
from actip.audit.models import Event, Seal
from actip.records import actions, catalogue
from actip.records.pages import history

# One page looks through a stretch of the trail, however rare in it is what was asked for.
SHOWN, STRETCH = 100, 5_000
ONLY = {
    "": gettext_lazy("Everything"),
    "reveal": gettext_lazy("Protected facts opened"),
    "export": gettext_lazy("Taken out as a file"),
    "refuse": gettext_lazy("Turned away"),
}
# What is opened or changed and is no record type.
BESIDE = {
    "agencies": gettext_lazy("Agency"),
    "api-clients": gettext_lazy("API client"),
    "audit-log": gettext_lazy("Audit log"),
    "bank-answers": gettext_lazy("What the bank said"),
    "court-money": gettext_lazy("Court money: received of what was ordered"),
    "hearing-calendar": gettext_lazy("Hearing calendar"),
    "indicators": gettext_lazy("Dashboard"),
    "lists": gettext_lazy("The whole list"),
    "role-changes": gettext_lazy("Changes of roles"),
    "referral-path": gettext_lazy("From a report to a victim: reports and people"),
    "statement-entries": gettext_lazy("Statements"),
    "statements": gettext_lazy("Statements"),
    "tips": gettext_lazy("Pool of tips"),
    "trial-balance": gettext_lazy("Trial balance"),
    "users": gettext_lazy("User"),
}
TONES = {"reveal": "orange", "export": "orange", "refuse": "red", "sign_in_failed": "red"}


def page(request: HttpRequest) -> HttpResponse:
    """The newest events, or those before a number; looking here is an event itself."""
    if not decide(request.user, "AUL", "read"):
        raise PermissionDenied(_("This page is for auditors."))
    actions.looked("audit-log")
    only, before = request.GET.get("only", ""), request.GET.get("before", "")
    end = (
        int(before)
        if before.isdecimal() and len(before) < 18
        else (Event.objects.order_by("-id").first() or Event(id=0)).id + 1
    )
    found = Event.objects.filter(id__lt=end, id__gte=end - STRETCH).order_by("-id")
    if only in ONLY and only:
        found = found.filter(verb=only)
    events = list(found[:SHOWN])
    names = history.Names(events)
    reached = events[-1].id if len(events) == SHOWN else end - STRETCH
    context = {
        "title": _("Audit log"),
        "rows": [_row(event, names) for event in events],
        "tabs": [{"label": label, "url": f"?only={verb}", "current": verb == only} for verb, label in ONLY.items()],
        "older": f"?only={only}&before={reached}" if reached > 1 else "",
        "is_newest": not before,
        "seal": Seal.objects.order_by("-seq").first(),
    }
    return render(request, "records/audit_log.html", context)


def _row(event: Event, names: history.Names) -> dict:
    try:
        kind = catalogue.get(event.record_type)
    except KeyError:
        kind = None
    return {
        "event": event,
        "what": history.said(event, kind),
        "tone": TONES.get(event.verb, "grey"),
        "who": names.who(event),
        "record": capfirst(kind.name if kind else BESIDE.get(event.record_type, event.record_type)),
        "url": _history(event) if kind else "",
    }


def _history(event: Event) -> str:
    try:
        return reverse("records:history", args=[event.record_type, event.record_id])
    except NoReverseMatch:  # it is about no one record
        return ""
