"""The formal decision whether a person is a victim (คัดแยก), in short form."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.thai.provinces import province_choices
from cases.models.case import year_check

DECIDED = ("decided_victim_tip", "decided_victim_forced_labour", "decided_not_victim", "undetermined")
VICTIM = DECIDED[:2]


class IdentificationDecision(MatterRecord):
    """Opened, perhaps with temporary protection (s.29), and decided by a team; a decision is superseded, never edited."""

    STATES = [
        ("pending", _("Pending")),
        ("under_protection", _("Under temporary protection")),
        ("decided_victim_tip", _("Victim of trafficking (s.6)")),
        ("decided_victim_forced_labour", _("Victim of forced labour (s.6/1)")),
        ("decided_not_victim", _("Not a victim")),
        ("undetermined", _("Not determined")),
    ]
    person = models.ForeignKey(
        "victims.Person", models.PROTECT, related_name="identifications", verbose_name=_("person")
    )
    opened_on = models.DateField(_("opened on"))
    province = models.CharField(_("province"), max_length=5, choices=province_choices)
    police_present = models.BooleanField(_("police present"), default=False)
    msdhs_present = models.BooleanField(_("social ministry present"), default=False)
    other_present = models.CharField(
        _("third member"),
        max_length=12,
        blank=True,
        choices=[("labour", _("Labour")), ("health", _("Health")), ("prosecutor", _("Prosecutor")), ("ngo", _("NGO"))],
    )
    protection_started_at = models.DateTimeField(_("temporary protection began at"), null=True, blank=True)
    court_leave_at = models.DateTimeField(_("court gave leave at"), null=True, blank=True)
    act_found = models.BooleanField(_("act found"), null=True, blank=True)
    means_found = models.BooleanField(_("means found"), null=True, blank=True, help_text=_("Not needed for a child."))
    purpose_found = models.BooleanField(_("purpose found"), null=True, blank=True)
    reasons = models.TextField(_("reasons"), max_length=5000, blank=True)
    own_words = models.TextField(_("the person's own words and wish"), max_length=5000, blank=True)
    dissent = models.TextField(_("dissent"), max_length=2000, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    decided_at = models.DateTimeField(_("recorded at"), null=True, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=28, choices=STATES, default="pending", editable=False)

    class Meta:
        verbose_name = _("identification decision")
        verbose_name_plural = _("identification decisions")
        constraints = [
            year_check("identification_years_are_common_era", "opened_on", "decided_on"),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True) | models.Q(decided_on__gte=models.F("opened_on")),
                name="identification_decided_after_opening",
                violation_error_message=_("The decision cannot be older than the identification."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=DECIDED)
                | models.Q(decided_on__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="identification_decided_by_somebody",
                violation_error_message=_("A decision has a date and somebody who recorded it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=VICTIM) | models.Q(act_found=True, purpose_found=True),
                name="identification_victim_has_findings",
                violation_error_message=_("For a victim, act and purpose must have been found."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(status__in=["pending", "under_protection"]),
                name="identification_one_open",
                violation_error_message=_("An identification of this person is open already."),
            ),
        ]

    def clean(self):
        """A decided row is final: a new one supersedes it (also a database trigger)."""
        if self.status in VICTIM and not self.means_found and not self.person.is_child:
            raise ValidationError({"means_found": _("For an adult, means must have been found.")})
