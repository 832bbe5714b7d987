"""Evidence of a case, and the files that belong to an item, kept encrypted outside the database."""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.thai.provinces import province_choices
from actip.vault.fields import EncryptedField, KeyField
from cases.evidence import codes
from cases.models.case import year_check


def random_name() -> str:
    """What a file is called on disk: 128 random bits, saying nothing."""
    return uuid.uuid4().hex


SHA256 = RegexValidator(codes.HASH_PATTERN["sha256"], _("A SHA-256 hash has 64 characters, 0-9 and a-f."))


class Evidence(MatterRecord):
    """One item: a thing, a document, a file, or what was taken from a device. Described without names.

    seized_by: the officer who answers for it first, in her own name. custodian and transfers follow the hand-overs and
    are written by the database alone.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="evidence", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=14, choices=codes.KINDS)
    description = models.CharField(
        _("description"), max_length=500, help_text=_("What it is and looks like. Leave names of people out.")
    )
    seized_on = models.DateField(_("seized on"))
    seized_province = models.CharField(_("seized in"), max_length=5, choices=province_choices)
    seized_place = models.CharField(_("place of seizure"), max_length=200, blank=True)
    seizing_unit = models.CharField(_("unit that seized it"), max_length=120, blank=True)
    seized_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("seized by"),
    )
    seizure_reference = models.CharField(_("seizure reference"), max_length=80)
    seal_number = models.CharField(_("seal number"), max_length=60, blank=True)
    custodian = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("custodian"),
    )
    transfers = models.PositiveIntegerField(_("hand-overs"), default=0, editable=False)
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        help_text=_("The device or account that it was taken from, without names."),
    )
    tool = models.CharField(_("acquisition tool and version"), max_length=120, blank=True)
    examiner = models.CharField(_("examiner"), max_length=120, blank=True, help_text=_("Position and unit."))
    image_hash = models.CharField(
        _("hash of the image (SHA-256)"), max_length=64, blank=True, validators=[SHA256],
        help_text=_("64 characters, as the acquisition tool printed it."),
    )  # fmt: skip
    acquired_on = models.DateField(_("acquired on"), null=True, blank=True)
    submitted_on = models.DateField(_("submitted to court on"), null=True, blank=True)
    court_receipt = models.CharField(_("receipt of the court"), max_length=80, blank=True)
    ended_on = models.DateField(_("left custody on"), null=True, blank=True)
    end_reference = models.CharField(_("order or receipt"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=codes.EVIDENCE_STATES, default="held", editable=False)

    class Meta:
        verbose_name = _("evidence item")
        verbose_name_plural = _("evidence")
        constraints = [
            year_check("evidence_years_are_common_era", "seized_on", "acquired_on", "submitted_on", "ended_on"),
            models.CheckConstraint(
                condition=~models.Q(kind=codes.ABUSE),
                name="evidence_is_not_abuse_material",
                violation_error_message=_(
                    "Child-abuse material is never kept here, neither as a file nor described. TICAC enters its hash, count and"
                    " seizure reference under child-abuse material of the case."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(image_hash="") | models.Q(image_hash__regex=codes.HASH_PATTERN["sha256"]),
                name="evidence_image_hash_is_sha256",
                violation_error_message=_("A SHA-256 hash has 64 characters, 0-9 and a-f."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="electronic")
                | ~(models.Q(source="") | models.Q(tool="") | models.Q(image_hash="") | models.Q(acquired_on__isnull=True)),
                name="evidence_electronic_is_complete",
                violation_error_message=_(
                    "Electronic evidence needs its source, the acquisition tool, the day of acquisition and the hash of the image."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(acquired_on__isnull=True) | models.Q(acquired_on__gte=models.F("seized_on")),
                name="evidence_acquired_after_seizure",
                violation_error_message=_("It cannot be acquired before it was seized."),
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_on__isnull=True) | models.Q(submitted_on__gte=models.F("seized_on")),
                name="evidence_submitted_after_seizure",
                violation_error_message=_("It cannot be submitted before it was seized."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("seized_on")),
                name="evidence_ended_after_seizure",
                violation_error_message=_("It cannot leave custody before it was seized."),
            ),
        ]  # fmt: skip

    def clean_fields(self, exclude=None):
        self.image_hash = (self.image_hash or "").strip().lower()
        super().clean_fields(exclude)

    @property
    def chain(self):
        """Hand-overs that both sides signed, in order."""
        return self.custody.filter(status="taken").select_related("taken_by").order_by("number")

    @property
    def open_alarms(self):
        """Alarms that nobody has answered."""
        return self.alarms.filter(status="raised").order_by("created_at")

    @property
    def flags(self) -> list:
        """What stands out on its page."""
        return [alarm.get_kind_display() for alarm in self.open_alarms[:3]]


class EvidenceFile(MatterRecord):
    """One file of an item, as it arrived: its size and SHA-256 were taken on arrival, its bytes lie encrypted outside.

    name: as the sender called it, encrypted. stored_as: its random name in EVIDENCE_DIR. Nothing but the label changes.
    """

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="files", verbose_name=_("evidence item"))
    label = models.CharField(
        _("what it shows"), max_length=200, help_text=_("In a few words, without names of people.")
    )
    key = KeyField(seals_more=True)  # the file itself
    name = EncryptedField(_("name of the file"), max_length=255)
    media = models.CharField(_("type of file"), max_length=5, choices=codes.MEDIA, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False, validators=[SHA256])
    stored_as = models.CharField(max_length=32, unique=True, editable=False, default=random_name)
    status = models.CharField(_("status"), max_length=12, choices=codes.FILE_STATES, default="sound", editable=False)

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "sha256"],
                name="evidence_file_once",
                violation_error_message=_("This very file is attached to the item already."),
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=codes.HASH_PATTERN["sha256"]) & models.Q(size__gt=0),
                name="evidence_file_is_hashed",
                violation_error_message=_("A file has a size and a SHA-256 hash."),
            ),
            models.CheckConstraint(
                condition=models.Q(stored_as__regex=r"^[0-9a-f]{32}$"),
                name="evidence_file_name_is_random",
                violation_error_message=_("A file is stored under a random name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.get_media_display()}"

    @property
    def flags(self) -> list:
        """What stands out on its page."""
        return [] if self.status == "sound" else [self.get_status_display()]
