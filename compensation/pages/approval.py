"""Approving many requests at once on one page: chosen, looked over, confirmed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from actip.access.decide import decide
from actip.records import listing, shapes
from actip.records.catalogue import get
from actip.records.pages import errors
from compensation import approval
from compensation.models import FundPayment


def page(request):
    """Requests that wait for approval; POST `look` previews those chosen, `confirm` approves them."""
    if not decide(request.user, "FPY", "approve"):
        return errors.refuse(request, 403)
    if request.method == "POST":
        chosen = approval.waiting(key for key in request.POST.getlist("payment") if shapes.is_key(key))
        if request.POST.get("step") == "confirm":
            return _confirm(request, chosen)
        return render(request, "compensation/approval.html", _preview(request.user, chosen))
    waiting = FundPayment.objects.filter(status__in=FundPayment.WAITING)
    found = listing.page(get("fund-payments"), waiting, size=approval.MOST, counted=False)
    rows = [
        {"payment": payment, "why": approval.why_not(request.user, payment), "url": shapes.address(payment)}
        for payment in found.rows
    ]
    return render(request, "compensation/approval.html", {"rows": rows, "more": bool(found.next)})


def _preview(user, chosen: list[FundPayment]) -> dict:
    found = approval.look(user, chosen)
    return {
        "is_preview": True,
        "included": found.included,
        "excluded": [
            {"payment": payment, "why": why, "url": shapes.address(payment)} for payment, why in found.excluded
        ],
        "total": found.total,
        "kinds": found.kinds,
    }


def _confirm(request, chosen: list[FundPayment]):
    looked_at = {str(payment.pk): _version(request.POST.get(f"version-{payment.pk}", "")) for payment in chosen}
    done = approval.approve(chosen, by=request.user, looked_at=looked_at)
    if n := len(done.included):
        messages.success(request, ngettext("%(n)s payment approved.", "%(n)s payments approved.", n) % {"n": n})
    for payment, why in done.excluded:
        messages.warning(request, f"{payment.payee_code}: {why}")
    return redirect("payment-approval")


def _version(text: str) -> int:
    """What the preview said; 0, which no record has, where it said nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
