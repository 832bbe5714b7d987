"""Signing in and out, as the trail sees it. A name that was typed is never kept: it may be a password in the wrong box."""

from actip.accounts import adapter
from actip.accounts.models import User
from actip.audit import trail


class Adapter(adapter.Adapter):
    """The accounts' adapter, with an event for each sign-in, refused sign-in, sign-out and ended session."""

    def post_login(self, request, user, **kwargs):
        trail.signing("sign_in", user.pk)
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request, **credentials) -> None:
        super().authentication_failed(request, **credentials)
        named = User.objects.filter(username=credentials.get("username") or "").values_list("pk", flat=True).first()
        trail.signing("sign_in_failed", named)

    def logout(self, request) -> None:
        if request.user.is_authenticated:
            trail.signing("sign_out", request.user.pk)
        super().logout(request)

    def session_ended(self, request, user, why: str) -> None:
        super().session_ended(request, user, why)
        trail.signing("sign_out", user.pk if user else None, {"why": why})
