"""The dated offence catalogue: which provision carried which penalty on which day."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases import codes


class Offence(models.Model):
    """One provision with its penalty, in force from a day to a day; shipped as cases/data/offences.csv.

    Terms are in months and fines in THB; empty means that the law names none. `is_listed_s41` marks the acts for which
    nobody proceeds against a victim without the Minister's written permission (Anti-Trafficking in Persons Act, s.41).
    confidence: A read in the legal text, B secondary source, C to be confirmed (shown so wherever the row is).
    """

    code = models.CharField(_("provision"), max_length=20, choices=codes.PROVISIONS)
    provision_th = models.CharField(_("provision in Thai"), max_length=300)
    provision_en = models.CharField(_("provision in English"), max_length=300)
    penalty_th = models.CharField(_("penalty in Thai"), max_length=500)
    penalty_en = models.CharField(_("penalty in English"), max_length=500)
    min_months = models.PositiveIntegerField(_("shortest term, months"), null=True, blank=True)
    max_months = models.PositiveIntegerField(_("longest term, months"), null=True, blank=True)
    is_life = models.BooleanField(_("life imprisonment"), default=False)
    is_death = models.BooleanField(_("death"), default=False)
    fine_min = models.PositiveIntegerField(_("lowest fine, baht"), null=True, blank=True)
    fine_max = models.PositiveIntegerField(_("highest fine, baht"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    is_trafficking = models.BooleanField(_("trafficking offence"), default=False)
    is_listed_s41 = models.BooleanField(_("listed act of section 41"), default=False)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=1, choices=[(letter, letter) for letter in "ABC"])

    class Meta:
        verbose_name = _("offence")
        verbose_name_plural = _("offences")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="offence_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="offence_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.provision

    @property
    def provision(self) -> str:
        """The provision in the language of the page."""
        return self.provision_th if get_language() == "th" else self.provision_en

    @property
    def penalty(self) -> str:
        """The penalty in the language of the page."""
        return self.penalty_th if get_language() == "th" else self.penalty_en

    @property
    def is_confirmed(self) -> bool:
        return self.confidence != "C"


def in_force(code: str, on) -> Offence | None:
    """The row of a provision that was in force on a day, or None where there is none."""
    still = models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on)
    return Offence.objects.filter(still, code=code, valid_from__lte=on).order_by("-valid_from").first()
