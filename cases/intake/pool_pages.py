"""The pages of the pool: tips looked through by filter, one opened, taken out or closed; for whoever may write reports."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actip.records import actions, shapes
from actip.records.pages import door
from actip.records.templatetags.ui import amount
from cases.intake import pool as pools
from cases.intake.pages import TONES, agency, capped, place_of, tabs


def pool(request: HttpRequest, slug: str) -> HttpResponse:
    """Tips that wait apart; each is opened or taken out by a click, or all that fit the filter."""
    door.enter(request, slug, "create")
    form = pools.PoolFilter(request.GET or None)
    mine = pools.tips(agency(request))
    found = form.apply(mine) if form.is_bound else mine
    waiting = pools.waiting(mine)
    total = pools.waiting(found) if form.is_bound else waiting
    context = {
        "title": _("Pool of tips"),
        "tabs": tabs("pool", waiting),
        "filters": form,
        "form": form if form.is_bound and form.errors else None,
        "is_filtered": form.is_bound,
        "total": capped(total, pools.CAP),
        "some": min(total, pools.MOST),
        "query": request.GET.urlencode(),
        "tips": [{"tip": tip, "place": place_of(tip), "tone": TONES[tip.danger]} for tip in pools.page(found)],
    }
    return render(request, "cases/pool.html", context)


def tip(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """What one tip tells, and the two ways to answer it."""
    door.enter(request, slug, "read")
    one = pools.fetch(pk)
    actions.looked("tips", one.pk)
    labels = {field.name: capfirst(field.verbose_name) for field in one._meta.fields}
    facts = [{"label": labels[name], "value": shapes.display(one, name)} for name in pools.TOLD]
    context = {
        "title": _("Tip %(number)s") % {"number": one.external_id},
        "tip": one,
        "facts": facts,
        "tone": TONES[one.danger],
    }
    return render(request, "cases/tip.html", context)


def take_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one tip out of the pool (`tip`), or as many as fit the filter of the address."""
    door.enter(request, slug, "change")
    mine, one = pools.tips(agency(request)), request.POST.get("tip", "")
    if one:
        found = mine.filter(pk=one) if shapes.is_key(one) else mine.none()
        if not found.exists():
            raise Http404
    else:
        found = pools.PoolFilter(request.GET).apply(mine)
    try:
        taken = pools.take_out_all(found, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        sentence = ngettext("%(n)s tip waits in the queue now.", "%(n)s tips wait in the queue now.", taken)
        messages.success(request, sentence % {"n": amount(taken)})
    return redirect(f"{reverse('intake:pool')}?{request.GET.urlencode()}")


def close(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Close a tip that becomes nothing, with a reason."""
    door.enter(request, slug, "change")
    one = pools.fetch(pk)
    try:
        pools.close(one, request.POST.get("close_reason", "")[:500], by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("intake:tip", pk=pk)
    messages.success(request, _("The tip is closed. It stays on record with your reason."))
    return redirect("intake:pool")
