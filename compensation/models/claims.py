"""Court money, asked for: a person's claim against those who harmed her, by head, with its legal basis."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.records.several import CodesField, only_codes
from actip.thai.dates import format_date
from cases.models.case import year_check
from compensation.models.amounts import amount_field, positive

BEFORE = ("not_informed", "informed", "wish_claim", "claim_prepared")

# Section 14 of the Trafficking Criminal Procedure Act: what a court may weigh when it orders punitive damages.
GROUNDS = [
    ("torture", _("Torture")),
    ("confinement", _("Confinement")),
    ("bodily_harm", _("Bodily harm")),
    ("oppression", _("Seriously inhumane oppression")),
    ("gain", _("What the offender gained")),
    ("means", _("What the offender owns")),
    ("record", _("The offender's record")),
]


class Claim(MatterRecord):
    """Section 35 of the Anti-Trafficking in Persons Act, sections 13 to 15 of the Trafficking Criminal Procedure Act.

    What was claimed, ordered and received are three figures with three dates, summed from heads, orders and receipts.
    `number` counts the claims of one person, by trigger, so that two without a date are told apart.
    """

    STATES = [
        ("not_informed", _("Not yet informed of the right")),
        ("informed", _("Informed of the right")),
        ("declined", _("Does not wish to claim")),
        ("wish_claim", _("Wishes to claim")),
        ("claim_prepared", _("Claim prepared")),
        ("claimed", _("Claimed")),
        ("ordered_full", _("Ordered in full")),
        ("ordered_part", _("Ordered in part")),
        ("ordered_refused", _("Refused by the court")),
        ("final", _("Final")),
        ("execution_requested", _("Execution requested")),
        ("assets_traced", _("Assets traced")),
        ("partly_received", _("Partly received")),
        ("received", pgettext_lazy("money", "Received")),
        ("irrecoverable", _("Irrecoverable")),
    ]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="claims", verbose_name=_("person"))
    number = models.PositiveSmallIntegerField(_("which claim of this person"), default=1, db_default=1, editable=False)
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="claims", verbose_name=_("case")
    )
    informed_on = models.DateField(_("informed of the right on"), null=True, blank=True)
    decline_reason = models.CharField(_("why no claim is made"), max_length=500, blank=True)
    prepared_on = models.DateField(_("prepared on"), null=True, blank=True)
    claimed_on = models.DateField(_("claimed on"), null=True, blank=True)
    court_document = models.CharField(_("number of the motion"), max_length=80, blank=True)
    seeks_punitive = models.BooleanField(_("punitive damages are asked for"), default=False)
    grounds = CodesField(_("grounds for punitive damages"), codes=GROUNDS)
    decided_on = models.DateField(_("court decided on"), null=True, blank=True)
    final_on = models.DateField(_("final on"), null=True, blank=True)
    execution_on = models.DateField(_("execution requested on"), null=True, blank=True)
    traced_on = models.DateField(_("assets traced on"), null=True, blank=True)
    irrecoverable_reason = models.CharField(_("why nothing more can be had"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=STATES, default="not_informed", editable=False)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            year_check(
                "claim_years_are_common_era",
                "informed_on", "prepared_on", "claimed_on", "decided_on", "final_on", "execution_on", "traced_on",
            ),
            only_codes("claim_grounds_known", "grounds", GROUNDS),
            models.UniqueConstraint(fields=["person", "number"], name="claim_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(seeks_punitive=False) | ~models.Q(grounds=[]),
                name="claim_punitive_has_grounds",
                violation_error_message=_("Punitive damages need at least one of the grounds of section 14."),
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_on__isnull=True)
                | models.Q(decided_on__isnull=True)
                | models.Q(decided_on__gte=models.F("claimed_on")),
                name="claim_decided_after_claiming",
                violation_error_message=_("The court cannot have decided before the claim."),
            ),
            models.CheckConstraint(
                condition=models.Q(final_on__isnull=True)
                | models.Q(decided_on__isnull=True)
                | models.Q(final_on__gte=models.F("decided_on")),
                name="claim_final_after_decision",
                violation_error_message=_("A decision cannot be final before it was made."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="irrecoverable") | ~models.Q(irrecoverable_reason=""),
                name="claim_irrecoverable_with_reason",
                violation_error_message=_("Say why nothing more can be had."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["status"], name="claim_status")]

    def clean(self):
        """Grounds without asking for punitive damages are a slip."""
        if self.grounds and not self.seeks_punitive:
            raise ValidationError({"grounds": _("Tick that punitive damages are asked for, or clear the grounds.")})

    def __str__(self) -> str:
        """Its number among hers and its day; without one, letters that say nothing, for whoever executes orders sees no person's
        number, and two claims of two people would be one to her.
        """
        day = self.claimed_on or self.decided_on or self.final_on
        mark = format_date(day) if day else str(self.pk)[:8].upper()
        return gettext("no. %(number)s · %(mark)s") % {"number": self.number, "mark": mark}


class ClaimHead(MatterRecord):
    """One head of a claim, in THB. Once claimed it stands; a smaller or larger sum is a head withdrawn and one added."""

    HEADS = [
        ("treatment", _("Treatment")),
        ("lost_wages", _("Lost wages")),
        ("lost_opportunity", _("Lost opportunity")),
        ("pain", _("Pain and suffering")),
        ("punitive", _("Punitive damages")),
        ("other", _("Other")),
    ]
    STATES = [("stands", _("Stands")), ("withdrawn", pgettext_lazy("claim", "Withdrawn"))]
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="heads", verbose_name=_("claim"))
    head = models.CharField(_("head"), max_length=16, choices=HEADS)
    amount = amount_field()
    basis = models.CharField(
        pgettext_lazy("claim", "basis"), max_length=200, help_text=_("The provision and how the sum was reached.")
    )
    withdraw_reason = models.CharField(_("reason for withdrawing"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=STATES, default="stands", editable=False)

    class Meta:
        verbose_name = _("head of a claim")
        verbose_name_plural = _("heads of a claim")
        constraints = [
            positive("claim_head_positive"),
            models.CheckConstraint(
                condition=~models.Q(status="withdrawn") | ~models.Q(withdraw_reason=""),
                name="claim_head_withdrawn_with_reason",
                violation_error_message=_("Say why it is withdrawn."),
            ),
        ]
