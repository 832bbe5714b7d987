"""Delegations of an agency: who approves for whom, from when until when; given and ended in one's own name."""

from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.access.decide import decide
from actip.accounts.models import User
from actip.records.pages import errors
from actip.thai.fields import formfield
from compensation.models import Delegation


class DelegationForm(forms.ModelForm):
    class Meta:
        model = Delegation
        fields = ("taker", "starts_on", "ends_on", "reason")
        formfield_callback = formfield

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.giver = user
        taker = cast(forms.ModelChoiceField, self.fields["taker"])
        taker.queryset, taker.empty_label = takers(user), _("Choose")


def takers(user):
    """Colleagues who approve as well."""
    colleagues = User.objects.filter(agency_id=user.agency_id, is_active=True, is_client=False).exclude(pk=user.pk)
    able = [one.pk for one in colleagues if decide(one, "FPY", "approve")]
    return colleagues.filter(pk__in=able).order_by("username")


def page(request):
    """What holds now, what is over, and a form for who may approve."""
    if not decide(request.user, "FPY", "read"):
        return errors.refuse(request, 403)
    may_give = decide(request.user, "FPY", "approve")
    form = DelegationForm(request.user, request.POST or None) if may_give else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            form.add_error("taker", ValidationError(_("Choose a colleague who approves as well.")))
        else:
            messages.success(request, _("Saved."))
            return redirect("delegations")
    rows = Delegation.objects.select_related("giver", "taker").order_by("-starts_on", "-pk")[:100]
    context = {"form": form, "delegations": rows, "today": timezone.localdate()}
    return render(request, "compensation/delegations.html", context, status=422 if form and form.errors else 200)


def end(request, pk: int):
    """End one's own delegation now."""
    if not decide(request.user, "FPY", "approve"):
        return errors.refuse(request, 403)
    mine = Delegation.objects.filter(pk=pk, giver=request.user, ended_at__isnull=True)
    if not mine.update(ended_at=timezone.now()):
        raise Http404
    messages.success(request, _("The delegation has ended."))
    return redirect("delegations")
