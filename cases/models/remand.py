"""Custody ordered by the court before indictment, step by step."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from cases.models.case import year_check
from cases.models.suspect import Suspect

STEP = 12  # days of one remand at most, the first counted


class Remand(MatterRecord):
    """One order: 12 days at most, and 48 or 84 days in all, as the gravest charge of the suspect allows.

    Criminal Procedure Code s.87; days are counted with the first. The ceiling and overlaps are refused by the trigger
    guard_remand, whoever writes.
    """

    REFUSALS = {
        "remand_within_ceiling": _("All remands together would be longer than the gravest charge allows."),
        "remand_no_overlap": _("The suspect is remanded for some of these days already."),
    }
    suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="remands", verbose_name=_("suspect"))
    number = models.PositiveSmallIntegerField(
        _("period"), validators=[MinValueValidator(1), MaxValueValidator(7)], help_text=_("1 for the first.")
    )
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    court = models.CharField(_("court"), max_length=200)
    order_number = models.CharField(_("number of the order"), max_length=80)

    class Meta:
        verbose_name = _("remand")
        verbose_name_plural = _("remands")
        constraints = [
            year_check("remand_years_are_common_era", "from_on", "to_on"),
            models.UniqueConstraint(
                fields=["suspect", "number"],
                name="remand_number_once",
                violation_error_message=_("This period is recorded already."),
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=7), name="remand_periods_are_seven_at_most"
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__gte=models.F("from_on")),
                name="remand_ends_after_beginning",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__lt=models.ExpressionWrapper(models.F("from_on") + STEP, models.DateField())),
                name="remand_is_twelve_days_at_most",
                violation_error_message=_("One remand lasts 12 days at most, the first day counted."),
            ),
        ]

    def clean(self):
        ended = ("dropped", "withdrawn", "dismissed", "acquitted")
        if self.suspect_id and not self.suspect.charges.exclude(status__in=ended).exists():
            raise ValidationError(_("Add the charge first: how long a remand may last depends on the gravest charge."))
