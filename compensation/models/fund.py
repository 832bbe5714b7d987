"""A payment of the Fund to one person: requested, approved and paid by three people."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from cases.models.case import year_check

RESIDENCES = [
    ("government_shelter", _("Government shelter")),
    ("private_shelter", _("Private shelter")),
    ("outside", _("Outside a shelter")),
]


def _differ(one: str, other: str) -> models.Q:
    either_empty = models.Q(**{f"{one}__isnull": True}) | models.Q(**{f"{other}__isnull": True})
    return either_empty | ~models.Q(**{one: models.F(other)})


def _stamped(stamp: str) -> models.Q:
    by, at = f"{stamp}_by__isnull", f"{stamp}_at__isnull"
    return models.Q(**{by: True, at: True}) | models.Q(**{by: False, at: False})


class FundPayment(MatterRecord):
    """THB, two places. Never changed once approved, never deleted: a wrong payment is reversed with a reason.

    `residence` is where she lived on the day of payment, read from the placement in force and frozen.
    `payee_code` is the person's number, all that the payer learns of her.
    """

    KINDS = [
        ("living", _("Daily living expenses")),
        ("work", _("Work")),
        ("education", _("Education and training")),
        ("repatriation", _("Repatriation")),
        ("treatment", _("Treatment")),
        ("compensation", _("Compensation")),
        ("essentials", _("Essential goods")),
        ("start_up", _("Capital to start a new life")),
        ("legal_aid", _("Legal aid")),
        ("rehabilitation", _("Rehabilitation")),
        ("other", _("Other")),
    ]
    STATES = [
        ("requested", _("Requested")),
        ("approved", _("Approved")),
        ("refused", _("Refused")),
        ("paid", _("Paid")),
        ("reversed", _("Reversed")),
    ]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="fund_payments", verbose_name=_("person"))
    kind = models.CharField(_("kind of help"), max_length=14, choices=KINDS)
    amount = models.DecimalField(
        _("amount (THB)"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal("99999999.99"))],
    )
    purpose = models.CharField(_("what for"), max_length=300)
    payee_code = models.CharField(_("payee code"), max_length=16, editable=False)
    requested_by = models.ForeignKey(
        "accounts.User", models.PROTECT, editable=False, related_name="+", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested at"), editable=False)
    approved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    refuse_reason = models.CharField(_("reason for refusing"), max_length=500, blank=True)
    paid_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("paid by")
    )
    paid_at = models.DateTimeField(_("payment recorded at"), null=True, editable=False)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    residence = models.CharField(
        _("residence at payment"), max_length=18, choices=RESIDENCES, blank=True, editable=False
    )
    reverse_reason = models.CharField(_("reason for the reversal"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=STATES, default="requested", editable=False)

    class Meta:
        verbose_name = _("Fund payment")
        verbose_name_plural = _("Fund payments")
        constraints = [
            models.CheckConstraint(
                condition=_differ("requested_by", "approved_by"),
                name="payment_requester_is_not_approver",
                violation_error_message=_("Whoever asked for a payment cannot approve it."),
            ),
            models.CheckConstraint(
                condition=_differ("approved_by", "paid_by") & _differ("requested_by", "paid_by"),
                name="payment_payer_is_a_third",
                violation_error_message=_("Whoever asked for or approved a payment cannot pay it."),
            ),
            models.CheckConstraint(condition=_stamped("approved") & _stamped("paid"), name="payment_stamps_whole"),
            models.CheckConstraint(
                condition=~models.Q(status__in=["approved", "paid", "reversed"]) | models.Q(approved_by__isnull=False),
                name="payment_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["paid", "reversed"])
                | (models.Q(paid_by__isnull=False, paid_on__isnull=False) & ~models.Q(residence="")),
                name="payment_paid_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="refused") | ~models.Q(refuse_reason=""),
                name="payment_refused_with_reason",
                violation_error_message=_("Say why it is refused."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="reversed") | ~models.Q(reverse_reason=""),
                name="payment_reversed_with_reason",
                violation_error_message=_("Say why it is reversed."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="payment_amount_positive",
                violation_error_message=_("Give an amount above zero."),
            ),
            year_check("payment_years_are_common_era", "paid_on"),
        ]
        indexes = [
            models.Index(
                fields=["status"], condition=models.Q(status__in=["requested", "approved"]), name="payment_waiting"
            ),
            models.Index(  # the payer's list
                models.F("created_at").desc(),
                models.F("id").desc(),
                condition=models.Q(status__in=["approved", "paid"]),
                name="payment_orders",
            ),
            models.Index(
                "status",
                models.F("created_at").desc(),
                models.F("id").desc(),
                condition=models.Q(status__in=["approved", "paid"]),
                name="payment_orders_by_status",
            ),
        ]
