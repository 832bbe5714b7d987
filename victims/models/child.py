"""The file of a child: best interest, guardian, school, risk; for those who care for or decide about children alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.vault.fields import EncryptedField, KeyField
from cases import codes
from cases.models.case import year_check


class ChildFile(MatterRecord):
    """One file per person, and only of somebody under 18 at first contact, as far as that is known when the file is made.

    Her age band is taken over by the database. Other roles see no more of it than her number and that band. There is no picture, and no field for one.
    """

    GUARDIANS = [
        ("parent", _("Parent")),
        ("relative", _("Relative")),
        ("state", _("The state (competent official)")),
        ("organisation", _("Organisation")),
        ("none", _("None known")),
    ]
    RISKS = [("low", _("Low")), ("medium", _("Medium")), ("high", _("High"))]
    person = models.OneToOneField("victims.Person", models.PROTECT, related_name="child_file", verbose_name=_("person"))
    age_band = models.CharField(
        _("age at first contact"), max_length=8, choices=codes.AGE_BANDS, default="unknown", editable=False
    )
    best_interest_on = models.DateField(_("best interest assessed on"))
    guardian_kind = models.CharField(_("guardian"), max_length=12, choices=GUARDIANS)
    in_school = models.BooleanField(_("goes to school"), null=True, blank=True)
    risk = models.CharField(_("risk"), max_length=6, choices=RISKS)
    risk_on = models.DateField(_("risk assessed on"))
    key = KeyField()
    best_interest = EncryptedField(_("best interest of the child"))
    guardian = EncryptedField(_("name and telephone of the guardian"), blank=True)
    school = EncryptedField(_("school and class"), blank=True)
    risk_note = EncryptedField(_("risk assessment"), blank=True)

    class Meta:
        verbose_name = _("child file")
        verbose_name_plural = _("child files")
        constraints = [
            year_check("child_years_are_common_era", "best_interest_on", "risk_on"),
            models.CheckConstraint(
                condition=models.Q(age_band__in=codes.CHILD),
                name="child_under_18_at_first_contact",
                violation_error_message=_("Only somebody under 18 at first contact has a child file."),
            ),
        ]

    def clean(self):
        """Take over the age band, as sql/30_child.sql does whoever writes."""
        if self.person_id and self._state.adding:
            self.age_band = self.person.known_age_band
