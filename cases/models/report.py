"""A report or tip: what somebody told an intake channel, before anything is proved."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actip.records.base import RootRecord
from actip.thai.provinces import province_choices
from cases import codes


class Report(RootRecord):
    """Saved by an intake role within a minute: seven required fields. Who reported is not kept here."""

    MATTER_KIND = "report"
    STATES = [
        ("received", _("Received")),
        ("triaged", _("Triaged")),
        ("referred", _("Referred")),
        ("merged", _("Merged")),
        ("linked", _("Linked to a case")),
        ("closed_no_action", _("Closed without action")),
    ]
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    channel = models.CharField(_("channel"), max_length=20, choices=codes.CHANNELS)
    province = models.CharField(_("province"), max_length=5, choices=province_choices)
    exploitation = models.CharField(_("alleged exploitation"), max_length=16, choices=codes.EXPLOITATION)
    danger = models.CharField(_("danger"), max_length=10, choices=codes.DANGERS)
    people_count = models.PositiveIntegerField(
        _("people affected"), validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    summary = models.TextField(
        _("what was reported"),
        max_length=5000,
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
    close_reason = models.CharField(_("reason for closing"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=STATES, default="received", editable=False)

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
        ]

    @property
    def flags(self) -> list:
        """What stands out on its page."""
        return [_("Immediate danger")] if self.danger == "immediate" else []
