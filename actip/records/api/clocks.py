"""Limits over the API: those within reach, and what pages can do with one: answer for a delay, note it, extend."""

from datetime import datetime

from django.http import Http404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from actip.records import clocks
from actip.records.api import problems
from actip.records.api.renderers import Json
from actip.records.models import Clock
from actip.records.pages import running
from actip.thai.serializers import ThaiCharField, ThaiDateField

SLUG = "clocks"
MOST = 200
STATES = ("late", "near", "running")
REFUSED = [(status, problems.MEDIA_TYPE) for status in (400, 401, 403, 404, 406, 409, 413, 415, 429, 503)]
ANSWERS = {200: OpenApiTypes.OBJECT, **dict.fromkeys(REFUSED, OpenApiTypes.OBJECT)}


class Said(serializers.Serializer):
    text = ThaiCharField(max_length=500)


class Longer(serializers.Serializer):
    amount = serializers.IntegerField(min_value=1, max_value=3660)
    authority = ThaiCharField(max_length=200)
    document = ThaiCharField(max_length=120)
    granted_on = ThaiDateField()


class Clocks(APIView):
    """What both addresses share: a program needs `clocks` in its list of record types."""

    renderer_classes = [Json]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.auth is not None and not request.auth.reaches(SLUG):
            raise PermissionDenied(_("This client was not given this kind of record."))

    @staticmethod
    def told(clock: Clock, now: datetime) -> dict:
        return {
            "id": clock.pk, "matter": clock.matter_id, "number": clock.matter.number, "record_type": clock.record_type,
            "record": clock.record_id, "rule": clock.rule.code, "basis": clock.rule.basis,
            "confidence": clock.rule.confidence, "starts_at": clock.starts_at, "due_at": clock.due_at,
            "ended_at": clock.ended_at, "is_late": clocks.is_late(clock, now), "breach_reason": clock.breach_reason,
            "breach_note": clock.breach_note, "links": {"self": reverse("api:clock", args=[clock.pk])},
        }  # fmt: skip


class ClockList(Clocks):
    @extend_schema(
        operation_id="clocks_list",
        parameters=[
            OpenApiParameter("state", str, enum=STATES, description="Without it: all that have not been noted.")
        ],
        responses=ANSWERS,
    )
    def get(self, request: Request) -> Response:
        """At most 200, those due first."""
        now, state = timezone.now(), request.query_params.get("state", "")
        if state and state not in STATES:
            raise serializers.ValidationError({"state": _("Known are: %(names)s.") % {"names": ", ".join(STATES)}})
        rows = Clock.objects.filter(breach_note="").select_related("rule", "matter").order_by("due_at", "pk")
        rows = clocks.late(now, rows) if state == "late" else rows.filter(ended_at__isnull=True) if state else rows
        found = running.open_to(request.user, rows[:MOST], "read")
        if state == "near":
            found = [clock for clock in found if clocks.is_near(clock, now)]
        return Response({"results": [self.told(clock, now) for clock in found]})


class OneClock(Clocks):
    @extend_schema(operation_id="clocks_retrieve", responses=ANSWERS)
    def get(self, request: Request, pk) -> Response:
        return Response(self.told(self.fetch(pk), timezone.now()))

    @extend_schema(operation_id="clocks_answer", request=Said, responses=ANSWERS)
    def post(self, request: Request, pk, act: str) -> Response:
        """`answer` and `note` take a text; `extend` an amount in the rule's unit, who granted it, in which document, when."""
        clock, now = self.fetch(pk), timezone.now()
        sent = (Longer if act == "extend" else Said)(data=request.data)
        sent.is_valid(raise_exception=True)
        if act == "extend":
            clocks.extend(clock, by=request.user, **sent.validated_data)
        elif act == "answer":
            clocks.answer(clock, by=request.user, reason=sent.validated_data["text"], now=now)
        else:
            clocks.note(clock, by=request.user, text=sent.validated_data["text"], now=now)
        return Response(self.told(self.fetch(pk), now))

    def fetch(self, pk) -> Clock:
        clock = Clock.objects.select_related("rule", "matter").filter(pk=pk).first()
        if clock is None or not running.open_to(self.request.user, [clock], "read"):
            raise Http404
        return clock


urlpatterns = [
    path("clocks/", ClockList.as_view(), name="clocks"),
    path("clocks/<uuid:pk>/", OneClock.as_view(http_method_names=["get", "head"]), name="clock"),
    *(
        path(
            f"clocks/<uuid:pk>/{act}/", OneClock.as_view(http_method_names=["post"]), {"act": act}, name=f"clock-{act}"
        )
        for act in ("answer", "note", "extend")
    ),
]
