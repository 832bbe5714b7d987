"""The trial balance of one regime: its accounts at the end of a day, and whether debits and credits are equal."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actip.records import actions
from actip.records.pages import errors
from actip.thai.dates import format_date, parse_date
from actip.thai.fields import ThaiDateField
from actip.thai.money import format_baht
from compensation import ledger
from compensation.models.ledger import REGIMES
from compensation.pages.asked import regimes

ZERO = Decimal(0)


class DayForm(forms.Form):
    """Which regime, of those whose records she reads, and at the end of which day: today unless another is typed."""

    fields: dict[str, Any]
    regime = forms.ChoiceField(label=gettext_lazy("Regime"))
    on = ThaiDateField(label=gettext_lazy("At the end of"))

    def __init__(self, user, given):
        open_to = regimes(user)
        day = given.get("on") or timezone.localdate().isoformat()
        with suppress(ValidationError):  # as people of this language write it; the field says what is wrong with it
            day = format_date(parse_date(day), style="digits")
        super().__init__({"regime": given.get("regime") or open_to[0][0], "on": day})
        self.fields["regime"].choices = open_to

    @property
    def chosen(self) -> str:
        return self.cleaned_data["regime"]

    @property
    def day(self) -> date:
        return self.cleaned_data["on"]

    @property
    def query(self) -> str:
        """What was asked, as it stands in an address."""
        return urlencode({"regime": self.chosen, "on": self.day.isoformat()})


def page(request):
    """The accounts of a regime; each balance opens onto its entries."""
    if not regimes(request.user):
        return errors.refuse(request, 403)
    form = DayForm(request.user, request.GET)
    if form.errors:
        return render(request, "compensation/trial.html", {"form": form}, status=422)
    note(form)
    return render(request, "compensation/trial.html", {"form": form, "query": form.query} | table(form))


def table(form: DayForm) -> dict:
    """Accounts, their sums, by how much those differ, and that as a sentence; for the page, a file and a program."""
    accounts = ledger.trial(form.chosen, form.day)
    debits = sum((one.debits for one in accounts), ZERO)
    credits_ = sum((one.credits for one in accounts), ZERO)
    return {
        "regime": str(dict(REGIMES)[form.chosen]),
        "accounts": accounts,
        "rows": [{"account": one, "url": _entries(form, one.account)} for one in accounts],
        "debits": debits,
        "credits": credits_,
        "difference": debits - credits_,
        "sentence": _sentence(debits - credits_),
    }


def _sentence(difference: Decimal) -> str:
    if not difference:
        return _("Debits and credits are equal.")
    told = _("Debits exceed credits by %(amount)s.") if difference > 0 else _("Credits exceed debits by %(amount)s.")
    more = _("The ledger is out of balance: tell whoever runs the system at once.")
    return f"{told % {'amount': format_baht(abs(difference))}} {more}"


def _entries(form: DayForm, account: str) -> str:
    asked = {"regime": form.chosen, "figure": account, "until": form.day.isoformat()}
    return f"{reverse('statement-entries')}?{urlencode(asked)}"


def note(form: DayForm) -> None:
    """In the trail: which trial balance was opened."""
    actions.looked("trial-balance", regime=form.chosen, on=form.day.isoformat())
