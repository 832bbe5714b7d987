"""The prosecutor's part of a case: one record for each receipt of the file, up to the decision and its review."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from cases import court_codes as codes
from cases.models.case import year_check
from cases.models.dates import in_order, in_state

# While the file lies with the prosecutor; a case has one such record at a time.
OPEN = ("received", "suspended", "not_indicted", "disagreed", "attorney_general")
REVIEWED = ("agreed", "disagreed", "attorney_general", "upheld")


class Prosecution(MatterRecord):
    """A file received by a prosecutor's office. After further inquiry it is received again, as a record of its own.

    A decision not to prosecute is reviewed by the head of police or the governor and, on disagreement, decided by the
    Attorney-General: a rule that is still to be confirmed in the law, which the page says.
    The claim for compensation begins here; orders and payments are records of their own.
    """

    STATES = [
        ("received", pgettext_lazy("prosecution", "Received")),
        ("further_inquiry_ordered", _("Further inquiry ordered")),
        ("indicted", _("Indicted")),
        ("suspended", _("Suspended")),
        ("not_indicted", _("Not prosecuted, for review")),
        ("agreed", _("Not prosecuted, review agreed")),
        ("disagreed", _("Review disagreed")),
        ("attorney_general", _("With the Attorney-General")),
        ("upheld", _("Not prosecuted, upheld by the Attorney-General")),
    ]
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="prosecutions", verbose_name=_("case"))
    received_on = models.DateField(_("file received on"))
    office = models.CharField(_("prosecutor's office"), max_length=120)
    file_number = models.CharField(_("file number"), max_length=40, blank=True)
    further_inquiry_on = models.DateField(_("further inquiry ordered on"), null=True, blank=True)
    inquiry_points = models.TextField(_("what is to be inquired"), max_length=3000, blank=True)
    decided_on = models.DateField(_("prosecutor decided on"), null=True, blank=True)
    decision_reason = models.CharField(_("reason of the decision"), max_length=1000, blank=True)
    reviewer = models.CharField(
        _("reviewed by"),
        max_length=12,
        blank=True,
        choices=codes.REVIEWERS,
        help_text=_("Who reviews is to be confirmed in the law."),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    sent_up_on = models.DateField(_("sent to the Attorney-General on"), null=True, blank=True)
    attorney_general_on = models.DateField(_("Attorney-General decided on"), null=True, blank=True)
    claim_wish = models.CharField(
        _("compensation: the victim's wish"), max_length=10, choices=codes.CLAIM_WISHES, default="not_asked", blank=True
    )
    claim_sum = models.DecimalField(
        _("compensation: sum stated (THB)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    claim_sum_by = models.CharField(
        _("compensation: sum stated by"), max_length=20, choices=codes.CLAIM_SPEAKERS, blank=True
    )
    claim_sum_on = models.DateField(_("compensation: sum stated on"), null=True, blank=True)
    claim_way = models.CharField(_("compensation: claimed"), max_length=12, choices=codes.CLAIM_WAYS, blank=True)
    claim_filed_on = models.DateField(_("compensation: claim filed on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=24, choices=STATES, default="received", editable=False)

    class Meta:
        verbose_name = _("prosecution")
        verbose_name_plural = _("prosecutions")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(status__in=OPEN),
                name="prosecution_one_at_a_time",
                violation_error_message=_("The file of this case lies with a prosecutor already."),
            ),
            year_check(
                "prosecution_years_are_common_era",
                "received_on", "further_inquiry_on", "decided_on", "reviewed_on", "sent_up_on", "attorney_general_on",
                "claim_sum_on", "claim_filed_on",
            ),
            in_order(
                "prosecution_dates_in_order", "received_on", "decided_on", "reviewed_on", "sent_up_on", "attorney_general_on"
            ),
            in_order("prosecution_inquiry_after_receipt", "received_on", "further_inquiry_on"),
            in_state(
                "prosecution_decided_on_a_day",
                ("indicted", "suspended", "not_indicted", *REVIEWED),
                _("Give the date of the decision."),
                decided_on__isnull=False,
            ),
            in_state(
                "prosecution_reviewed_by_somebody",
                REVIEWED,
                _("Say who reviewed it, and when."),
                reviewed_on__isnull=False,
                reviewer__gt="",
            ),
            models.CheckConstraint(
                condition=models.Q(claim_sum__isnull=True) | (models.Q(claim_sum__gt=0) & ~models.Q(claim_sum_by="")),
                name="prosecution_claim_sum_is_somebodys",
                violation_error_message=_("Say who stated the sum: the Permanent Secretary or the delegate."),
            ),
            models.CheckConstraint(
                condition=models.Q(claim_filed_on__isnull=True)
                | (~models.Q(claim_way="") & models.Q(claim_sum__isnull=False, claim_wish__in=["wants", "mixed"])),
                name="prosecution_claim_filed_whole",
                violation_error_message=_("A claim that was filed has a wish, a sum and a way: fill them in."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["status"], name="prosecution_status")]

    def clean(self):
        if self.case_id and self.received_on and self.received_on < self.case.opened_on:
            raise ValidationError({"received_on": _("The file cannot be received before the case was opened.")})

    @property
    def flags(self) -> list:
        """What stands out on its page."""
        waits = self.status in ("not_indicted", "disagreed", "attorney_general")
        return [_("Rule of review: to be confirmed")] if waits else []
