"""When an officer leaves: what she still holds, and handing it on. For administrators, and supervisors of her agency."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from actip.access.decide import ANY_ROOT, decide
from actip.accounts.models import User
from actip.records import leaving, shapes

MOST = 300


class ColleagueForm(forms.Form):
    colleague = forms.ModelChoiceField(User.objects.none())

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = leaving.colleagues(user)
        self.fields["colleague"].label = _("Who takes over")
        self.fields["colleague"].empty_label = _("Choose")


def _enter(request: HttpRequest):
    """The people whom she may see off. Raises PermissionDenied."""
    people = User.objects.filter(is_client=False).select_related("agency")
    if decide(request.user, "USR", "change"):
        return people
    if decide(request.user, ANY_ROOT, "oversee"):
        return people.filter(agency_id=request.user.agency_id)
    raise PermissionDenied(_("This page is for administrators and supervisors."))


def index(request: HttpRequest) -> HttpResponse:
    """Whose leaving is prepared."""
    people = _enter(request).filter(is_active=True).exclude(pk=request.user.pk).order_by("agency__code", "username")
    tasks = [
        {"label": str(one), "url": reverse("records:leaves", args=[one.pk]), "hint": str(one.agency or "")}
        for one in people[:MOST]
    ]
    return render(request, "records/leaving_index.html", {"title": _("When an officer leaves"), "tasks": tasks})


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What she holds: numbers of everything, links to what the asker may open."""
    user = _enter(request).filter(pk=pk).first()
    counts = leaving.counted(user) if user else None
    if counts is None:
        raise Http404
    chosen = request.POST.get("do", "")
    form = ColleagueForm(request.POST if chosen in ("preview", "move") else None, user=user)
    is_chosen = form.is_bound and form.is_valid()
    if chosen == "discard":
        leaving.discard_drafts(user)
        messages.success(request, _("The drafts are gone."))
        return redirect("records:leaves", pk)
    if chosen == "move" and is_chosen:
        _move(request, user, form.cleaned_data["colleague"])
        return redirect("records:leaves", pk)
    steps = leaving.plan(user)
    others = leaving.others(user)
    context = {
        "title": _("%(who)s leaves") % {"who": user}, "person": user, "counts": counts, "form": form,
        "steps": [{"step": step, "url": shapes.address(step.assignment.matter)} for step in steps],
        "hidden": max(0, counts["matters"] + counts["offers"] - len(steps)),
        "others": [one | {"tasks": [{"label": shapes.named(row), "url": shapes.address(row)} for row in one["rows"]]} for one in others],
        "colleague": form.cleaned_data["colleague"] if is_chosen else None,
        "is_done": not any((counts["matters"], counts["offers"], counts["drafts"], *(one["count"] for one in others))),
    }  # fmt: skip
    return render(request, "records/leaving.html", context, status=422 if form.errors else 200)


def _move(request: HttpRequest, user: User, colleague: User) -> None:
    done, left = leaving.hand_on(user, colleague, by=request.user)
    messages.success(request, _("Handed on to %(who)s: %(n)d.") % {"who": colleague, "n": done})
    if left:
        messages.warning(
            request,
            _("Not yours to hand on: %(n)d. The officer who leaves must do it, or whoever gave it.") % {"n": left},
        )
