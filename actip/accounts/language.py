"""Which language a page is in: what this browser chose, else what the person chose, else what the browser asks for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from actip.accounts.models import User

YEAR = 365 * 24 * 60 * 60


def choose(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Keep a choice: in a cookie of this browser and, signed in, with the person. Unknown codes change nothing."""
    if code not in dict(settings.LANGUAGES):
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    if request.user.is_authenticated and request.user.language != code:
        request.user.language = code
        request.user.save(update_fields=["language"])


def follow(request: HttpRequest, user: User) -> None:
    """Switch to the language of `user`, unless this browser chose one. Programs say Accept-Language."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or request.path.startswith("/api/"):
        return
    translation.activate(user.language)
    request.LANGUAGE_CODE = translation.get_language()
