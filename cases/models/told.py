"""What somebody tells an intake channel, before anything is proved: shared by reports and by the tips that wait in the pool."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actip.thai.provinces import country_choices, province_choices
from cases import codes
from cases.models.place import degrees

# Thailand and what lies close to it, in degrees: south, north, west, east. Further off a report says so (country).
NEAR = (4.0, 22.0, 95.5, 107.5)


class Told(models.Model):
    """When, through which channel, where, what, of how many people. received_at: when the channel had it."""

    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    channel = models.CharField(_("channel"), max_length=20, choices=codes.CHANNELS)
    province = models.CharField(_("province"), max_length=5, choices=province_choices, blank=True)
    district = models.CharField(_("district or place"), max_length=200, blank=True)
    latitude = degrees(_("latitude"), 90, _("Degrees, north of the equator: 13.75633"))
    longitude = degrees(_("longitude"), 180, _("Degrees, east of Greenwich: 100.50177"))
    country = models.CharField(_("country"), max_length=2, choices=country_choices, default="TH", blank=True)
    is_online = models.BooleanField(_("recruited or exploited online"), default=False)
    exploitation = models.CharField(_("alleged exploitation"), max_length=16, choices=codes.EXPLOITATION)
    danger = models.CharField(_("danger"), max_length=10, choices=codes.DANGERS)
    people_count = models.PositiveIntegerField(
        _("people affected"), validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    summary = models.TextField(
        _("what was reported"),
        max_length=20_000,
        help_text=_("Places, times, what is done to whom. Leave names out: they are entered with the person."),
    )
    children_count = models.PositiveIntegerField(
        _("of them children"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    language = models.CharField(_("language"), max_length=8, choices=codes.LANGUAGES, default="unknown", blank=True)
    external_id = models.CharField(_("number at the channel"), max_length=80, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(children_count__isnull=True)
                | models.Q(children_count__lte=models.F("people_count")),
                name="%(class)s_children_among_people",
                violation_error_message=_("There cannot be more children than people."),
            ),
            models.CheckConstraint(
                condition=models.Q(received_at__year__gte=1857, received_at__year__lte=2100),
                name="%(class)s_year_is_common_era",
                violation_error_message=_("Write the year as 2569 or 2026."),
            ),
            models.CheckConstraint(
                condition=~models.Q(province="")
                | ~models.Q(district="")
                | models.Q(latitude__isnull=False)
                | ~models.Q(country="TH")
                | models.Q(is_online=True),
                name="%(class)s_has_a_place",
                violation_error_message=_(
                    "Say where: the province, the district or place, or the coordinates; or that it happened abroad or online."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(province="") | models.Q(country="TH"),
                name="%(class)s_province_in_thailand",
                violation_error_message=_("A place abroad has no province of Thailand."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="%(class)s_coordinates_in_pairs",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True)
                | ~models.Q(country="TH")
                | models.Q(latitude__range=NEAR[:2], longitude__range=NEAR[2:]),
                name="%(class)s_coordinates_near_thailand",
                violation_error_message=_(
                    "This point is far from Thailand. Check the coordinates, or choose the country it lies in."
                ),
            ),
        ]
