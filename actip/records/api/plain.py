"""What addresses share that are no record type's: who comes in, what is sent, what may be answered."""

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.views import APIView

from actip.access.decide import decide
from actip.records.actions import Refused
from actip.records.api.renderers import Json, JsonParser
from actip.records.api.schema import SENDING, refusals
from actip.records.api.throttling import PerClient

ANSWERS = {200: OpenApiTypes.OBJECT, **refusals((*SENDING, 409))}
MADE = {201: OpenApiTypes.OBJECT, **ANSWERS}


class Plain(APIView):
    """JSON both ways, counted per program.

    slugs: the record types that a program must have been given. code, verb: what the matrix must grant, if the view asks it.
    """

    parser_classes = [JsonParser]
    renderer_classes = [Json]
    throttle_classes = [PerClient]
    slugs: tuple[str, ...] = ()
    code = ""
    verb = ""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.auth is not None and not all(map(request.auth.reaches, self.slugs)):
            raise PermissionDenied(_("This client was not given this kind of record."))
        if self.verb and not decide(request.user, self.code, self.verb):
            raise Refused(_("Your role does not allow this."))


def sent(serializer: type[serializers.Serializer], request) -> dict:
    """The body, checked. Raises ValidationError."""
    found = serializer(data=request.data)
    found.is_valid(raise_exception=True)
    return found.validated_data
