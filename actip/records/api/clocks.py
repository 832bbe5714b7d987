"""Limits over the API: those within reach, and what pages can do with one: answer for a delay, note it, extend."""

from datetime import datetime

from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from actip.records import clocks, due
from actip.records.api.plain import Plain, does, reads, sent
from actip.records.models import Clock, Rule
from actip.records.pages import running
from actip.thai.serializers import ThaiCharField, ThaiDateField, WholeField

STATES = ("late", "near", "running")


class Said(serializers.Serializer):
    text = ThaiCharField(max_length=500)


class Longer(serializers.Serializer):
    amount = WholeField(min_value=1, max_value=3660)
    authority = ThaiCharField(max_length=200)
    document = ThaiCharField(max_length=120)
    granted_on = ThaiDateField()


class Clocks(Plain):
    """What all addresses share: a program needs `clocks` in its list of record types."""

    slugs = ("clocks",)

    @staticmethod
    def told(clock: Clock, now: datetime) -> dict:
        return {
            "id": clock.pk, "matter": clock.matter_id, "number": clock.matter.number, "record_type": clock.record_type,
            "record": clock.record_id, "rule": clock.rule.code, "basis": clock.rule.legal_basis,
            "source": _(clock.rule.source), "confidence": clock.rule.confidence, "starts_at": clock.starts_at, "due_at": clock.due_at,
            "ended_at": clock.ended_at, "is_late": clocks.is_late(clock, now), "breach_reason": clock.breach_reason,
            "breach_note": clock.breach_note, "links": {"self": reverse("api:clock", args=[clock.pk])},
        }  # fmt: skip


def _moment(text: str, now: datetime) -> datetime:
    """A time that has been; without an offset Bangkok time."""
    try:
        found = datetime.fromisoformat(text)
        found = found if found.tzinfo else timezone.make_aware(found)
        if found <= now and found.year > 1900:
            return found
    except (ValueError, OverflowError):
        pass
    raise serializers.ValidationError({"at": _("Give a time that has been, such as 2026-11-25T17:00:00+07:00.")})


class ClockList(Clocks):
    @extend_schema(
        operation_id="clocks_list",
        parameters=[
            OpenApiParameter(
                "state",
                str,
                enum=STATES,
                description="Without it: those that run, and those that were not kept and have no note yet.",
            ),
            OpenApiParameter(
                "at",
                OpenApiTypes.DATETIME,
                description="Instead: those running late at that moment, as it was known then.",
            ),
        ],
        responses=reads("Clocks"),
    )
    def get(self, request: Request) -> Response:
        """Limits within reach: at most 200, those due first."""
        now = timezone.now()
        if "at" in request.query_params:
            late = clocks.running_late_at(_moment(request.query_params["at"], now)).order_by("due_at", "pk")
            # by itself: beside their matters PostgreSQL reads all of those
            found = late.values_list("pk", flat=True)[: due.MOST]
            rows = clocks.listed(Clock.objects.filter(pk__in=list(found)))
        else:
            rows = self._in_state(request.user, request.query_params.get("state", ""), now)
        found = running.open_to(request.user, rows, "read")
        return Response({"results": [self.told(clock, now) for clock in found]})

    @staticmethod
    def _in_state(user, state: str, now: datetime) -> list[Clock]:
        if state and state not in STATES:
            raise serializers.ValidationError({"state": _("Known are: %(names)s.") % {"names": ", ".join(STATES)}})
        if state == "near":
            found = due.near(user, now)
        elif state == "running":
            found = list(due.running(user)[: due.MOST])
        else:
            running_ones = due.running(user, now if state == "late" else None)[: due.MOST]
            found = [*running_ones, *due.unnoted(user)[: due.MOST]]
        owed = [clock for clock in found if not clock.breach_note and (state != "late" or clocks.is_late(clock, now))]
        return sorted(owed, key=lambda clock: (clock.due_at, clock.pk))[: due.MOST]


class Rules(Clocks):
    @extend_schema(operation_id="clocks_rules", responses=reads("Rules"))
    def get(self, request: Request) -> Response:
        """Every dated rule: how long, from which basis and source, how sure, and whether it is in use."""
        names = (
            "code", "name_th", "name_en", "limit", "unit", "warn_before", "warn_again", "valid_from", "valid_to", "basis", "source",
            "confidence", "is_active",
        )  # fmt: skip
        rows = Rule.objects.order_by("code", "valid_from").values(*names)
        return Response({"results": [row | {name: _(row[name]) for name in ("basis", "source")} for row in rows]})


class OneClock(Clocks):
    @extend_schema(operation_id="clocks_retrieve", responses=reads("Clock"))
    def get(self, request: Request, pk) -> Response:
        """One limit."""
        return Response(self.told(running.fetch(request.user, pk), timezone.now()))


class Step(Clocks):
    """What can be done with a limit: each subclass names its act and what that takes."""

    act = ""
    takes: type[serializers.Serializer] = Said

    def post(self, request: Request, pk) -> Response:
        clock = running.fetch(request.user, pk)
        clocks.ACTS[self.act](clock, by=request.user, **sent(self.takes, request))
        return Response(self.told(running.fetch(request.user, pk), timezone.now()))


@extend_schema_view(post=extend_schema(operation_id="clocks_answer", request=Said, responses=does("Clock")))
class Answer(Step):
    """Say why it was not kept."""

    act = "answer"


@extend_schema_view(post=extend_schema(operation_id="clocks_note", request=Said, responses=does("Clock")))
class Note(Step):
    """Take note that it was not kept."""

    act = "note"


@extend_schema_view(post=extend_schema(operation_id="clocks_extend", request=Longer, responses=does("Clock")))
class Extend(Step):
    """Make it longer: by an amount in the unit of its rule, with who granted it, in which document, and when."""

    act = "extend"
    takes = Longer


urlpatterns = [
    path("clocks/", ClockList.as_view(), name="clocks"),
    path("clocks/rules/", Rules.as_view(), name="clock-rules"),
    path("clocks/<uuid:pk>/", OneClock.as_view(), name="clock"),
    path("clocks/<uuid:pk>/answer/", Answer.as_view(), name="clock-answer"),
    path("clocks/<uuid:pk>/note/", Note.as_view(), name="clock-note"),
    path("clocks/<uuid:pk>/extend/", Extend.as_view(), name="clock-extend"),
]
