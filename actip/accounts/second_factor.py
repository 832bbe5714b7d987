"""The second factor (TOTP): everybody may switch it on; ACTIP_REQUIRE_SECOND_FACTOR names the roles that must."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from actip.accounts.models import User
from actip.vault import sealing

OPEN = ("/second-factor/", "/sign-in/", "/sign-out/", "/language/")
KEY = "has_second_factor"
PLACE = "second factor"


class Adapter(DefaultMFAAdapter):
    """Names the site in the authenticator app, keeps its secret sealed, and keeps a factor that the role must have."""

    def get_totp_issuer(self) -> str:
        return "ACTIP Case Tracker"

    def encrypt(self, text: str) -> str:
        return base64.b64encode(sealing.seal_bytes(text.encode(), place=PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.open_bytes(base64.b64decode(encrypted_text), place=PLACE).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_required(authenticator.user)


def is_required(user: User) -> bool:
    """Whether the user's role must have a second factor ("*" means every role)."""
    return bool({"*", user.role} & set(settings.ACTIP_REQUIRE_SECOND_FACTOR))


def is_missing(request) -> bool:
    """Whether this request must wait until its user has set up the factor that the role demands."""
    user = request.user
    if not user.is_authenticated or not is_required(user) or request.path.startswith(OPEN):
        return False
    if not request.session.get(KEY) and is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        request.session[KEY] = True
    return not request.session.get(KEY)
