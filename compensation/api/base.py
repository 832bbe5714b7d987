"""What the money addresses of the API share: who gets in, and how many payments are named."""

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.views import APIView

from actip.access.decide import decide
from actip.records.api import problems
from actip.records.api.renderers import Json
from actip.records.api.throttling import PerClient

REFUSED = [(status, problems.MEDIA_TYPE) for status in (400, 401, 403, 404, 406, 409, 413, 415, 422, 429, 503)]
ANSWERS = {200: OpenApiTypes.OBJECT, **dict.fromkeys(REFUSED, OpenApiTypes.OBJECT)}
MADE = {201: OpenApiTypes.OBJECT, **ANSWERS}


class Money(APIView):
    """slug: what a program must have been given. verb: what the matrix must grant on Fund payments, if the view asks it."""

    renderer_classes = [Json]
    throttle_classes = [PerClient]
    slug = "fund-payments"
    verb = ""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.auth is not None and not request.auth.reaches(self.slug):
            raise PermissionDenied(_("This client was not given this kind of record."))
        if self.verb and not decide(request.user, "FPY", self.verb):
            raise PermissionDenied


class Chosen(serializers.Serializer):
    payments = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)


def sent(serializer: type[serializers.Serializer], request) -> dict:
    """The body, checked. Raises ValidationError."""
    found = serializer(data=request.data)
    found.is_valid(raise_exception=True)
    return found.validated_data


def left_out(excluded) -> list[dict]:
    """What was not done, and why, by payee code: all that a payer knows of a person."""
    return [{"id": payment.pk, "payee_code": payment.payee_code, "reason": why} for payment, why in excluded]
