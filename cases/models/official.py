"""Complicity of an official: a compartment of its own, closed to the units concerned."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from actip.vault.fields import EncryptedField, KeyField
from cases.models.case import Case, year_check
from cases.models.suspect import Suspect


class OfficialComplicity(MatterRecord):
    """That a suspect is an official, of which agency, and what discipline does about it.

    Whoever works in the agency concerned, or in one of the conflict list (ComplicityConflict), does not see the row,
    and none of these agencies can be assigned to the case: see cases/sql/30_official.sql.
    """

    STATES = [
        ("noted", _("Noted")),
        ("inquiry", _("Disciplinary inquiry")),
        ("referred", _("Referred to the anti-corruption body")),
        ("disciplined", _("Disciplined")),
        ("cleared", _("Cleared")),
    ]
    MEASURES = [
        ("warning", _("Warning")),
        ("pay_cut", _("Cut of pay")),
        ("transfer", _("Transfer")),
        ("suspension", _("Suspension from duty")),
        ("discharge", _("Discharge")),
        ("dismissal", _("Dismissal")),
        ("other", _("Other")),
    ]
    case = models.ForeignKey(Case, models.PROTECT, related_name="complicity", verbose_name=_("case"))
    suspect = models.ForeignKey(
        Suspect, models.PROTECT, null=True, blank=True, related_name="complicity", verbose_name=_("suspect")
    )
    agency = models.ForeignKey(
        "accounts.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agency of the official"),
        help_text=_("Empty if it does not use this system. It sees nothing of this record."),
    )
    other_agency = models.CharField(_("another agency, by name"), max_length=200, blank=True)
    noted_on = models.DateField(_("noted on"))
    key = KeyField()
    position = EncryptedField(_("position and duties"), blank=True)
    allegation = EncryptedField(_("what the official is said to have done"))
    inquiry_on = models.DateField(_("disciplinary inquiry opened on"), null=True, blank=True)
    referred_on = models.DateField(_("referred on"), null=True, blank=True)
    decided_on = models.DateField(pgettext_lazy("official", "decided on"), null=True, blank=True)
    measure = models.CharField(_("measure"), max_length=10, choices=MEASURES, blank=True)
    decision_number = models.CharField(_("number of the decision"), max_length=80, blank=True)
    status = models.CharField(_("status"), max_length=11, choices=STATES, default="noted", editable=False)

    class Meta:
        verbose_name = _("complicity of an official")
        verbose_name_plural = _("complicity of officials")
        constraints = [
            year_check("complicity_years_are_common_era", "noted_on", "inquiry_on", "referred_on", "decided_on"),
            models.CheckConstraint(
                condition=models.Q(agency__isnull=False) | ~models.Q(other_agency=""),
                name="complicity_names_an_agency",
                violation_error_message=_("Name the agency of the official."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True) | models.Q(decided_on__gte=models.F("noted_on")),
                name="complicity_decided_after_noting",
                violation_error_message=_("The decision cannot be older than the note."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="disciplined") | ~models.Q(measure=""),
                name="complicity_discipline_has_a_measure",
                violation_error_message=_("Choose the measure."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="officialcomplicity_status")]

    def clean(self):
        if self.case_id and self.suspect and self.suspect.case_id != self.case_id:
            raise ValidationError({"suspect": _("Choose a suspect of this case.")})


class ComplicityConflict(MatterRecord):
    """A further unit concerned: its people do not see the record, and the case cannot be given to it."""

    complicity = models.ForeignKey(
        OfficialComplicity, models.PROTECT, related_name="conflicts", verbose_name=_("complicity of an official")
    )
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("unit concerned"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("unit concerned")
        verbose_name_plural = _("units concerned")
        constraints = [
            models.UniqueConstraint(
                fields=["complicity", "agency"],
                name="conflict_once",
                violation_error_message=_("This unit is in the list already."),
            )
        ]
