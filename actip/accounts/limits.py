"""The limits of a session: idle time, whole time, how many at once, and the role and agency it was begun with."""

import secrets

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import auth, messages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actip.accounts.models import User

KEY = "limits"  # in the session: name, since, seen, made_for
STEP = 60  # seconds; a session is not written again for every request
NOTICES = {
    "idle": _("You were signed out because nothing happened for a while. Sign in to go on where you were."),
    "long": _("You were signed out because you signed in many hours ago. Sign in to go on where you were."),
    "changed": _("You were signed out because your role or your agency was changed."),
    "elsewhere": _("You were signed out here because you signed in at other places since."),
    "closed": _("You were signed out because your password was changed or your account was closed."),
}
OLDEST_ENDED = _("You were signed in at as many places as is allowed; the oldest of them was signed out.")


def why_over(request, moment: float) -> str:
    """Why the session of this request may not go on (a key of NOTICES), or "" when it may or there is none."""
    if auth.SESSION_KEY not in request.session:
        return ""
    user = request.user
    if not user.is_authenticated:
        return "closed"
    kept = request.session.get(KEY)
    if kept is None:  # begun outside these pages a moment ago; `begin` takes it in
        return ""
    checks = {
        "idle": moment - kept["seen"] > settings.SESSION_IDLE.total_seconds(),
        "long": moment - kept["since"] > settings.SESSION_ABSOLUTE.total_seconds(),
        "changed": kept["made_for"] != _made_for(user),
        "elsewhere": kept["name"] not in user.sessions,
    }
    return next((why for why, is_so in checks.items() if is_so), "")


def end(request, why: str) -> None:
    """Sign the session out and leave a notice. The request goes on as nobody's.

    `request.session_ended_for` keeps the user, so that what was typed can be saved as a draft before it is lost.
    """
    user = request.user if request.user.is_authenticated else None
    get_adapter().session_ended(request, user, why)
    auth.logout(request)
    request.session_ended_for = user
    if not request.path.startswith("/api/"):
        messages.warning(request, NOTICES[why])


def touch(request, moment: float) -> None:
    """Remember that the session was used."""
    kept = request.session.get(KEY)
    if kept and moment - kept["seen"] > STEP:
        request.session[KEY] = kept | {"seen": moment}


def begin(request, moment: float) -> None:
    """Take in a session that was signed in during this request; the oldest one above SESSIONS_AT_ONCE ends."""
    if auth.SESSION_KEY not in request.session or KEY in request.session:
        return
    name = secrets.token_urlsafe(9)
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).get(pk=request.session[auth.SESSION_KEY])
        if len(user.sessions) >= settings.SESSIONS_AT_ONCE:
            messages.info(request, OLDEST_ENDED)
        user.sessions = [*user.sessions, name][-settings.SESSIONS_AT_ONCE :]
        user.save(update_fields=["sessions"])
    request.session[KEY] = {"name": name, "since": moment, "seen": moment, "made_for": _made_for(user)}


def forget(request) -> None:
    """The session is signed out by its owner: it no longer counts."""
    kept = request.session.get(KEY)
    if kept and request.user.is_authenticated:
        left = [name for name in request.user.sessions if name != kept["name"]]
        User.objects.filter(pk=request.user.pk).update(sessions=left)


def _made_for(user: User) -> str:
    return f"{user.role}/{user.agency_id}"
