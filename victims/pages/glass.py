"""Pages of emergencies: break the glass, look at what is behind it for an hour, review it; and what each is told in her work."""

from typing import cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from actip.access.decide import decide
from actip.records import actions, catalogue, shapes
from actip.records.pages import door, home
from actip.thai.times import format_datetime
from victims import glass
from victims.models import BrokenGlass, Person

MOST = 50


class BreakForm(forms.ModelForm):
    """The emergency, and who is told."""

    class Meta:
        model = BrokenGlass
        fields = ("reason", "second")
        widgets = {"reason": forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        people = sorted(glass.told(by), key=lambda one: (not decide(one, "VPR", "oversee"), str(one)))
        second = cast(forms.ModelChoiceField, self.fields["second"])
        second.queryset = glass.told(by)
        second.choices = [("", _("Choose")), *((one.pk, str(one)) for one in people)]


class ReviewForm(forms.ModelForm):
    """What whoever answers for it found."""

    class Meta:
        model = BrokenGlass
        fields = ("finding", "review")
        widgets = {"review": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True


@sensitive_variables()
def page(request: HttpRequest, pk, slug: str) -> HttpResponse:
    """Before: the form. Within the hour: what is behind the glass, each row opened by itself and never kept by a browser."""
    if slug not in glass.BEHIND or not decide(request.user, catalogue.get(slug).code, "break"):
        raise PermissionDenied(_("Your role does not open this kind of record."))
    kind, people = catalogue.get(slug), door.enter(request, "people", "read")[0]
    victim = cast(Person, door.fetch(people, pk))
    running = glass.now_open(request.user, victim.matter_id, kind.code)
    context = {
        "title": _("Open in an emergency"), "victim": victim, "what": capfirst(kind.plural), "glass": running,
        "crumbs": [{"label": f"{capfirst(people.name)} {shapes.title(victim)}", "url": shapes.address(victim)}],
    }  # fmt: skip
    form = BreakForm(request.POST if request.method == "POST" and not running else None, by=request.user)
    if running:
        context["rows"] = _behind(running, victim, slug, request.POST.get("row", ""))
    elif request.method == "POST" and form.is_valid():
        try:
            glass.smash(victim, slug, by=request.user, **{name: form.cleaned_data[name] for name in form.fields})
            return redirect(request.path)
        except ValidationError as error:
            form.add_error(None, error)
    response = render(request, "victims/glass.html", context | {"form": form}, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@sensitive_variables()
def _behind(running: BrokenGlass, victim: Person, slug: str, opened: str) -> list[dict]:
    found = []
    for record in glass.BEHIND[slug](victim):
        label = str(record.shelter) if slug == "shelter-addresses" else f"{record.get_kind_display()}"
        row = {"pk": str(record.pk), "label": label, "on": getattr(record, "noted_on", None), "facts": []}
        if row["pk"] == opened:
            seen = glass.look(running, record)
            row["facts"] = [(capfirst(record._meta.get_field(name).verbose_name), seen[name]) for name in seen]
        found.append(row)
    return found


def listed(request: HttpRequest) -> HttpResponse:
    """Openings of the agency for whoever answers for them, to be reviewed first; of others what concerns them."""
    rows = BrokenGlass.objects.select_related("broken_by", "agency", "matter").order_by(
        "reviewed_at", "review_by", "pk"
    )
    waiting = rows.filter(reviewed_at=None)
    done = rows.exclude(reviewed_at=None).order_by("-reviewed_at", "pk")
    context = {"title": _("Emergency openings"), "waiting": [_task(one) for one in waiting[:MOST]]}
    return render(request, "victims/glasses.html", context | {"done": [_task(one) for one in done[:MOST]]})


def one(request: HttpRequest, pk) -> HttpResponse:
    """One opening: who, what, why, until when; and the review."""
    found = BrokenGlass.objects.select_related("broken_by", "second", "agency", "reviewed_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    form = ReviewForm(request.POST or None) if glass.may_review(request.user, found) else None
    if request.method == "POST" and form and form.is_valid():
        try:
            glass.review(found, by=request.user, finding=form.cleaned_data["finding"], text=form.cleaned_data["review"])
            return redirect("glass-list")
        except ValidationError as error:
            form.add_error(None, error)
        except actions.OutOfReach:
            raise Http404 from None
    context = {"title": _("Emergency opening"), "glass": found, "form": form, "number": _number(found)}
    context["what"] = _kind(found.code)
    return render(request, "victims/glass_review.html", context, status=422 if form and form.errors else 200)


def _number(found: BrokenGlass) -> str:
    """The person's number, for whoever reaches her."""
    victim = Person.objects.filter(matter_id=found.matter_id).select_related("matter").first()
    return victim.number if victim else ""


def _kind(code: str) -> str:
    return next(capfirst(catalogue.get(slug).plural) for slug in glass.BEHIND if catalogue.get(slug).code == code)


def _task(found: BrokenGlass) -> dict:
    now = timezone.now()
    if found.reviewed_at:
        state, tone = found.get_finding_display(), "green" if found.finding == "justified" else "red"
    elif found.review_by and found.review_by < now:
        state, tone = _("Review overdue"), "red"
    else:
        state, tone = _("To be reviewed by %(at)s") % {"at": format_datetime(found.review_by)}, "orange"
    return {
        "label": f"{_kind(found.code)} · {found.broken_by}", "url": reverse("glass-review", args=[found.pk]),
        "hint": f"{format_datetime(found.broken_at)} · {found.reason}", "state": state, "tone": tone,
    }  # fmt: skip


@home.further
def alarms(user) -> list[dict]:
    """On top of the work: of whoever was told, and of whoever reviews, until it is reviewed; of her whose hour runs."""
    open_now = Q(broken_by=user, until__gt=timezone.now())
    told = Q(second=user) | (Q(agency_id=user.agency_id) if decide(user, "VPR", "oversee") else Q(pk=None))
    found = BrokenGlass.objects.filter(open_now | (told & Q(reviewed_at=None))).select_related("broken_by")
    return [_task(each) for each in found.order_by("review_by", "pk")[:20]]
