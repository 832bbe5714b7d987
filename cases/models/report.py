"""A report or tip: what somebody told an intake channel, before anything is proved; and, apart from it, who told it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord, RootRecord
from actip.thai import names, phones
from actip.vault.fields import EncryptedField, KeyField, open_sealed
from cases import codes
from cases.models.told import Told


class Report(RootRecord, Told):
    """Saved by an intake role within a minute: eight required fields or fewer. Who reported stands in Reporter."""

    MATTER_KIND = "report"
    STATES = [
        ("received", _("Received")),
        ("triaged", _("Triaged")),
        ("referred", _("Referred")),
        ("merged", _("Merged")),
        ("linked", _("Linked to a case")),
        ("closed_no_action", _("Closed without action")),
    ]
    interpreter_needed = models.BooleanField(_("interpreter needed"), default=False)
    relation = models.CharField(_("who reports"), max_length=12, choices=codes.RELATIONS, default="unknown", blank=True)
    is_anonymous = models.BooleanField(_("wants to stay anonymous"), default=False)
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

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            *Told.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(status="closed_no_action") | ~models.Q(close_reason=""),
                name="report_closed_with_reason",
                violation_error_message=_("Say why it is closed without action."),
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
            models.Index(fields=["external_id"], condition=~models.Q(external_id=""), name="report_external_id"),
        ]

    def clean(self):
        if self.country == "":
            self.country = "TH"

    @property
    def is_read_only(self) -> bool:
        """A merged report stays as it was entered."""
        return self.status == "merged"

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
