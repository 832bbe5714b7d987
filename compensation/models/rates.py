"""Exchange rates: dated, with their source; a sum converted by one is shown beside the sum in THB and never added to anything."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExchangeRate(models.Model):
    """THB for one unit of a currency on a day. confidence: A read in the source, B secondary, C to be confirmed (said beside it)."""

    currency = models.CharField(_("currency"), max_length=3)
    on_day = models.DateField(_("on"))
    rate = models.DecimalField(_("THB for one unit"), max_digits=14, decimal_places=6)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=1, choices=[(letter, letter) for letter in "ABC"])

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "on_day"], name="rate_once_a_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="rate_above_zero"),
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$") & ~models.Q(currency="THB"), name="rate_of_a_currency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.on_day}"
