"""Work inside and outside a shelter: never a condition of help; wages, deductions, savings and shares of sales as facts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.vault.fields import EncryptedField, KeyField
from cases.models.case import year_check

CONSENT = [("signed", _("Signed")), ("thumbprint", _("Thumbprint")), ("spoken", _("Spoken before a witness"))]


def baht(name, **options):
    """An amount in Thai baht."""
    return models.DecimalField(name, max_digits=11, decimal_places=2, **options)


class Job(MatterRecord):
    """Work that was offered to a person, what she agreed to, and when it began and ended."""

    STATES = [
        ("offered", _("Offered")),
        ("consented", _("Consented")),
        ("refused", _("The person does not want it")),
        ("working", _("Working")),
        ("ended", _("Ended")),
    ]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="jobs", verbose_name=_("person"))
    offered_on = models.DateField(_("offered on"))
    place = models.CharField(
        _("place"),
        max_length=15,
        choices=[("in_shelter", _("In the shelter")), ("outside_shelter", _("Outside the shelter"))],
    )
    job = models.CharField(
        _("job"),
        max_length=12,
        choices=[
            ("handicraft", _("Handicraft")),
            ("sewing", _("Sewing")),
            ("food", _("Cooking and food")),
            ("agriculture", _("Agriculture")),
            ("factory", _("Factory")),
            ("shop", _("Shop or service")),
            ("beauty", _("Hair and beauty")),
            ("office", _("Office")),
            ("other", _("Other")),
        ],
    )
    key = KeyField()
    employer = EncryptedField(_("employer"), blank=True)
    wage = baht(_("wage in baht"), null=True, blank=True)
    wage_per = models.CharField(
        _("wage per"),
        max_length=6,
        blank=True,
        choices=[
            ("hour", _("Hour")),
            ("day", _("Day")),
            ("week", _("Week")),
            ("month", _("Month")),
            ("piece", _("Piece")),
        ],
    )
    told_not_a_condition = models.BooleanField(
        _("the person was told that help does not depend on it"),
        default=False,
        help_text=_("In a language that the person understands. Work is never a condition of protection or help."),
    )
    consented_on = models.DateField(_("consented on"), null=True, blank=True)
    consent_form = models.CharField(_("how consent was given"), max_length=10, choices=CONSENT, blank=True)
    started_on = models.DateField(_("began on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(
        _("reason of the end"),
        max_length=10,
        blank=True,
        choices=[
            ("own_wish", _("Own wish")),
            ("finished", _("Finished")),
            ("left_home", _("Left the shelter")),
            ("conditions", _("Bad conditions")),
            ("other", _("Other")),
        ],
    )
    status = models.CharField(_("status"), max_length=9, choices=STATES, default="offered", editable=False)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            year_check("job_years_are_common_era", "offered_on", "consented_on", "started_on", "ended_on"),
            models.CheckConstraint(
                condition=models.Q(status__in=["offered", "refused"])
                | (models.Q(told_not_a_condition=True, consented_on__isnull=False) & ~models.Q(consent_form="")),
                name="job_is_consented_never_a_condition",
                violation_error_message=_(
                    "Work needs consent, given after the person was told that help does not depend on it."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True) | models.Q(started_on__gte=models.F("consented_on")),
                name="job_begins_after_consent",
                violation_error_message=_("Work cannot begin before the person consented."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["working", "ended"])
                | (models.Q(wage__isnull=False, started_on__isnull=False) & ~models.Q(wage_per="")),
                name="job_has_its_wage",
                violation_error_message=_("Say what is paid, for what, and when the work began."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="job_ends_after_it_began",
                violation_error_message=_("Work cannot end before it began."),
            ),
            models.CheckConstraint(
                condition=models.Q(wage__isnull=True) | models.Q(wage__gte=0),
                name="job_wage_not_negative",
                violation_error_message=_("A wage is never below zero."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="job_status")]


class WageDeduction(MatterRecord):
    """What was taken off a wage, how much, why, and when that was explained to her."""

    job = models.ForeignKey(Job, models.PROTECT, related_name="deductions", verbose_name=_("job"))
    taken_on = models.DateField(_("date"))
    amount = baht(_("amount in baht"))
    reason = models.CharField(
        _("reason"),
        max_length=9,
        choices=[
            ("tax", _("Tax")),
            ("social", _("Social security")),
            ("saving", _("Put into the person's savings")),
            ("tools", _("Tools or material")),
            ("transport", _("Transport")),
            ("advance", _("Advance paid back")),
            ("other", _("Other")),
        ],
    )
    key = KeyField()
    explanation = EncryptedField(_("how it was explained to the person"))
    explained_on = models.DateField(_("explained on"))

    class Meta:
        verbose_name = _("deduction from a wage")
        verbose_name_plural = _("deductions from wages")
        constraints = [
            year_check("deduction_years_are_common_era", "taken_on", "explained_on"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="deduction_above_zero",
                violation_error_message=_("Give an amount above zero."),
            ),
        ]
