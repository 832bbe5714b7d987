"""Confirming the interest that an order's page proposes."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.access.decide import decide
from actip.records import shapes
from actip.records.pages import errors
from compensation import interest
from compensation.models import Order


class Seen(forms.Form):
    """The proposal, as it stood on the page."""

    amount = forms.DecimalField()
    until = forms.DateField(input_formats=["%Y-%m-%d"])


def confirm(request, pk):
    """POST `amount` and `until` as they stood on the page: recorded as interest that fell due, if they still hold."""
    if not decide(request.user, "CLM", "create"):
        return errors.refuse(request, 403)
    order = Order.objects.filter(pk=pk).first()
    if order is None:
        raise Http404
    form = Seen(request.POST)
    if not form.is_valid():
        return errors.refuse(request, 400)
    amount, until = form.cleaned_data["amount"], form.cleaned_data["until"]
    try:
        if until > timezone.localdate():
            raise ValidationError(_("Interest is recorded to today at most."))
        interest.confirm(order, amount, until, by=request.user)
    except ValidationError as error:
        for sentence in error.messages:
            messages.warning(request, sentence)
    else:
        messages.success(request, _("Saved."))
    return redirect(shapes.address(order))
