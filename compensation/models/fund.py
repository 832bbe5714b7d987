"""A payment of the Fund to one person: requested, approved and paid by three people."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from cases.models.case import year_check
from compensation.models.limits import Limit

RESIDENCES = [
    ("government_shelter", _("Government shelter")),
    ("private_shelter", _("Private shelter")),
    ("outside", _("Outside a shelter")),
]


def differ(one: str, other: str) -> models.Q:
    """Two people are not the same one, where both are known."""
    either_empty = models.Q(**{f"{one}__isnull": True}) | models.Q(**{f"{other}__isnull": True})
    return either_empty | ~models.Q(**{one: models.F(other)})


# What the database refuses of both kinds of payment: whoever wrote the account (sql/45_accounts.sql), and programs beside whoever
# holds their secret (sql/43_hands.sql).
BY_ANOTHER = {
    "account_entered_by_another": _(
        "Whoever entered or corrected the payee's bank account last cannot pay to it: another payer can."
    ),
    "payment_by_other_hands": _(
        "A program counts as whoever made its secret: somebody else makes this step, or another program does."
    ),
}


def one_of(one: str, other: str) -> models.Q:
    """One of two is there, and not both."""
    first, second = f"{one}__isnull", f"{other}__isnull"
    return models.Q(**{first: False, second: True}) | models.Q(**{first: True, second: False})


def stamped(stamp: str) -> models.Q:
    """Who and when are both set or both empty."""
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
        ("checked", _("Documents checked")),
        ("recommended", _("Recommended")),
        ("half_approved", _("Waits for a second approver")),
        ("approved", _("Approved")),
        ("refused", _("Refused")),
        ("paid", _("Paid")),
        ("receipted", _("Receipt on file")),
        ("reversed", _("Reversed")),
        ("returned", _("Returned by the bank")),
    ]
    WAITING = ("requested", "checked", "recommended")  # for an approver
    APPROVED = ("approved", "paid", "receipted", "reversed", "returned")
    PAID = ("paid", "receipted", "reversed", "returned")
    REFUSALS = BY_ANOTHER
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
    checked_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("documents checked by"),
    )
    checked_at = models.DateTimeField(_("documents checked at"), null=True, editable=False)
    recommended_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("recommended by")
    )
    recommended_at = models.DateTimeField(_("recommended at"), null=True, editable=False)
    back_reason = models.CharField(_("what is to be corrected"), max_length=300, blank=True, default="", db_default="")
    approved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_role = models.CharField(max_length=3, blank=True, editable=False)
    approved_for = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved on behalf of"),
    )
    limit = models.ForeignKey(
        Limit, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("limit applied")
    )
    over_reason = models.CharField(_("why more than the limit is needed"), max_length=500, blank=True)
    second_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("second approver")
    )
    second_at = models.DateTimeField(_("approved by the second at"), null=True, editable=False)
    refuse_reason = models.CharField(_("reason for refusing"), max_length=500, blank=True)
    paid_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("paid by")
    )
    paid_at = models.DateTimeField(_("payment recorded at"), null=True, editable=False)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    residence = models.CharField(
        _("residence at payment"), max_length=18, choices=RESIDENCES, blank=True, editable=False
    )
    receipt_on = models.DateField(_("receipt dated"), null=True, blank=True)
    receipt_document = models.CharField(_("number of the receipt"), max_length=80, blank=True)
    return_reason = models.CharField(_("why the bank returned it"), max_length=300, blank=True)
    reverse_reason = models.CharField(_("reason for the reversal"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=13, choices=STATES, default="requested", editable=False)

    class Meta:
        verbose_name = _("Fund payment")
        verbose_name_plural = _("Fund payments")
        constraints = [
            models.CheckConstraint(
                condition=differ("requested_by", "approved_by"),
                name="payment_requester_is_not_approver",
                violation_error_message=_("Whoever asked for a payment cannot approve it."),
            ),
            models.CheckConstraint(
                condition=differ("approved_by", "paid_by") & differ("requested_by", "paid_by"),
                name="payment_payer_is_a_third",
                violation_error_message=_("Whoever asked for or approved a payment cannot pay it."),
            ),
            models.CheckConstraint(
                condition=differ("second_by", "requested_by")
                & differ("second_by", "approved_by")
                & differ("second_by", "approved_for")
                & differ("second_by", "paid_by"),
                name="payment_second_is_another",
                violation_error_message=_(
                    "The second approver is somebody else than whoever asked, approved first or pays."
                ),
            ),
            models.CheckConstraint(
                condition=differ("approved_for", "requested_by") & differ("approved_for", "paid_by"),
                name="payment_delegator_keeps_apart",
                violation_error_message=_(
                    "Whoever asked for or pays a payment cannot have it approved on their behalf."
                ),
            ),
            models.CheckConstraint(
                condition=differ("requested_by", "checked_by") & differ("requested_by", "recommended_by"),
                name="payment_looked_at_by_another",
                violation_error_message=_("Somebody else than whoever asked checks the documents and recommends."),
            ),
            models.CheckConstraint(
                condition=differ("recommended_by", "approved_by")
                & differ("recommended_by", "second_by")
                & differ("recommended_by", "paid_by"),
                name="payment_recommender_keeps_apart",
                violation_error_message=_("Whoever recommended a payment neither approves nor pays it."),
            ),
            models.CheckConstraint(
                condition=stamped("approved")
                & stamped("paid")
                & stamped("second")
                & stamped("checked")
                & stamped("recommended"),
                name="payment_stamps_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(second_by__isnull=True) | ~models.Q(over_reason=""),
                name="payment_second_has_reason",
                violation_error_message=_("Say why more than the limit is needed."),
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    status__in=["half_approved", "approved", "paid", "receipted", "reversed", "returned"]
                )
                | models.Q(approved_by__isnull=False),
                name="payment_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["paid", "receipted", "reversed", "returned"])
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
                condition=~models.Q(status="returned") | ~models.Q(return_reason=""),
                name="payment_returned_with_reason",
                violation_error_message=_("Say why the bank returned it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="receipted") | models.Q(receipt_on__isnull=False),
                name="payment_receipt_is_dated",
                violation_error_message=_("A receipt has a date."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="payment_amount_positive",
                violation_error_message=_("Give an amount above zero."),
            ),
            year_check("payment_years_are_common_era", "paid_on", "receipt_on"),
        ]
        indexes = [
            models.Index(
                fields=["status"],
                condition=models.Q(status__in=["requested", "checked", "recommended", "half_approved", "approved"]),
                name="payment_waiting",
            ),
            models.Index(fields=["-paid_on", "id"], condition=models.Q(status="returned"), name="payment_returned"),
            models.Index(  # the payer's list
                models.F("created_at").desc(),
                models.F("id").desc(),
                condition=models.Q(status__in=["approved", "paid", "returned"]),
                name="payment_orders",
            ),
            models.Index(
                "status",
                models.F("created_at").desc(),
                models.F("id").desc(),
                condition=models.Q(status__in=["approved", "paid", "returned"]),
                name="payment_orders_by_status",
            ),
        ]
