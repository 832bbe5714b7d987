"""How an amount of baht is kept everywhere: two places, above zero, below what anybody was ever awarded."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.validation import SENTENCES

# What the ledger refuses, whichever record is posted.
SENTENCES["ledger_day_to_come"] = _(
    "This day is still to come: money stands in the books on the day it moved. Check the date."
)
LEAST, MOST = Decimal("0.01"), Decimal("9999999999.99")


def amount_field(label=None, *, signed: bool = False, **kwargs) -> models.DecimalField:
    """THB. signed: a correction may take away."""
    return models.DecimalField(
        label or _("amount (THB)"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(-MOST if signed else LEAST), MaxValueValidator(MOST)],
        **kwargs,
    )


def positive(name: str, field: str = "amount") -> models.CheckConstraint:
    """Above zero, whoever writes."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__gt": 0}), name=name, violation_error_message=_("Give an amount above zero.")
    )
