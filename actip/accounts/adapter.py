"""How signing in behaves here: no self-registration, one counter of failures, and places where an upper layer records."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actip.accounts import address, limits
from actip.accounts.models import User


class Adapter(DefaultAccountAdapter):
    """Accounts are made by the administrator; wrong passwords are counted by axes alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The username or the password is wrong."),
        "too_many_login_attempts": _("Too many wrong codes. Please wait 15 minutes."),
        "incorrect_code": _("The code is wrong or no longer valid."),
        "incorrect_password": _("The password is wrong."),
        "account_inactive": _("This account is closed. Please ask your administrator."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address.of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials) -> None:
        """Leave wrong passwords to axes; allauth's own limit stays for wrong codes of the second factor."""

    def pre_login(self, request: HttpRequest, user, **kwargs) -> HttpResponse | None:
        """allauth lets a right password through to here even where the backend refuses the account."""
        if not user.may_sign_in:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def logout(self, request: HttpRequest) -> None:
        limits.forget(request)
        super().logout(request)

    def session_ended(self, request: HttpRequest, user: User | None, why: str) -> None:
        """Called when a limit ends a session, before it is emptied. Nothing here; the audit trail overrides it."""
