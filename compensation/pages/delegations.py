"""Delegations of an agency: who approves for whom, from when until when; given and ended in one's own name."""

from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.access.decide import decide
from actip.records.pages import errors
from actip.thai.fields import formfield
from compensation import delegations
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
        taker.queryset, taker.empty_label = delegations.takers(user), _("Choose")


def page(request):
    """What holds now, what is over, and a form for who may approve."""
    if not decide(request.user, "FPY", "read"):
        return errors.refuse(request, 403)
    may_give = decide(request.user, "FPY", "approve")
    form = DelegationForm(request.user, request.POST or None) if may_give else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            delegations.give(form.instance)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("delegations")
    context = {"form": form, "delegations": delegations.newest(), "today": timezone.localdate()}
    return render(request, "compensation/delegations.html", context, status=422 if form and form.errors else 200)


def end(request, pk: int):
    """End one's own delegation now."""
    if not decide(request.user, "FPY", "approve"):
        return errors.refuse(request, 403)
    delegations.end(pk, by=request.user)
    messages.success(request, _("The delegation has ended."))
    return redirect("delegations")
