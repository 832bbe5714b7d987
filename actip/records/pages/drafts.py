"""Keeping what is typed: the page saves it by itself some seconds after the last key, and offers it when she comes back."""

from contextlib import suppress
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actip.accounts import person
from actip.records import drafts
from actip.thai.times import format_time

FORMS = ("add", "change", "move")  # of the general pages, or of an app's own for the same record type


@require_POST
def keep(request: HttpRequest, form: str) -> HttpResponse:
    """Save the draft of a form; with `discard` in the form, throw it away instead."""
    name = drafts.name(request, form)
    if match(form) is None:
        raise Http404
    if "discard" in request.POST:
        drafts.discard(request.user, name)
        return redirect("/" + name)
    try:
        saved_at = drafts.keep(request.user, name, request.POST)
    except drafts.TooLarge:
        return JsonResponse({"text": _("This is too long to be kept as a draft.")}, status=413)
    return JsonResponse({"text": _("Draft saved %(time)s") % {"time": format_time(saved_at)}})


def rescued(view):
    """For a form sent after its session had ended: what was typed is kept as a draft, to go on with after signing in."""

    @wraps(view)
    def keep_first(request, *args, **kwargs):
        user = getattr(request, "session_ended_for", None)
        if request.method == "POST" and user is not None and match(request.path.lstrip("/")):
            with person.as_user(user), suppress(drafts.TooLarge):
                drafts.keep(user, drafts.name(request), request.POST)
        return view(request, *args, **kwargs)

    return keep_first


def match(name: str):
    """The form that a draft belongs to, or None when there is no such form."""
    try:
        found = resolve("/" + name.partition("?")[0])
    except Resolver404:
        return None
    return found if found.url_name in FORMS and "slug" in found.kwargs else None


def draft_context(name: str, found: drafts.Found | None, *, is_continued: bool = False) -> dict:
    """What a form's page needs to keep a draft, and to offer the one that is there."""
    context = {"draft_url": f"/drafts/{name}", "draft_text": "", "offer": None}
    if found and is_continued:
        context["draft_text"] = _("Draft of %(time)s") % {"time": format_time(found.saved_at)}
    elif found:
        context["offer"] = {"at": found.saved_at, "url": found.url}
    return context
