"""Dangers to a person: what threatens her now, and who must not reach her. The words that name anybody are sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.vault.fields import EncryptedField, KeyField
from cases.models.case import year_check


class SafetyNote(MatterRecord):
    """One danger to a person, which stands until somebody says when and why it ended.

    `advice` is read by everybody who reads her record, at a glance, so it names nobody; `who` and `account` are opened
    with a reason.
    """

    KINDS = [
        ("danger", _("Immediate danger")),
        ("threat", _("Threat")),
        ("no_contact", _("No contact allowed")),
    ]
    RELATIONS = [
        ("trafficker", _("Suspect or helper of the suspect")),
        ("employer", _("Employer or broker")),
        ("official", _("Official")),
        ("partner", _("Partner")),
        ("relative", _("Relative")),
        ("journalist", _("Journalist")),
        ("unknown", _("Not known")),
        ("other", _("Other")),
    ]
    STATES = [("standing", _("Stands")), ("ended", _("Ended"))]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="safety_notes", verbose_name=_("person"))
    noted_on = models.DateField(_("noted on"))
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    relation = models.CharField(_("whom it comes from"), max_length=10, choices=RELATIONS)
    advice = models.CharField(
        _("what to do"),
        max_length=300,
        help_text=_("Shown on the person's page at a glance. Name nobody and no place here."),
    )
    key = KeyField()
    who = EncryptedField(_("who that is"), blank=True)
    account = EncryptedField(_("what happened or is feared"), blank=True)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=STATES, default="standing", editable=False)

    class Meta:
        verbose_name = _("safety note")
        verbose_name_plural = _("safety notes")
        constraints = [
            year_check("safety_years_are_common_era", "noted_on", "review_on", "ended_on"),
            models.CheckConstraint(
                condition=models.Q(status="standing")
                | (models.Q(ended_on__isnull=False, ended_on__gte=models.F("noted_on")) & ~models.Q(end_reason="")),
                name="safety_ends_on_a_day_for_a_reason",
                violation_error_message=_("Say when it ended, not before it was noted, and why."),
            ),
        ]
