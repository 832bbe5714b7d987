"""Who calls the API: the holder of a bearer token, made to act for the rest of the transaction."""

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from actip.accounts import clients, person


class Token(BaseAuthentication):
    """`Authorization: Bearer <token>`. Sets request.user to the client's user and request.auth to the ApiClient.

    Other kinds of credentials are left to the next authentication; a wrong token is 401 at once. As this class comes
    first among DEFAULT_AUTHENTICATION_CLASSES, a call without any credentials is answered 401 with its header.
    """

    keyword = b"bearer"

    def authenticate(self, request):
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != self.keyword:
            return None
        client = clients.holder(words[1].decode("latin-1")) if len(words) == 2 else None
        if client is None:
            raise AuthenticationFailed(
                _("The token is unknown or no longer valid. Ask for a new one at /api/v1/token/.")
            )
        person.enter(person.of(client.user))
        return client.user, client

    def authenticate_header(self, request) -> str:
        return 'Bearer realm="api"'
