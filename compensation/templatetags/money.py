"""For templates: what a person is owed, and what is known of limits for a payment."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils import timezone

from actip.access.decide import decide
from actip.records import catalogue
from actip.thai.dates import format_date
from compensation import interest, limits, payables, runs, state, statement

register = template.Library()


@register.inclusion_tag("victims/_money.html", takes_context=True)
def money_of(context, person) -> dict:
    """`{% money_of record %}` on a person's page: a block for each regime that the reader may read."""
    return {"blocks": statement.blocks(person, context["request"].user)}


@register.simple_tag(takes_context=True)
def fund_limits(context, payment) -> list | None:
    """The amounts in force today for this kind of help; empty means that none is known and nothing is checked.

    None for whoever does not read what the payment is for: the amounts would tell her the kind.
    """
    if not decide(context["request"].user, "FPY", "read"):
        return None
    return limits.in_force("fund", payment.kind, timezone.localdate(), "check", "advise", "alone", "two", "ceiling")


@register.simple_tag(takes_context=True)
def state_rates(context, application) -> list | None:
    """[(head, the most that the law gives under it, or None where no rate is known and nothing is checked)].

    None for whoever does not read the heads.
    """
    if not decide(context["request"].user, "SPY", "read"):
        return None
    return state.rates(application)


@register.inclusion_tag("compensation/_own_account.html", takes_context=True)
def own_account(context, payment) -> dict:
    """On a payment that waits to be paid: that the reader cannot pay it, since she wrote the account."""
    user = context["request"].user
    payable = payables.of(user)
    waits = payable and catalogue.of(payment) == payable.kind and payment.status in payable.step.sources
    return {"why": runs.own_account(payment, runs.accounts([payment]), user) if waits else ""}


@register.simple_tag(takes_context=True)
def interest_of(context, order):
    """The interest that an order comes to today, for whoever reads it whole; sets `may_confirm` for whoever writes court money."""
    user = context["request"].user
    if not decide(user, "CLM", "read"):
        return None
    context["may_confirm"] = decide(user, "CLM", "create")
    return interest.propose(order, timezone.localdate())


@register.filter
def is_number(value) -> bool:
    """Whether a cell of a statement is an amount."""
    return isinstance(value, Decimal)


@register.filter
def printed(value) -> str:
    """A cell of a statement on paper: amounts with two places, dates as people write them."""
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return format_date(value) if isinstance(value, date) else str(value or "")
