"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104


def of(request: HttpRequest) -> str:
    """The caller's network address; UNKNOWN when there is none, as on a socket.

    Behind our own proxy the last entry of X-Forwarded-For is the one that the proxy wrote; the others are hearsay.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or told
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return UNKNOWN
