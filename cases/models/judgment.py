"""A judgment on one charge against one defendant, with the sentence."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from cases import court_codes as codes
from cases.models.case import year_check

SENTENCES = ("years", "months", "days", "fine", "suspended_years", "probation_years")


def _no_sentence() -> models.Q:
    empty = models.Q(is_life=False, is_death=False, is_suspended=False, forfeiture="")
    return empty & models.Q(**{f"{name}__isnull": True for name in SENTENCES})


class Judgment(MatterRecord):
    """Entered after it was read, confirmed by a second look, and from then on never edited: a new one supersedes it.

    Of the confirmed judgments on a charge the highest instance is in force, and of equals the last; a new trial takes all
    earlier ones out of force. PostgreSQL decides that, and lets the charge follow: sql/court.sql.
    """

    REFUSALS = {
        "judgment_needs_a_charge": _(
            "This charge was not indicted: record first that it was, then confirm the judgment."
        )
    }
    STATES = [
        ("entered", _("Entered, not confirmed")),
        ("in_force", _("In force")),
        ("superseded", _("Superseded")),
    ]
    court_case = models.ForeignKey(
        "cases.CourtCase", models.PROTECT, related_name="judgments", verbose_name=_("court case")
    )
    suspect = models.ForeignKey("cases.Suspect", models.PROTECT, related_name="judgments", verbose_name=_("defendant"))
    charge = models.ForeignKey("cases.CaseCharge", models.PROTECT, related_name="judgments", verbose_name=_("charge"))
    instance = models.CharField(_("instance"), max_length=8, choices=codes.INSTANCES, default="first")
    read_on = models.DateField(_("read on"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=codes.OUTCOMES)
    years = models.PositiveSmallIntegerField(
        _("prison: years"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    months = models.PositiveSmallIntegerField(
        _("prison: months"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    days = models.PositiveSmallIntegerField(
        _("prison: days"), null=True, blank=True, validators=[MaxValueValidator(366)]
    )
    is_life = models.BooleanField(_("life imprisonment"), default=False)
    is_death = models.BooleanField(_("death"), default=False)
    fine = models.DecimalField(
        _("fine (THB)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    is_suspended = models.BooleanField(_("suspended"), default=False)
    suspended_years = models.PositiveSmallIntegerField(
        _("suspended for: years"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    probation_years = models.PositiveSmallIntegerField(
        _("probation: years"), null=True, blank=True, validators=[MaxValueValidator(5)]
    )
    forfeiture = models.CharField(
        _("forfeiture"), max_length=300, blank=True, help_text=_("What is forfeited, without names.")
    )
    reasons = models.TextField(_("reasons in short"), max_length=2000, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=STATES, default="entered", editable=False)

    class Meta:
        verbose_name = _("judgment")
        verbose_name_plural = _("judgments")
        constraints = [
            year_check("judgment_years_are_common_era", "read_on"),
            models.CheckConstraint(
                condition=models.Q(outcome="convicted") | _no_sentence(),
                name="judgment_sentence_needs_conviction",
                violation_error_message=_("Only a conviction has a sentence."),
            ),
            models.CheckConstraint(
                condition=~(models.Q(is_life=True) & models.Q(is_death=True)),
                name="judgment_life_or_death",
                violation_error_message=_("Choose life imprisonment or death, not both."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_life=False, is_death=False)
                | models.Q(years__isnull=True, months__isnull=True, days__isnull=True, is_suspended=False),
                name="judgment_life_has_no_term",
                violation_error_message=_("Life imprisonment and death have no term and are not suspended."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_suspended=False, suspended_years__isnull=True)
                | models.Q(is_suspended=True, suspended_years__isnull=False),
                name="judgment_suspended_for_years",
                violation_error_message=_("A suspended sentence says for how many years."),
            ),
            models.CheckConstraint(
                condition=models.Q(fine__isnull=True) | models.Q(fine__gt=0),
                name="judgment_fine_positive",
                violation_error_message=_("Give an amount above zero."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="judgment_status")]

    def clean(self):
        if self.read_on and self.read_on > timezone.localdate():
            raise ValidationError({"read_on": _("A judgment is entered after it was read.")})
        if not (self.suspect_id and self.charge_id and self.court_case_id):
            return
        if self.charge.suspect_id != self.suspect_id:
            raise ValidationError({"charge": _("Choose a charge against this defendant.")})
        if self.charge.case_id != self.court_case.case_id:
            raise ValidationError({"charge": _("Choose a charge of the same case.")})
        if self.court_case.kind != "charge":
            raise ValidationError({"court_case": _("Early testimony ends without a judgment.")})
        if self.read_on and self.read_on < max(self.court_case.filed_on, self.charge.offence_on):
            raise ValidationError({"read_on": _("A judgment cannot be older than the filing or the offence.")})
