"""POST /api/v1/token/: a program exchanges its client id and secret for a token of one hour (RFC 6749, section 4.4)."""

import base64
import binascii

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import FormParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from actip.accounts import address, clients, throttle
from actip.audit import trail
from actip.records.api import problems
from actip.records.api.renderers import JsonParser
from actip.records.api.schema import refusals


class Credentials(serializers.Serializer):
    """What is sent. Id and secret may stand in an HTTP Basic header instead."""

    grant_type = serializers.ChoiceField(choices=["client_credentials"])
    client_id = serializers.CharField(required=False, max_length=60)
    client_secret = serializers.CharField(required=False, max_length=200)


class Issued(serializers.Serializer):
    """What is answered."""

    access_token = serializers.CharField()
    token_type = serializers.ChoiceField(choices=["Bearer"])
    expires_in = serializers.IntegerField(help_text="seconds")


class TokenView(APIView):
    """A token for one hour, for the credentials of a program. Ten tries at once per client and address, then six a minute."""

    # Refusals are returned, not raised, so that their transaction (count and audit event) is kept.
    authentication_classes = []
    permission_classes = []
    parser_classes = [FormParser, JsonParser]
    renderer_classes = [JSONRenderer]

    @extend_schema(
        operation_id="token",
        request={"application/x-www-form-urlencoded": Credentials, "application/json": Credentials},
        responses={200: Issued, **refusals((400, 401, 406, 413, 415, 429, 503))},
    )
    def post(self, request):
        sent = Credentials(data=request.data)
        if not sent.is_valid():
            return _problem(
                400, "invalid_request", _("Send grant_type=client_credentials with client_id and client_secret.")
            )
        client_id, secret = _credentials(request, sent.validated_data)
        wait = throttle.take(f"token:{address.of(request)}:{client_id}", size=10, per_minute=6)
        if wait:
            return _problem(429, "slow_down", _("Too many tries. Please wait."), {"Retry-After": str(wait)})
        client = clients.signed_in(client_id, secret)
        if client is None:
            trail.signing("sign_in_failed", clients.user_of(client_id), {"api": True})
            header = {"WWW-Authenticate": 'Basic realm="token"'}
            return _problem(
                401, "invalid_client", _("The client id or the secret is wrong, or the client is closed."), header
            )
        trail.signing("sign_in", client.user_id, {"api": True})
        seconds = int(clients.LIFETIME.total_seconds())
        return Response({"access_token": clients.issue(client), "token_type": "Bearer", "expires_in": seconds})


def _credentials(request, sent: dict) -> tuple[str, str]:
    """Client id and secret, from the Basic header when there is one, else from the body."""
    kind, _space, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return sent.get("client_id", ""), sent.get("client_secret", "")
    try:
        client_id, _colon, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return client_id.replace("\0", "")[:60], secret


def _problem(status: int, error: str, detail: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """A problem that also carries OAuth's own word in `error`."""
    found = problems.answer(status, error, detail, error=error)
    for name, value in (headers or {}).items():
        found[name] = value
    return found
