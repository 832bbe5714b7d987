"""Delegations over the API: who approves for whom, given and ended in one's own name."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from actip.access.decide import decide
from actip.thai.serializers import ThaiCharField, ThaiDateField
from compensation.api.base import ANSWERS, MADE, Money, sent
from compensation.models import Delegation
from compensation.pages.delegations import takers


class Given(serializers.Serializer):
    taker = serializers.CharField(max_length=150, help_text="User name of a colleague who approves as well.")
    starts_on = ThaiDateField()
    ends_on = ThaiDateField()
    reason = ThaiCharField(max_length=300)


class Delegations(Money):
    verb = "read"

    @extend_schema(operation_id="delegations_list", responses=ANSWERS)
    def get(self, request: Request) -> Response:
        """The newest 100 of the agency."""
        rows = Delegation.objects.select_related("giver", "taker").order_by("-starts_on", "-pk")[:100]
        return Response({"results": [told(row) for row in rows]})

    @extend_schema(operation_id="delegations_create", request=Given, responses=MADE)
    def post(self, request: Request) -> Response:
        """Let a colleague use one's own limit from a day to a day."""
        if not decide(request.user, "FPY", "approve"):
            raise PermissionDenied
        asked = sent(Given, request)
        taker = takers(request.user).filter(username=asked.pop("taker")).first()
        wrong = ValidationError({"taker": _("Choose a colleague who approves as well.")})
        if taker is None:
            raise wrong
        made = Delegation(giver=request.user, taker=taker, **asked)
        made.full_clean()
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise wrong from None
        return Response(told(made), status=201)


@extend_schema_view(post=extend_schema(operation_id="delegations_end", request=None, responses=ANSWERS))
class End(Money):
    """End one's own delegation now."""

    verb = "approve"

    def post(self, request: Request, pk: int) -> Response:
        mine = Delegation.objects.filter(pk=pk, giver=request.user, ended_at__isnull=True)
        if not mine.update(ended_at=timezone.now()):
            raise Http404
        return Response(told(Delegation.objects.select_related("giver", "taker").get(pk=pk)))


def told(row: Delegation) -> dict:
    return {
        "id": row.pk, "giver": row.giver.username, "taker": row.taker.username, "starts_on": row.starts_on,
        "ends_on": row.ends_on, "reason": row.reason, "ended_at": row.ended_at,
    }  # fmt: skip
