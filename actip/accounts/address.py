"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def of(request: HttpRequest) -> str:
    """The caller's network address, or "unknown" (a socket has none).

    Behind our own proxy the last entry of X-Forwarded-For is the one that the proxy wrote; the others are hearsay.
    """
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR") or "unknown"
