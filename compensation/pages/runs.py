"""Payment runs: choose approved payments, look them over, pay them in one go; the bank's file and its answer."""

import uuid
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actip.records import export, shapes
from actip.records.pages import errors
from actip.thai.fields import ThaiDateField
from compensation import bankfile, books, payables, runs
from compensation.models import PaymentRun
from compensation.models.ledger import REGIMES

MOST = 500


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=500, min_length=5, strip=True)


class PaidOn(forms.Form):
    """The day of payment: today unless an earlier one is typed, in either calendar."""

    paid_on = ThaiDateField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].label = capfirst(_("paid on"))

    def clean_paid_on(self) -> date:
        day = self.cleaned_data["paid_on"]
        if not 0 <= (timezone.localdate() - day).days <= 366:
            raise ValidationError(_("The day of payment is today or earlier, within a year."), code="paid_on")
        return day


def index(request):
    """Approved payments, runs made and payments that came back; POST `look` previews, `pay` pays."""
    payable = payables.of(request.user)
    if payable is None:
        return errors.refuse(request, 403)
    if request.method == "POST":
        return _post(request)
    ready = list(payable.rows.filter(status__in=payable.step.sources).order_by("-created_at", "pk")[: MOST + 1])
    known = runs.accounts(ready)
    context = {
        "regime": str(dict(REGIMES)[payable.regime]),
        "heading": next(one.label for one in books.COLUMNS[payable.regime] if one.name == "payable"),
        "ready": [_order(payment, known, request.user) for payment in ready[:MOST]],
        "more": len(ready) > MOST,
        "made": [
            {"run": run, "totals": runs.totals(run)}
            for run in PaymentRun.objects.select_related("made_by").order_by("-made_at")[:20]
        ],
        "returned": [
            {"payment": payment, "url": shapes.address(payment)}
            for payment in payable.rows.filter(status="returned").order_by("-paid_on", "pk")[:50]
        ],
        "after_return": payable.after_return(),
    }
    return render(request, "compensation/runs.html", context)


def _order(payment, known, user) -> dict:
    missing = runs.no_account(payment, known)
    return {
        "payment": payment,
        "url": shapes.address(payment),
        "has_account": not missing,
        "is_wrong": bool(missing) and payment.matter_id in known,
        "is_own": bool(runs.own_account(payment, known, user)),
    }


def _post(request):
    chosen = [key for key in request.POST.getlist("payment") if shapes.is_key(key)][:MOST]
    key = request.POST.get("key", "")
    if request.POST.get("step") != "pay":
        return _look(request, chosen, uuid.uuid4().hex, PaidOn(initial={"paid_on": timezone.localdate()}))
    if not 8 <= len(key) <= 80:
        return errors.refuse(request, 400)
    form = PaidOn(request.POST)
    if not form.is_valid():
        return _look(request, chosen, key, form, status=422)
    try:
        made = runs.pay(chosen, by=request.user, paid_on=form.cleaned_data["paid_on"], key=key)
    except ValidationError as error:
        for sentence in error.messages:
            messages.warning(request, sentence)
        return redirect("payment-runs")
    if made.is_new:
        n = made.run.items.count()
        messages.success(request, ngettext("%(n)s payment paid.", "%(n)s payments paid.", n) % {"n": n})
    else:
        messages.warning(request, made.sentence)
    for payment, why in made.excluded:
        messages.warning(request, f"{payment.payee_code}: {why}")
    return redirect("payment-run", pk=made.run.pk)


def _look(request, chosen: list[str], key: str, form: PaidOn, status: int = 200) -> HttpResponse:
    """What a run would pay, and the day that is asked."""
    found = runs.preview(chosen, request.user)
    left_out = [{"payment": payment, "why": why, "url": shapes.address(payment)} for payment, why in found.excluded]
    context = {"preview": found, "left_out": left_out, "key": key, "form": form}
    return render(request, "compensation/run_preview.html", context, status=status)


def _found(pk) -> PaymentRun:
    run = PaymentRun.objects.select_related("made_by", "exported_by").filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def detail(request, pk, **more):
    """One run: its payments, what the bank said, and the two files."""
    if payables.of(request.user) is None:
        return errors.refuse(request, 403)
    run = _found(pk)
    found = runs.totals(run)
    context = {
        "run": run,
        "regime": run.get_regime_display(),
        "items": _items(run),
        "count": sum(n for n, _amount in found.values()),
        "total": sum(amount for _n, amount in found.values()),
        "waiting": found.get("", (0, 0))[0],
        "answered": None,
    } | more
    return render(request, "compensation/run.html", context)


def _items(run: PaymentRun) -> list[dict]:
    """Its lines; each opens the payment where that is still in a state that the payer sees."""
    payable = payables.BY_REGIME[run.regime]
    seen = set(payable.rows.filter(run_items__run=run).values_list("pk", flat=True))
    rows = run.items.select_related("run").order_by("number")
    keys = ((item, getattr(item, f"{payable.link}_id")) for item in rows)
    return [{"item": item, "url": shapes.address_of(payable.kind, key) if key in seen else ""} for item, key in keys]


def file(request, pk):
    """The file for the bank, for a stated reason; nothing of it is kept by a browser."""
    if payables.of(request.user) is None:
        return errors.refuse(request, 403)
    run = _found(pk)
    form = ReasonForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("Say why you need to see this."))
        text = bankfile.export(run, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        for sentence in error.messages:
            messages.warning(request, sentence)
        return redirect("payment-run", pk=pk)
    return export.attachment(text, f"payment-run-{run}.csv", export.CSV)


def answer(request, pk):
    """Take over the bank's answer and say what came back."""
    if payables.of(request.user) is None:
        return errors.refuse(request, 403)
    run = _found(pk)
    given = request.FILES.get("file")
    try:
        if given is None or given.size > bankfile.LARGEST:
            raise ValidationError(_("Choose the bank's answer, a CSV file of at most 1 MB."))
        try:
            text = given.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("The file is not UTF-8 text.")) from None
        found = bankfile.answer(run, text, by=request.user)
    except ValidationError as error:
        for sentence in error.messages:
            messages.warning(request, sentence)
        return redirect("payment-run", pk=pk)
    return detail(request, pk, answered=found)
