"""Changes of what a person may do: proposed in the administration, confirmed or refused here by a second administrator."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from actip.access import matrix
from actip.access.decide import decide
from actip.accounts import roles
from actip.accounts.models import ApiClient, RoleChange

MOST, EACH = 200, 20
ANSWERS = {"confirm": "confirmed", "refuse": "refused"}


def page(request: HttpRequest) -> HttpResponse:
    """What waits, and what was decided; readers of users see it, administrators decide."""
    if not decide(request.user, "USR", "read"):
        raise PermissionDenied(_("This page is for administrators."))
    may_decide = decide(request.user, "USR", "change")
    found = RoleChange.objects.select_related("user__agency", "agency", "proposed_by", "decided_by")
    rows = [
        {
            "change": change,
            "role": role_label(change.role),
            "was": role_label(change.user.role) if change.state == "proposed" else "",
            "is_mine": change.proposed_by_id == request.user.pk,
            "is_open": may_decide and change.state == "proposed" and change.user_id != request.user.pk,
        }
        for change in found.order_by("-proposed_at", "-pk")[:MOST]
    ]
    waiting = [row for row in rows if row["change"].state == "proposed"]
    decided = [row for row in rows if row["change"].state != "proposed"]
    return render(request, "records/role_changes.html", {"waiting": waiting, "decided": decided})


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or refuse one proposal; the database holds that it is not the proposer who confirms."""
    if not decide(request.user, "USR", "change"):
        raise PermissionDenied(_("This page is for administrators."))
    change = get_object_or_404(RoleChange, pk=pk)
    state = ANSWERS.get(request.POST.get("answer", ""))
    try:
        if state is None:
            raise ValidationError(_("Confirm or refuse."))
        roles.answer(change, state, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        said = (
            _("Confirmed: %(who)s signs in anew.")
            if state == "confirmed"
            else _("Refused: nothing changes for %(who)s.")
        )
        messages.success(request, said % {"who": change.user})
    return redirect("records:role-changes")


def waiting(user) -> list[dict]:
    """What other administrators gave a person or a program, and waits for this one's word."""
    if not decide(user, "USR", "change"):
        return []
    changes = RoleChange.objects.filter(state="proposed").exclude(proposed_by=user).exclude(user=user)
    programs = ApiClient.objects.filter(ApiClient.waiting()).exclude(changed_by=user)
    here, there = reverse("records:role-changes"), reverse("admin:accounts_apiclient_changelist")
    found = [(one.user, role_label(one.role), here) for one in changes.select_related("user")[:EACH]]
    found += [(one, one.purpose, there) for one in programs[:EACH]]
    return [{"label": str(whose), "hint": what, "url": url} for whose, what, url in found]


def role_label(code: str) -> str:
    """A role's name with its code; what is no role, as it stands."""
    role = matrix.roles().get(code)
    return f"{matrix.label(role)} ({code})" if role else code or _("no role")
