"""Delegations over the API: who approves for whom, given and ended in one's own name."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from actip.access.decide import decide
from actip.records.api.plain import does, reads, sent
from actip.thai.serializers import ThaiCharField, ThaiDateField
from compensation import delegations
from compensation.api.base import Money
from compensation.models import Delegation


class Given(serializers.Serializer):
    taker = serializers.CharField(max_length=150, help_text="User name of a colleague who approves as well.")
    starts_on = ThaiDateField()
    ends_on = ThaiDateField()
    reason = ThaiCharField(max_length=300)


class Delegations(Money):
    verb = "read"

    @extend_schema(operation_id="delegations_list", responses=reads("Delegations"))
    def get(self, request: Request) -> Response:
        """Delegations of the agency: the newest 100."""
        return Response({"results": [told(row) for row in delegations.newest()]})

    @extend_schema(operation_id="delegations_create", request=Given, responses=does("Delegation", 201))
    def post(self, request: Request) -> Response:
        """Let a colleague use one's own limit from a day to a day."""
        if not decide(request.user, "FPY", "approve"):
            raise PermissionDenied
        asked = sent(Given, request)
        taker = delegations.takers(request.user).filter(username=asked.pop("taker")).first()
        if taker is None:
            raise delegations.no_taker()
        made = Delegation(giver=request.user, taker=taker, **asked)
        made.full_clean()
        return Response(told(delegations.give(made)), status=201)


@extend_schema_view(post=extend_schema(operation_id="delegations_end", request=None, responses=does("Delegation")))
class End(Money):
    """End one's own delegation now."""

    verb = "approve"

    def post(self, request: Request, pk: int) -> Response:
        delegations.end(pk, by=request.user)
        return Response(told(Delegation.objects.select_related("giver", "taker").get(pk=pk)))


def told(row: Delegation) -> dict:
    return {
        "id": row.pk, "giver": row.giver.username, "taker": row.taker.username, "starts_on": row.starts_on,
        "ends_on": row.ends_on, "reason": row.reason, "ended_at": row.ended_at,
    }  # fmt: skip
