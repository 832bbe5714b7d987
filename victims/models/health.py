"""Medical and psychological notes: written and read by care staff, each opened with a reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from actip.vault.fields import EncryptedField, KeyField
from cases.models.case import year_check


class HealthNote(MatterRecord):
    """One note, sealed. A certificate is what is attached to an application for state compensation: of all notes those alone
    are there for the officers who examine it (policy in victims/scopes.py).
    """

    KINDS = [
        ("examination", _("Medical examination")),
        ("treatment", pgettext_lazy("health note", "Treatment")),
        ("psychology", _("Psychological session")),
        ("psychiatry", _("Psychiatric treatment")),
        ("test", _("Laboratory test")),
        ("certificate", _("Medical certificate")),
    ]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="health_notes", verbose_name=_("person"))
    noted_on = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=11, choices=KINDS)
    is_attached = models.BooleanField(
        _("certificate attached to the application for state compensation"),
        default=False,
        help_text=_("The officers who examine the application may then read it; they read no other note."),
    )
    attached_on = models.DateField(_("attached on"), null=True, blank=True)
    key = KeyField()
    text = EncryptedField(_("what was noted"))

    class Meta:
        verbose_name = _("health note")
        verbose_name_plural = _("health notes")
        constraints = [
            year_check("health_years_are_common_era", "noted_on", "attached_on"),
            models.CheckConstraint(
                condition=models.Q(is_attached=False) | models.Q(kind="certificate", attached_on__isnull=False),
                name="health_only_a_certificate_is_attached",
                violation_error_message=_("Only a medical certificate is attached, on a stated day."),
            ),
        ]
