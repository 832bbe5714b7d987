"""Payment runs over the API: look, pay once per Idempotency-Key, read, and take over the bank's answer.

The file for the bank is taken on the page alone: account numbers never leave by the API.
"""

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from actip.records.api.conditions import KEY
from actip.records.api.plain import does, reads, sent
from actip.records.api.problems import Problem
from actip.thai.serializers import ThaiDateField
from compensation import bankfile, payables, runs
from compensation.api.base import Chosen, Money, left_out
from compensation.models import PaymentRun, RunItem

MOST = 50
ONCE = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="Of this run: sent again, nothing is paid again.",
)


class Pay(Chosen):
    paid_on = ThaiDateField()

    def validate_paid_on(self, day: date) -> date:
        if not 0 <= (timezone.localdate() - day).days <= 366:
            raise serializers.ValidationError(_("The day of payment is today or earlier, within a year."))
        return day


class FromBank(serializers.Serializer):
    content = serializers.CharField(
        max_length=bankfile.LARGEST, trim_whitespace=False, help_text="The file, as docs/bank-file.md describes it."
    )


class Paying(Money):
    """Whoever pays the regime of her agency, and a program that was given those records."""

    def initial(self, request, *args, **kwargs):
        if payable := payables.of(request.user):
            self.slugs = (payable.slug,)
        super().initial(request, *args, **kwargs)
        runs.whose(request.user)


class Runs(Paying):
    @extend_schema(operation_id="payment_runs_list", responses=reads("PaymentRuns"))
    def get(self, request: Request) -> Response:
        """Payment runs: the newest 50."""
        found = PaymentRun.objects.select_related("made_by").order_by("-made_at")[:MOST]
        return Response({"results": [told(run) for run in found]})

    @extend_schema(
        operation_id="payment_runs_create",
        request=Pay,
        parameters=[ONCE],
        responses=does("PaymentRunMade") | does("PaymentRunMade", 201),
    )
    def post(self, request: Request) -> Response:
        """Pay these in one run: all or nothing. 200 with the first run where its key was used before."""
        key = request.headers.get("Idempotency-Key", "")
        if not KEY.fullmatch(key) or len(key) > 80:
            raise Problem(
                400, "idempotency_key", _("A payment run needs an Idempotency-Key of 8 to 80 letters, digits or signs.")
            )
        asked = sent(Pay, request)
        made = runs.pay(asked["payments"], by=request.user, paid_on=asked["paid_on"], key=key)
        body = told(made.run) | {"excluded": left_out(made.excluded)}
        if not made.is_new:
            body["detail"] = made.sentence
        return Response(body, status=201 if made.is_new else 200)


@extend_schema_view(
    post=extend_schema(operation_id="payment_runs_preview", request=Chosen, responses=does("RunPreview"))
)
class Preview(Paying):
    """What a run would pay: count and sum; and what it would leave out, with the reason."""

    def post(self, request: Request) -> Response:
        found = runs.preview(sent(Chosen, request)["payments"], request.user)
        included = [payment.pk for payment in found.included]
        more = {"count": found.count, "total": str(found.total), "excluded": left_out(found.excluded)}
        return Response({"included": included, **more})


@extend_schema_view(get=extend_schema(operation_id="payment_runs_retrieve", responses=reads("PaymentRunOpened")))
class OneRun(Paying):
    """A run with its payments: reference, payee code, amount, what the bank said."""

    def get(self, request: Request, pk) -> Response:
        run = fetch(pk)
        items = run.items.select_related("run").order_by("number")
        return Response(told(run) | {"payments": [_item(run, item) for item in items]})


@extend_schema_view(
    post=extend_schema(operation_id="payment_runs_answer", request=FromBank, responses=does("BankAnswer"))
)
class Answer(Paying):
    """Take over the bank's answer; read twice it changes nothing more. What does not fit is told and changes nothing."""

    def post(self, request: Request, pk) -> Response:
        found = bankfile.answer(fetch(pk), sent(FromBank, request)["content"], by=request.user)
        return Response(
            {
                "paid": [item.reference for item in found.paid],
                "returned": [item.reference for item in found.returned],
                "same": found.same,
                "problems": [{"reference": reference, "reason": reason} for reference, reason in found.problems],
                "missing": [item.reference for item in found.missing],
            }
        )


def fetch(pk) -> PaymentRun:
    run = PaymentRun.objects.select_related("made_by").filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def told(run: PaymentRun) -> dict:
    """Count and sum by what the bank said: `waiting` until it answers. regime: of everything in it."""
    sums = {
        outcome or "waiting": {"count": n, "amount": str(amount)} for outcome, (n, amount) in runs.totals(run).items()
    }
    return {
        "id": run.pk, "regime": run.regime, "made_by": run.made_by.username, "made_at": run.made_at, "paid_on": run.paid_on,
        "totals": sums, "links": {"self": reverse("api-payment-run", args=[run.pk])},
    }  # fmt: skip


def _item(run: PaymentRun, item: RunItem) -> dict:
    payable = payables.BY_REGIME[run.regime]
    return {
        "payment": getattr(item, f"{payable.link}_id"), "record_type": payable.slug, "reference": item.reference, "payee_code": item.payee_code,
        "amount": str(item.amount), "outcome": item.outcome, "reason": item.reason,
    }  # fmt: skip
