"""Approving many requests at once: chosen, looked over with count, sum and kinds, confirmed; each in its own savepoint."""

from collections import Counter
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actip.access.decide import decide
from actip.records import actions, listing, shapes
from actip.records.catalogue import get
from actip.records.pages import errors
from compensation import limits
from compensation.models import FundPayment

MOST = 200


def page(request):
    """Requests that wait for approval; POST `look` previews those chosen, `confirm` approves them."""
    if not decide(request.user, "FPY", "approve"):
        return errors.refuse(request, 403)
    step = request.POST.get("step", "")
    waiting = FundPayment.objects.filter(status__in=FundPayment.WAITING)
    if request.method == "POST":
        chosen = list(waiting.filter(pk__in=_keys(request)).order_by("requested_at", "pk")[:MOST])
        if step == "confirm":
            return _confirm(request, chosen)
        return render(request, "compensation/approval.html", _preview(request.user, chosen))
    found = listing.page(get("fund-payments"), waiting, size=MOST, counted=False)
    rows = [_row(request.user, payment) for payment in found.rows]
    return render(request, "compensation/approval.html", {"rows": rows, "more": bool(found.next)})


def _keys(request) -> list[str]:
    return [key for key in request.POST.getlist("payment") if shapes.is_key(key)]


def _row(user, payment: FundPayment) -> dict:
    return {"payment": payment, "why": why_not(user, payment), "url": shapes.address(payment)}


def why_not(user, payment: FundPayment) -> str:
    """Why one approver alone cannot approve it; "" where she can."""
    if payment.requested_by_id == user.pk:
        return _("Whoever asked for a payment cannot approve it.")
    may = limits.powers(user.pk, "fund", payment.kind, payment.amount, timezone.localdate())
    return _("Above the limit: a second approver and a reason are needed.") if may.exceeded else ""


def _preview(user, chosen: list[FundPayment]) -> dict:
    rows = [_row(user, payment) for payment in chosen]
    included = [row["payment"] for row in rows if not row["why"]]
    kinds: Counter = Counter()
    for payment in included:
        kinds[payment.get_kind_display()] += payment.amount
    return {
        "is_preview": True,
        "included": included,
        "excluded": [row for row in rows if row["why"]],
        "total": sum((payment.amount for payment in included), Decimal(0)),
        "kinds": sorted(kinds.items()),
    }


def _confirm(request, chosen: list[FundPayment]):
    done, failed = 0, []
    for payment in chosen:
        try:
            with transaction.atomic():
                actions.move(payment, "approve", by=request.user)
            done += 1
        except (ValidationError, actions.OutOfReach, actions.Conflict) as error:
            sentence = (
                " ".join(error.messages) if isinstance(error, ValidationError) else _("It is not there any more.")
            )
            failed.append(f"{payment.payee_code}: {sentence}")
    if done:
        messages.success(request, ngettext("%(n)s payment approved.", "%(n)s payments approved.", done) % {"n": done})
    for sentence in failed:
        messages.warning(request, sentence)
    return redirect("payment-approval")
