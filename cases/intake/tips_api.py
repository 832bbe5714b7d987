"""The pool over the API: tips that wait, one of them, and its two answers. Programs need `reports` in their list."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from actip.records import actions
from actip.records.api.plain import Plain, does, reads, sent
from actip.thai.serializers import ThaiCharField
from cases.intake import pool as pools
from cases.models import Tip

PAGE = 200


class Closing(serializers.Serializer):
    close_reason = ThaiCharField(max_length=500)


class OfPool(Plain):
    """What all addresses share: who comes in, and how a tip is told."""

    slugs = ("reports",)
    code = "RPT"
    verb = "read"

    @staticmethod
    def told(tip: Tip) -> dict:
        return {
            "id": tip.pk, **{name: getattr(tip, name) for name in pools.TOLD}, "report": tip.report_id,
            "close_reason": tip.close_reason, "answered_at": tip.answered_at,
            "links": {"self": reverse("api-tip", args=[tip.pk])},
        }  # fmt: skip


class Tips(OfPool):
    @extend_schema(
        operation_id="tips_list",
        parameters=[
            OpenApiParameter("after", OpenApiTypes.UUID, description="The last tip of the page before."),
            *(OpenApiParameter(name, str) for name in pools.PoolFilter.base_fields),
        ],
        responses=reads("Tips"),
    )
    def get(self, request: Request) -> Response:
        """Tips of the caller's agency that wait: 200, the oldest first, by the filters of the page of the pool. Told whole, so the look is
        audited as that at one is: how many, from which to which.
        """
        form = pools.PoolFilter(request.query_params)
        if surplus := sorted(set(request.query_params) - set(form.fields) - {"after", "format"}):
            raise ValidationError({surplus[0][:60]: _("There is no such parameter here.")})
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        user: Any = request.user
        found = form.apply(pools.tips(user.agency_id))
        if after := request.query_params.get("after"):
            last = pools.fetch(serializers.UUIDField().run_validation(after))
            found = found.filter(
                Q(received_at__gt=last.received_at) | Q(received_at=last.received_at, id__gt=last.id),
                received_at__gte=last.received_at,
            )
        rows = pools.page(found, PAGE + 1)
        more = request.build_absolute_uri("?").split("?")[0] if len(rows) > PAGE else None
        query, shown = request.query_params.copy(), rows[:PAGE]
        if shown:
            actions.looked("tips", rows=len(shown), first=str(shown[0].pk), last=str(shown[-1].pk))
        if more:
            query["after"] = str(shown[-1].pk)
        return Response(
            {
                "next": f"{more}?{query.urlencode()}" if more else None,
                "results": [self.told(tip) for tip in shown],
            }
        )


class OneTip(OfPool):
    @extend_schema(operation_id="tips_retrieve", responses=reads("Tip"))
    def get(self, request: Request, pk: UUID) -> Response:
        """One tip, whether it waits or was answered; the look is audited."""
        tip = pools.fetch(pk)
        actions.looked("tips", tip.pk)
        return Response(self.told(tip))


class TakeOut(OfPool):
    verb = "change"

    @extend_schema(operation_id="tips_take_out", request=None, responses=does("Tip"))
    def post(self, request: Request, pk: UUID) -> Response:
        """Take a tip out of the pool: it becomes a report of the queue, named in `report`."""
        pools.take_out(pools.fetch(pk), by=request.user)
        return Response(self.told(pools.fetch(pk)))


class Close(OfPool):
    verb = "change"

    @extend_schema(operation_id="tips_close", request=Closing, responses=does("Tip"))
    def post(self, request: Request, pk: UUID) -> Response:
        """Close a tip: it becomes nothing, with why."""
        pools.close(pools.fetch(pk), sent(Closing, request)["close_reason"], by=request.user)
        return Response(self.told(pools.fetch(pk)))
