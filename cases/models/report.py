"""A report or tip: what somebody told an intake channel, before anything is proved; and, apart from it, who told it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord, RootRecord
from actip.thai import names, phones
from actip.thai.provinces import country_choices, province_choices
from actip.vault.fields import EncryptedField, KeyField, open_sealed
from cases import codes
from cases.models.place import degrees

# Thailand and what lies close to it, in degrees: south, north, west, east. Further off a report says so (country).
NEAR = (4.0, 22.0, 95.5, 107.5)


class Report(RootRecord):
    """Saved by an intake role within a minute: eight required fields or fewer. Who reported stands in Reporter."""

    MATTER_KIND = "report"
    STATES = [
        ("pooled", _("In the pool")),
        ("received", _("Received")),
        ("triaged", _("Triaged")),
        ("referred", _("Referred")),
        ("merged", _("Merged")),
        ("linked", _("Linked to a case")),
        ("closed_no_action", _("Closed without action")),
    ]
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
    interpreter_needed = models.BooleanField(_("interpreter needed"), default=False)
    relation = models.CharField(_("who reports"), max_length=12, choices=codes.RELATIONS, default="unknown", blank=True)
    is_anonymous = models.BooleanField(_("wants to stay anonymous"), default=False)
    external_id = models.CharField(_("number at the channel"), max_length=80, blank=True)
    duplicates = models.CharField(
        _("possible duplicates"),
        max_length=10,
        choices=codes.DUPLICATES,
        blank=True,
        help_text=_("Look at the reports that may be the same, then say what you found."),
    )
    triaged_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("triaged by")
    )
    triaged_at = models.DateTimeField(_("triaged at"), null=True, editable=False)
    referred_to = models.ForeignKey(
        "accounts.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("referred to"),
        limit_choices_to={
            "is_active": True,
            "kind__in": ["police", "dsi", "msdhs", "province", "labour", "immigration", "shelter_ngo"],
        },
    )
    acknowledged_at = models.DateTimeField(_("referral acknowledged at"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    linked_case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="linked_reports", verbose_name=_("case")
    )
    close_reason = models.CharField(_("reason for closing"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=STATES, default="received", editable=False)
    intake_agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("taken in by")
    )
    batch = models.ForeignKey(
        "cases.IntakeBatch", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("batch")
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(children_count__isnull=True)
                | models.Q(children_count__lte=models.F("people_count")),
                name="report_children_among_people",
                violation_error_message=_("There cannot be more children than people."),
            ),
            models.CheckConstraint(
                condition=models.Q(received_at__year__gte=1857, received_at__year__lte=2100),
                name="report_year_is_common_era",
                violation_error_message=_("Write the year as 2569 or 2026."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed_no_action") | ~models.Q(close_reason=""),
                name="report_closed_with_reason",
                violation_error_message=_("Say why it is closed without action."),
            ),
            models.CheckConstraint(
                condition=~models.Q(province="")
                | ~models.Q(district="")
                | models.Q(latitude__isnull=False)
                | ~models.Q(country="TH")
                | models.Q(is_online=True),
                name="report_has_a_place",
                violation_error_message=_(
                    "Say where: the province, the district or place, or the coordinates; or that it happened abroad or online."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(province="") | models.Q(country="TH"),
                name="report_province_in_thailand",
                violation_error_message=_("A place abroad has no province of Thailand."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="report_coordinates_in_pairs",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True)
                | ~models.Q(country="TH")
                | models.Q(latitude__range=NEAR[:2], longitude__range=NEAR[2:]),
                name="report_coordinates_near_thailand",
                violation_error_message=_(
                    "This point is far from Thailand. Check the coordinates, or choose the country it lies in."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="triaged") | (~models.Q(danger="unknown") & ~models.Q(duplicates="")),
                name="report_triaged_with_danger",
                violation_error_message=_("Say how dangerous it is, and that possible duplicates were looked at."),
            ),
            models.CheckConstraint(
                condition=models.Q(status="merged", merged_into__isnull=False)
                | (~models.Q(status="merged") & models.Q(merged_into__isnull=True)),
                name="report_merged_into_another",
                violation_error_message=_("Say which report it is merged into."),
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="report_not_into_itself",
                violation_error_message=_("A report cannot be merged into itself."),
            ),
            models.UniqueConstraint(
                fields=["intake_agency", "channel", "external_id"],
                condition=models.Q(batch__isnull=False),
                name="report_once_from_batches",
            ),
        ]
        indexes = [
            models.Index(
                fields=["intake_agency", "danger", "received_at", "id"],
                condition=models.Q(status="received"),
                name="report_queue",
            ),
            models.Index(
                fields=["intake_agency", "channel", "danger", "received_at", "id"],
                condition=models.Q(status="received"),
                name="report_queue_by_channel",
            ),
            models.Index(
                fields=["intake_agency", "received_at", "id"],
                condition=models.Q(status="pooled"),
                name="report_pool",
            ),
            models.Index(fields=["external_id"], condition=~models.Q(external_id=""), name="report_external_id"),
        ]

    def clean(self):
        if self.country == "":
            self.country = "TH"

    @property
    def flags(self) -> list:
        """What stands out on its page."""
        return [_("Immediate danger")] if self.danger == "immediate" else []


class Reporter(MatterRecord):
    """Who reported: encrypted, and there for those alone who may write the report. Special rule 6 of the access matrix."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="reporter", verbose_name=_("report"))
    key = KeyField()
    full_name = EncryptedField(
        _("name of the reporter"), blank=True, help_text=_("As given. Leave it empty for who stays anonymous.")
    )
    phone = EncryptedField(_("telephone"), blank=True)
    contact = EncryptedField(_("other contact"), blank=True, help_text=_("E-mail, Line, address: what was given."))
    may_be_contacted = models.BooleanField(_("may be contacted"), default=False)

    class Meta:
        verbose_name = _("reporter")
        verbose_name_plural = _("reporters")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(full_name__isnull=False)
                | models.Q(phone__isnull=False)
                | models.Q(contact__isnull=False),
                name="reporter_says_something",
                violation_error_message=_("Enter a name, a telephone or another contact."),
            ),
        ]

    def clean(self):
        if self.full_name and self.report_id and self.report.is_anonymous:
            raise ValidationError({"full_name": gettext("This reporter wants to stay anonymous: keep no name.")})

    def search_keys(self) -> dict[str, set[str]]:
        """Kind -> what the blind index keeps of this reporter."""
        name, phone = open_sealed(self, "full_name"), open_sealed(self, "phone")
        return {
            "name": names.keys(name) if name else set(),
            "phone": {phones.normalise(phone)} - {""} if phone else set(),
        }


class IntakeBatch(models.Model):
    """One chunk of tips that came together: its rows stand in the audit trail as the one event that names it.

    Written by the database's own function (cases/sql), read by the agency that sent it. digest: SHA-256 over the ids.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency"))
    at = models.DateTimeField(_("received at"))
    created = models.PositiveIntegerField(_("kept"))
    known = models.PositiveIntegerField(_("kept before"))
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        indexes = [models.Index("agency", models.F("at").desc(), name="intake_batch_list")]

    def __str__(self) -> str:
        return str(self.id)[:8]
