"""A charge: one suspect, one provision, the law of the day of the offence, and what became of it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.thai.dates import format_date
from cases import codes
from cases.models.case import Case, year_check
from cases.models.offence import Offence, in_force

PERMISSION = ("permission_number", "permission_on", "permission_document")
# What the catalogue says on the day of the offence is copied into the charge and stays (trigger charge_law).
FROZEN = ("provision_th", "provision_en", "penalty_th", "penalty_en", "max_months", "is_life", "is_listed_s41")


class CaseCharge(MatterRecord):
    """One suspect charged under one provision; text and penalty are those in force on the date of the offence.

    Section 41 (Anti-Trafficking in Persons Act): a listed act of somebody who is, or may be, a victim is charged only
    with the written permission of the Minister of Justice: number, date and document (trigger section_41).
    """

    STATES = [
        ("proposed", _("Proposed")),
        ("approved", _("Approved")),
        ("laid", _("Laid")),
        ("indicted", _("Indicted")),
        ("dropped", _("Dropped")),
        ("convicted", _("Convicted")),
        ("acquitted", _("Acquitted")),
        ("dismissed", _("Dismissed")),
        ("withdrawn", _("Withdrawn")),
    ]
    REFUSALS = {
        "charge_law_in_force": _("The offence catalogue has no row of this provision for the date of the offence."),
        "charge_suspect_of_case": _("Choose a suspect of this case."),
        "charge_permission_s41": codes.SECTION_41,
    }
    case = models.ForeignKey(Case, models.PROTECT, related_name="charges", verbose_name=_("case"))
    suspect = models.ForeignKey("cases.Suspect", models.PROTECT, related_name="charges", verbose_name=_("suspect"))
    provision = models.CharField(_("provision"), max_length=20, choices=codes.PROVISIONS)
    offence_on = models.DateField(_("date of the offence"))
    role = models.CharField(_("role"), max_length=12, choices=codes.CHARGE_ROLES, default="principal")
    counts = models.PositiveIntegerField(
        _("counts"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10_000)]
    )
    victims_count = models.PositiveIntegerField(
        _("victims concerned"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    permission_number = models.CharField(
        _("permission of the Minister of Justice, number"),
        max_length=80,
        blank=True,
        help_text=_("Only for a listed act of a person who is or may be a victim (section 41)."),
    )
    permission_on = models.DateField(_("permission, date"), null=True, blank=True)
    permission_document = models.CharField(
        _("permission, document"),
        max_length=200,
        blank=True,
        help_text=_("Where the paper is kept: file and page, or the number of the document."),
    )
    laid_on = models.DateField(_("laid on"), null=True, blank=True)
    indicted_on = models.DateField(_("indicted on"), null=True, blank=True)
    decided_on = models.DateField(pgettext_lazy("charge", "decided on"), null=True, blank=True)
    drop_reason = models.CharField(_("reason for dropping"), max_length=500, blank=True)
    offence = models.ForeignKey(
        Offence,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("row of the offence catalogue"),
    )
    provision_th = models.CharField(_("provision in Thai"), max_length=300, blank=True, default="", editable=False)
    provision_en = models.CharField(_("provision in English"), max_length=300, blank=True, default="", editable=False)
    penalty_th = models.CharField(_("penalty in Thai"), max_length=500, blank=True, default="", editable=False)
    penalty_en = models.CharField(_("penalty in English"), max_length=500, blank=True, default="", editable=False)
    max_months = models.PositiveIntegerField(_("longest term, months"), null=True, blank=True, editable=False)
    is_life = models.BooleanField(_("life imprisonment or death"), default=False, editable=False)
    is_listed_s41 = models.BooleanField(_("listed act of section 41"), default=False, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=STATES, default="proposed", editable=False)

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        indexes = [
            models.Index(
                fields=["status"], condition=models.Q(status__in=["proposed", "approved"]), name="charge_waiting"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["suspect", "provision", "offence_on"],
                name="charge_once",
                violation_error_message=_("This suspect has this charge already."),
            ),
            year_check(
                "charge_years_are_common_era", "offence_on", "laid_on", "indicted_on", "decided_on", "permission_on"
            ),
            models.CheckConstraint(
                condition=models.Q(laid_on__isnull=True) | models.Q(laid_on__gte=models.F("offence_on")),
                name="charge_laid_after_offence",
                violation_error_message=_("A charge cannot be laid before the offence."),
            ),
            models.CheckConstraint(
                condition=models.Q(indicted_on__isnull=True)
                | models.Q(laid_on__isnull=True)
                | models.Q(indicted_on__gte=models.F("laid_on")),
                name="charge_indicted_after_laid",
                violation_error_message=_("A charge cannot be indicted before it was laid."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True)
                | models.Q(indicted_on__isnull=True)
                | models.Q(decided_on__gte=models.F("indicted_on")),
                name="charge_decided_after_indictment",
                violation_error_message=_("A charge cannot be decided before it was indicted."),
            ),
            models.CheckConstraint(
                condition=models.Q(permission_number="", permission_on__isnull=True, permission_document="")
                | (
                    ~models.Q(permission_number="")
                    & models.Q(permission_on__isnull=False)
                    & ~models.Q(permission_document="")
                ),
                name="charge_permission_is_whole",
                violation_error_message=_("A permission has a number, a date and a document: give all three."),
            ),
            models.CheckConstraint(
                condition=models.Q(counts__gte=1),
                name="charge_has_a_count",
                violation_error_message=_("A charge has at least one count."),
            ),
        ]

    def clean(self):
        if self.suspect_id and self.case_id and self.suspect.case_id != self.case_id:
            raise ValidationError({"suspect": _("Choose a suspect of this case.")})
        self.freeze()

    def freeze(self) -> None:
        """Take over the law of the day of the offence, unless it was taken already. Raises ValidationError where there is none."""
        if not self.provision or not self.offence_on:
            return
        law = self.offence if self.offence_id else None
        if law is None or law.code != self.provision or not _covers(law, self.offence_on):
            law = in_force(self.provision, self.offence_on)
            if law is None:
                raise ValidationError(
                    {
                        "offence_on": gettext("The offence catalogue has no row of %(provision)s for %(day)s.")
                        % {"provision": self.get_provision_display(), "day": format_date(self.offence_on)}
                    }
                )
            self.offence = law
            for name in FROZEN:
                setattr(self, name, getattr(law, name))
            self.is_life = law.is_life or law.is_death

    @property
    def penalty(self) -> str:
        """The penalty in the language of the page, as it was on the day of the offence."""
        return self.penalty_th if get_language() == "th" else self.penalty_en

    @property
    def text(self) -> str:
        """The provision in the language of the page."""
        return self.provision_th if get_language() == "th" else self.provision_en

    @property
    def flags(self) -> list:
        """What stands out on its page."""
        found = [_("Listed act of section 41")] if self.is_listed_s41 else []
        is_sure = self.offence is None or self.offence.is_confirmed
        return found if is_sure else [*found, _("Penalty to be confirmed")]


def _covers(law: Offence, day) -> bool:
    return law.valid_from <= day and (law.valid_to is None or day <= law.valid_to)
