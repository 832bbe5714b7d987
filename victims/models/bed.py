"""The beds of a shelter, one row each, known by a code that names nobody."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import Record
from cases.models.case import year_check
from victims.models.shelter import Shelter


class Bed(Record):
    """One bed that can be booked, night by night, while it is there; stays hold the bookings."""

    shelter = models.ForeignKey(Shelter, models.PROTECT, related_name="each_bed", verbose_name=_("shelter"))
    code = models.CharField(
        _("bed code"),
        max_length=40,
        unique=True,
        help_text=_("The shelter's code, then room and bed, for example NBI-01-204-2. Never the name of a person."),
    )
    open_from = models.DateField(_("there from"))
    open_until = models.DateField(_("there until"), null=True, blank=True)
    stretch = models.BigIntegerField(null=True, unique=True, editable=False)  # of whole numbers: sql/20_beds.sql

    REFUSALS = {
        "bed_is_free_when_it_goes": _(
            "Somebody has this bed after that day: give that person another bed first, or a later day."
        ),
    }

    class Meta:
        verbose_name = _("bed")
        verbose_name_plural = _("shelter beds")
        constraints = [
            year_check("bed_years_are_common_era", "open_from", "open_until"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z0-9]+(-[A-Z0-9]+)+$"),
                name="bed_code_names_nobody",
                violation_error_message=_(
                    "A bed code has capital letters, digits and hyphens, for example NBI-01-204-2."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(open_until__isnull=True) | models.Q(open_until__gte=models.F("open_from")),
                name="bed_opens_before_it_closes",
                violation_error_message=_("A bed cannot go before it came."),
            ),
        ]

    def say_open_until(self):
        return self.open_until or _("Open-ended")

    def __str__(self) -> str:
        return self.code

    @property
    def agency_id(self) -> int:
        """Who keeps it: the agency that runs the home."""
        return self.shelter.agency_id

    def clean(self):
        """A bed's code begins with that of its home (also a database trigger)."""
        if self.shelter_id and not self.code.startswith(f"{self.shelter.code}-"):
            raise ValidationError(
                {"code": _("Begin with the code of the shelter: %(code)s-") % {"code": self.shelter.code}}
            )
