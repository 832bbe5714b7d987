"""The ledger of consents: what for, to whom, which kinds of records, until when; given how, and withdrawn."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.access import matrix
from actip.records.base import MatterRecord
from actip.records.several import CodesField, only_codes
from cases import codes
from cases.models.case import year_check

IN_FORCE = ("given", "shared")
# What can be about her. Identity of witnesses and bank data are given on no consent.
KINDS = ("VPR", "VID", "IDN", "WEL", "MED", "CHD", "PLC", "RET", "CLM")
_name = lazy(lambda code: matrix.label(matrix.record_types()[code]), str)


class Consent(MatterRecord):
    """One consent: one purpose, one recipient, until a day.

    Access that rests on it ends, in the database, when it is withdrawn or runs out. It opens the kinds named here, her
    number and profile with any of them, and never more than the recipient's role may (sql/consent.sql).
    """

    STATES = [
        ("given", _("Given")),
        ("shared", _("Given, and access opened")),
        ("withdrawn", pgettext_lazy("consent", "Withdrawn")),
    ]
    PURPOSES = [
        ("shelter", _("Shelter and care")),
        ("health", _("Health care")),
        ("legal_aid", _("Legal aid and compensation")),
        ("work_training", _("Work and training")),
        ("return", _("Return and reintegration")),
        ("family_tracing", _("Family tracing")),
        ("evaluation", _("Evaluation of services")),
        ("other", _("Other")),
    ]
    HOW = [("spoken", _("Spoken")), ("signed", _("Signed")), ("thumbprint", _("Thumbprint"))]
    GUARDIANS = [
        ("parent", _("Parent")),
        ("relative", _("Relative")),
        ("court_appointed", _("Guardian appointed by the court")),
        ("official", _("Official acting as guardian")),
    ]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="consents", verbose_name=_("person"))
    purpose = models.CharField(_("what for"), max_length=14, choices=PURPOSES)
    recipient = models.ForeignKey(
        "accounts.Agency",
        models.PROTECT,
        related_name="+",
        verbose_name=_("recipient"),
        limit_choices_to={"is_active": True},
    )
    kinds = CodesField(
        _("which records"),
        codes=[(code, _name(code)) for code in KINDS],
        blank=False,
        help_text=_(
            "What was read out to the person. The recipient sees these kinds alone, and never more than its role may."
        ),
    )
    given_on = models.DateField(_("given on"))
    until = models.DateField(_("until"))
    how = models.CharField(_("given how"), max_length=10, choices=HOW)
    reference = models.CharField(
        _("number of the paper"),
        max_length=60,
        blank=True,
        help_text=_("Where the signed or thumbprinted paper is kept."),
    )
    language = models.CharField(_("in which language"), max_length=8, choices=codes.LANGUAGES)
    interpreter = models.CharField(_("interpreter"), max_length=120, blank=True, help_text=_("Name or number."))
    guardian = models.CharField(
        _("guardian"),
        max_length=15,
        choices=GUARDIANS,
        blank=True,
        help_text=_("Who consents for a child, besides the child."),
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason for withdrawing"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=STATES, default="given", editable=False)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            year_check("consent_years_are_common_era", "given_on", "until", "withdrawn_on"),
            only_codes("consent_kinds_codes", "kinds", [(code, code) for code in KINDS]),
            models.CheckConstraint(
                condition=~models.Q(kinds=[]),
                name="consent_names_records",
                violation_error_message=_("Say which records may be shared."),
            ),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("given_on")),
                name="consent_ends_after_it_was_given",
                violation_error_message=_("A consent cannot end before it was given."),
            ),
            models.CheckConstraint(
                condition=models.Q(how="spoken") | ~models.Q(reference=""),
                name="consent_on_paper_has_a_number",
                violation_error_message=_("Give the number of the signed or thumbprinted paper."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="withdrawn")
                | (
                    models.Q(withdrawn_on__isnull=False, withdrawn_on__gte=models.F("given_on"))
                    & ~models.Q(withdrawal_reason="")
                ),
                name="consent_withdrawn_with_date_and_reason",
                violation_error_message=_("A withdrawal has a date, not before the consent, and a reason."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="consent_status")]

    def clean(self):
        """A guardian consents for a child (also a database trigger, consent_child_has_guardian)."""
        if self.person_id and self.person.is_child and not self.guardian:
            raise ValidationError({"guardian": _("This is a child: say who consents as guardian.")})


class RightsNotice(MatterRecord):
    """A victim was told of the right to compensation and legal aid (section 34): when, by whom, in which language."""

    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="notices", verbose_name=_("person"))
    given_on = models.DateField(_("given on"))
    given_through = models.CharField(
        _("told by"), max_length=120, help_text=_("The official who told the person: name, rank or number.")
    )
    language = models.CharField(_("in which language"), max_length=8, choices=codes.LANGUAGES)
    interpreter = models.CharField(_("interpreter"), max_length=120, blank=True, help_text=_("Name or number."))
    wish = models.CharField(
        _("the person's wish"),
        max_length=9,
        choices=[
            ("claim", _("Wants to claim")),
            ("declined", _("Does not want to claim")),
            ("undecided", _("Wants to think about it")),
        ],
        default="undecided",
    )

    class Meta:
        verbose_name = _("notice of the right to compensation")
        verbose_name_plural = _("notices of the right to compensation")
        constraints = [year_check("rights_notice_years_are_common_era", "given_on")]
