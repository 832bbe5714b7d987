"""Where and when something of a case happened, as exactly as is known."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.thai.provinces import country_choices, province_choices
from cases import codes, when
from cases.models.case import Case, year_check


def degrees(label, limit: int, example) -> models.DecimalField:
    """One coordinate of a point, to the metre; both are given or neither."""
    checks = [MinValueValidator(-limit), MaxValueValidator(limit)]
    return models.DecimalField(
        label, max_digits=8, decimal_places=5, null=True, blank=True, help_text=example, validators=checks
    )


class CasePlace(MatterRecord):
    """A place of recruitment, transit or exploitation, from a day to a day; the precision says how exactly.

    A month is kept as its first to its last day, a year as January to December: `from_on` and `to_on` hold the range.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="places", verbose_name=_("case"))
    stage = models.CharField(_("what happened there"), max_length=10, choices=codes.PLACE_STAGES)
    kind = models.CharField(_("kind of place"), max_length=14, choices=codes.PLACE_KINDS, default="unknown")
    country = models.CharField(_("country"), max_length=2, choices=country_choices, default="TH")
    province = models.CharField(_("province"), max_length=5, choices=province_choices, blank=True)
    district = models.CharField(_("district"), max_length=200, blank=True)
    latitude = degrees(_("latitude"), 90, _("Degrees, north of the equator: 13.75633"))
    longitude = degrees(_("longitude"), 180, _("Degrees, east of Greenwich: 100.50177"))
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True, help_text=_("Empty: the same day, month or year."))
    precision = models.CharField(_("known"), max_length=5, choices=codes.PRECISIONS, default="day")

    class Meta:
        verbose_name = _("offence place")
        verbose_name_plural = _("offence places")
        constraints = [
            year_check("place_years_are_common_era", "from_on", "to_on"),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="place_ends_after_beginning",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(province="") | models.Q(country="TH"),
                name="place_province_in_thailand",
                violation_error_message=_("A province is chosen for a place in Thailand only."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="place_coordinates_in_pairs",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
        ]

    def clean(self):
        is_placed = self.province or self.district or self.latitude is not None
        if self.country == "TH" and not is_placed and self.stage != "online":
            raise ValidationError({"province": _("Say where: the province, the district or the coordinates.")})
        if self.from_on:
            self.from_on, self.to_on = when.spread(self.from_on, self.to_on, self.precision)

    def say_from_on(self) -> str:
        """The whole range in words."""
        return when.words(self.from_on, self.to_on, self.precision)

    def say_to_on(self) -> str:
        """Said with `from_on`."""
        return ""
