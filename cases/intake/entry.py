"""A new report by the short form of its channel."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from actip.records.pages import door, entry
from cases.intake.channels import channels, offered_to


def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Which channel did it come by? Those of her own kind of agency first."""
    door.enter(request, slug, "create")
    user: Any = request.user  # of an agency: the door lets in nobody else
    found = offered_to(user.agency.kind)
    own = [channel for channel in found if user.agency.kind in channel.kinds]
    parts = [(_("Channels of your agency"), own), (_("Other channels"), found[len(own) :])]
    context = {"title": _("New report: by which channel?"), "parts": [(title, some) for title, some in parts if some]}
    return render(request, "cases/channels.html", context)


def add(request: HttpRequest, slug: str, channel: str) -> HttpResponse:
    """The fields that fit the channel, filled in as far as the channel tells."""
    kind, _verbs = door.enter(request, slug, "create")
    try:
        form = channels()[channel]
    except KeyError:
        raise Http404 from None
    context = {
        "title": _("New report: %(channel)s") % {"channel": form.name},
        "back_url": reverse("intake:channels"),
    }
    initial = {"channel": channel} | form.initial
    return entry.new(request, kind, form.fields, initial, None, required=form.required, **context)
