"""Around every request: response headers, the limits of a session, and who is acting."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.timezone import now

from actip.accounts import language, limits, second_factor
from actip.accounts import person as people

FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone",
    "midi", "payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
}


def headers(get_response):
    """What Django does not send itself; on every answer, so it stands first. Pages are never kept by a browser."""

    def middleware(request):
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")  # static files bring their own
        return response

    return middleware


def session_limits(get_response):
    """Ends a session that is idle, old, one too many, or whose user has another role or agency by now."""

    def middleware(request):
        moment = now().timestamp()
        why = limits.why_over(request, moment)
        if why:
            limits.end(request, why)
        else:
            limits.touch(request, moment)
        if second_factor.is_missing(request):
            return redirect("mfa_activate_totp")
        response = get_response(request)
        limits.begin(request, moment)
        return _whole_page(request, response)

    return middleware


def person(get_response):
    """Sets the person for row security: the user signed in, or nobody. An API token sets its own later."""

    def middleware(request):
        user = request.user
        if user.is_authenticated:
            language.follow(request, user)
        with people.acting(people.of(user) if user.is_authenticated and user.agency_id else None):
            return get_response(request)

    return middleware


def _whole_page(request, response):
    """For a part of a page that htmx asked for: the way to sign in as a new page, returning to the page shown now."""
    if "HX-Request" not in request.headers:
        return response
    sign_in = reverse(settings.LOGIN_URL)
    if not response.get("Location", "").startswith(sign_in):
        return response
    shown = request.headers.get("HX-Current-URL", "/")
    back = shown if url_has_allowed_host_and_scheme(shown, {request.get_host()}) else "/"
    return HttpResponse(status=401, headers={"HX-Redirect": f"{sign_in}?{urlencode({'next': back})}"})
