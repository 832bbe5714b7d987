"""What addresses share that are no record type's: who comes in, what is sent, what may be answered."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.views import APIView

from actip.access.decide import decide
from actip.records.actions import Refused
from actip.records.api.renderers import Json, JsonParser
from actip.records.api.schema import READING, SENDING, refusals, told
from actip.records.api.throttling import PerClient


def reads(name: str) -> dict:
    """What an address answers that only looks, for the description: `name` stands in a file `answers.yaml`."""
    return {200: told(name), **refusals((400, *READING))}


def does(name: str, status: int = 200) -> dict:
    """What an address answers that does something."""
    return {status: told(name), **refusals((*SENDING, 409))}


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
