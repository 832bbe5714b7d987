"""POST /api/v1/payment-approval/: many requests approved at once, after a look at what that comes to."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from actip.records.api.plain import does, sent
from actip.thai.serializers import WholeField
from compensation import approval
from compensation.api.base import Chosen, Money, left_out


class Looked(Chosen):
    versions = serializers.DictField(
        child=WholeField(min_value=0),
        required=False,
        help_text="As the preview told them: a request that was changed since is left out.",
    )


@extend_schema_view(
    post=extend_schema(operation_id="payment_approval_preview", request=Chosen, responses=does("ApprovalPreview"))
)
class Preview(Money):
    """What of these one approver could approve now: count, sum, kinds; and what not, with the reason."""

    verb = "approve"

    def post(self, request: Request) -> Response:
        found = approval.look(request.user, approval.waiting(sent(Chosen, request)["payments"]))
        kinds = [{"kind": kind, "amount": str(amount)} for kind, amount in found.kinds]
        versions = {str(payment.pk): payment.version for payment in found.included}
        return Response(told(found) | {"kinds": kinds, "versions": versions})


@extend_schema_view(post=extend_schema(operation_id="payment_approval", request=Looked, responses=does("Approved")))
class Approve(Money):
    """Approve these payments; sent again it changes nothing, since what is approved waits no longer."""

    verb = "approve"

    def post(self, request: Request) -> Response:
        asked = sent(Looked, request)
        chosen = approval.waiting(asked["payments"])
        return Response(told(approval.approve(chosen, by=request.user, looked_at=asked.get("versions", {}))))


def told(found: approval.Looked) -> dict:
    return {
        "included": [payment.pk for payment in found.included],
        "count": len(found.included),
        "total": str(found.total),
        "excluded": left_out(found.excluded),
    }
