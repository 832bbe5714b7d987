"""A case (inquiry file) and its charges in short form."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord, RootRecord
from actip.thai.provinces import province_choices
from cases import codes


def year_check(name: str, *fields: str) -> models.CheckConstraint:
    """A date must lie in 1857-2100, so that an unconverted Buddhist-era year can never be stored."""
    condition = models.Q()
    for field in fields:
        inside = models.Q(**{f"{field}__gte": "1857-01-01", f"{field}__lte": "2100-12-31"})
        condition &= models.Q(**{f"{field}__isnull": True}) | inside
    return models.CheckConstraint(
        condition=condition, name=name, violation_error_message=_("Write the year as 2569 or 2026.")
    )


class Case(RootRecord):
    """An inquiry file from opening to closing."""

    MATTER_KIND = "case"
    STATES = [
        ("opened", _("Opened")),
        ("inquiry", _("Under inquiry")),
        ("opinion_sent", _("Opinion sent")),
        ("with_prosecutor", _("With the prosecutor")),
        ("further_inquiry", _("Further inquiry")),
        ("indicted", _("Indicted")),
        ("non_prosecution", _("Not prosecuted")),
        ("suspended", _("Suspended")),
        ("closed", _("Closed")),
    ]
    report = models.ForeignKey(
        "cases.Report",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("report it came from"),
    )
    opened_on = models.DateField(_("opened on"))
    investigator = models.CharField(_("kind of investigator"), max_length=8, choices=codes.INVESTIGATORS)
    exploitation = models.CharField(_("form of exploitation"), max_length=16, choices=codes.EXPLOITATION)
    province = models.CharField(_("province"), max_length=5, choices=province_choices)
    is_online = models.BooleanField(_("recruited or exploited online"), default=False)
    is_special_case = models.BooleanField(_("special case"), default=False)
    facts = models.TextField(_("facts in short"), max_length=5000, blank=True)
    opinion_on = models.DateField(_("opinion sent on"), null=True, blank=True)
    received_by_prosecutor_on = models.DateField(_("received by the prosecutor on"), null=True, blank=True)
    decided_on = models.DateField(_("prosecutor decided on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    close_reason = models.CharField(_("reason for closing"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=STATES, default="opened", editable=False)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            year_check(
                "case_years_are_common_era",
                "opened_on",
                "opinion_on",
                "received_by_prosecutor_on",
                "decided_on",
                "closed_on",
            ),
            models.CheckConstraint(
                condition=models.Q(opinion_on__isnull=True) | models.Q(opinion_on__gte=models.F("opened_on")),
                name="case_opinion_after_opening",
                violation_error_message=_("The opinion cannot be older than the case."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("opened_on")),
                name="case_closed_after_opening",
                violation_error_message=_("A case cannot be closed before it was opened."),
            ),
        ]

    @property
    def flags(self) -> list:
        """What stands out on its page."""
        return [_("Special case")] if self.is_special_case else []


class CaseCharge(MatterRecord):
    """One suspect charged under one provision (short form: the dated offence catalogue comes with prosecution)."""

    STATES = [
        ("proposed", _("Proposed")),
        ("approved", _("Approved")),
        ("laid", _("Laid")),
        ("dropped", _("Dropped")),
    ]
    case = models.ForeignKey(Case, models.PROTECT, related_name="charges", verbose_name=_("case"))
    suspect = models.ForeignKey("cases.Suspect", models.PROTECT, related_name="charges", verbose_name=_("suspect"))
    provision = models.CharField(_("provision"), max_length=20, choices=codes.PROVISIONS)
    offence_on = models.DateField(_("date of the offence"))
    laid_on = models.DateField(_("laid on"), null=True, blank=True)
    drop_reason = models.CharField(_("reason for dropping"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=STATES, default="proposed", editable=False)

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        constraints = [
            models.UniqueConstraint(
                fields=["suspect", "provision", "offence_on"],
                name="charge_once",
                violation_error_message=_("This suspect has this charge already."),
            ),
            year_check("charge_years_are_common_era", "offence_on", "laid_on"),
            models.CheckConstraint(
                condition=models.Q(laid_on__isnull=True) | models.Q(laid_on__gte=models.F("offence_on")),
                name="charge_laid_after_offence",
                violation_error_message=_("A charge cannot be laid before the offence."),
            ),
        ]

    def clean(self):
        if self.suspect_id and self.case_id and self.suspect.case_id != self.case_id:
            raise ValidationError({"suspect": _("Choose a suspect of this case.")})
