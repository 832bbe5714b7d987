"""Court money, ordered and received: what each defendant owes, what changed it, how it is enforced, what came."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from cases.models.case import year_check
from compensation.models.amounts import amount_field, positive


class Order(MatterRecord):
    """What a court ordered one defendant to pay. A debt that several owe jointly is counted once: the others' orders name the
    first as `same_debt_as` and are posted with no money of their own.
    """

    STATES = [("made", pgettext_lazy("order", "Made")), ("final", _("Final")), ("overturned", _("Overturned"))]
    claim = models.ForeignKey("compensation.Claim", models.PROTECT, related_name="orders", verbose_name=_("claim"))
    suspect = models.ForeignKey(
        "cases.Suspect", models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("defendant")
    )
    ordered_on = models.DateField(_("ordered on"))
    amount = amount_field(_("amount (THB), punitive damages included"))
    punitive = amount_field(_("of which punitive (THB)"), signed=True, default=0)
    is_joint = models.BooleanField(_("joint and several"), default=False)
    same_debt_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="shared_with", verbose_name=_("same debt as")
    )
    interest_rate = models.DecimalField(_("interest (% a year)"), max_digits=5, decimal_places=2, null=True, blank=True)
    interest_from = models.DateField(_("interest from"), null=True, blank=True)
    document = models.CharField(_("number of the judgment"), max_length=80, blank=True)
    final_on = models.DateField(_("final on"), null=True, blank=True)
    overturned_on = models.DateField(_("overturned on"), null=True, blank=True)
    overturn_reason = models.CharField(_("by which decision it was overturned"), max_length=500, blank=True)
    # Since when nobody took a step for money that is owed; by trigger, empty where nothing is owed.
    waiting_since = models.DateField(_("no step since"), null=True, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=STATES, default="made", editable=False)

    REFUSALS = {
        "order_others_owe_it": _(
            "Others owe this debt jointly, and it is counted here alone. Overturn their orders first, and enter anew, without"
            " this one, what somebody still owes."
        ),
        "order_overturned_whole": _(
            "First reverse the interest, appeals and write-offs that are recorded on this order."
        ),
        "order_shares_a_debt_that_stands": _("The first order of this debt was overturned: enter this one without it."),
        "receipt_not_above_ordered": _(
            "Money is recorded as received for it. First reverse the receipts, or record why it was received."
        ),
    }

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            positive("order_positive"),
            year_check("order_years_are_common_era", "ordered_on", "interest_from", "final_on", "overturned_on"),
            models.CheckConstraint(
                condition=models.Q(punitive__gte=0, punitive__lte=models.F("amount")),
                name="order_punitive_within",
                violation_error_message=_("Punitive damages are a part of the amount."),
            ),
            models.CheckConstraint(
                condition=models.Q(same_debt_as__isnull=True) | models.Q(is_joint=True),
                name="order_shared_is_joint",
                violation_error_message=_("Only a joint and several debt is shared."),
            ),
            models.CheckConstraint(
                condition=models.Q(interest_rate__isnull=True, interest_from__isnull=True)
                | models.Q(
                    interest_rate__isnull=False,
                    interest_rate__gte=0,
                    interest_rate__lte=100,
                    interest_from__isnull=False,
                ),
                name="order_interest_whole",
                violation_error_message=_("Interest has a rate from 0 to 100 and a first day."),
            ),
            models.CheckConstraint(
                condition=models.Q(final_on__isnull=True) | models.Q(final_on__gte=models.F("ordered_on")),
                name="order_final_after_made",
                violation_error_message=_("A decision cannot be final before it was made."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="overturned")
                | (models.Q(overturned_on__isnull=False) & ~models.Q(overturn_reason="")),
                name="order_overturned_with_reason",
                violation_error_message=_("Say when and by which decision it was overturned."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["waiting_since", "id"], condition=models.Q(waiting_since__isnull=False), name="order_waiting"
            )
        ]

    def say_waiting_since(self):
        """A debt that several owe is waited for with the order that it is counted in."""
        is_shared = self.same_debt_as_id and self.status != "overturned"
        return self.waiting_since or (_("Owed with the other order") if is_shared else _("Nothing is owed"))

    def outstanding(self) -> Decimal:
        """What is still owed in THB: ordered, changed and fallen due, less received and written off. 0 for a shared debt."""
        return still_owed([self])[self.pk]

    def received(self) -> Decimal:
        """What came for it and was not reversed, in THB."""
        return self.receipts.filter(status="received").aggregate(found=models.Sum("amount"))["found"] or Decimal(0)

    def clean(self):
        """A shared debt is the same debt: of the same claim and amount."""
        first = self.same_debt_as if self.same_debt_as_id else None
        if first and (first.claim_id, first.amount, first.same_debt_as_id) != (self.claim_id, self.amount, None):
            raise ValidationError({"same_debt_as": _("Choose the first order of this debt: same claim, same amount.")})


def still_owed(orders: Sequence[Order]) -> dict[UUID, Decimal]:
    """What is outstanding on each of these orders, in THB, in two statements however many they are."""
    owed = {
        order.pk: Decimal(0) if order.status == "overturned" or order.same_debt_as_id else order.amount
        for order in orders
    }
    changes = OrderChange.objects.filter(order__in=owed, status="stands").values_list("order", "kind", "amount")
    for key, kind, amount in changes:
        owed[key] += -amount if kind == "write_off" else amount
    came = Receipt.objects.filter(order__in=owed, status="received").values("order").annotate(sum=models.Sum("amount"))
    for each in came:
        owed[each["order"]] -= each["sum"]
    return owed


class OrderChange(MatterRecord):
    """What changed what is owed after the order: interest, an appeal, a write-off; or why more came than was ordered.

    kind `more_received` is the explanation without which nothing beyond the order can be recorded as received.
    """

    KINDS = [
        ("interest", _("Interest that fell due")),
        ("appeal", _("Changed on appeal (more: +, less: -)")),
        ("write_off", _("Written off")),
        ("more_received", _("Why more was received than ordered")),
    ]
    STATES = [("stands", _("Stands")), ("reversed", _("Reversed"))]
    order = models.ForeignKey(Order, models.PROTECT, related_name="changes", verbose_name=_("order"))
    kind = models.CharField(_("kind"), max_length=13, choices=KINDS)
    on_day = models.DateField(_("on"))
    amount = amount_field(signed=True)
    reason = models.CharField(_("reason"), max_length=300)
    document = models.CharField(_("number of the document"), max_length=80, blank=True)
    reverse_reason = models.CharField(_("reason for the reversal"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=STATES, default="stands", editable=False)

    REFUSALS = {
        "order_overturned_whole": _("This order was overturned: nothing is owed that could change."),
        "receipt_not_above_ordered": _("More would have been received than is owed. First reverse what came too much."),
    }

    class Meta:
        verbose_name = _("change of what is owed")
        verbose_name_plural = _("changes of what is owed")
        constraints = [
            year_check("order_change_years_are_common_era", "on_day"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0) | (models.Q(kind="appeal") & ~models.Q(amount=0)),
                name="order_change_sign",
                violation_error_message=_("Only an appeal takes away; give an amount above zero."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="order_change_reason", violation_error_message=_("Give a reason.")
            ),
            models.CheckConstraint(
                condition=~models.Q(status="reversed") | ~models.Q(reverse_reason=""),
                name="order_change_reversed_with_reason",
                violation_error_message=_("Say why it is reversed."),
            ),
        ]

    def clean(self):
        if self.order_id and self.order.same_debt_as_id:
            raise ValidationError({"order": _("Record it on the first order of this debt.")})


class ExecutionStep(MatterRecord):
    """A step to get what was ordered, with its date and document. No fee is due (section 15)."""

    KINDS = [
        ("writ", _("Writ of execution")),
        ("tracing", _("Tracing of assets")),
        ("seizure", _("Seizure")),
        ("sale", _("Sale")),
        ("distribution", _("Distribution")),
        ("legal_help", _("Legal help of the ministry")),
        ("other", _("Other")),
    ]
    order = models.ForeignKey(Order, models.PROTECT, related_name="steps", verbose_name=_("order"))
    kind = models.CharField(_("step"), max_length=12, choices=KINDS)
    on_day = models.DateField(_("on"))
    document = models.CharField(_("number of the document"), max_length=80, blank=True)
    outcome = models.CharField(pgettext_lazy("execution step", "outcome"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("execution step")
        verbose_name_plural = _("execution steps")
        constraints = [year_check("execution_years_are_common_era", "on_day")]


class Receipt(MatterRecord):
    """Money that came for an order: when, from where, by which document. Reversed with a reason, never changed."""

    SOURCES = [
        ("voluntary", _("Paid by the defendant")),
        ("execution", _("Execution")),
        ("asset_return", _("Assets returned (AMLO)")),
        ("settlement", _("Settlement")),
    ]
    STATES = [("received", pgettext_lazy("money", "Received")), ("reversed", _("Reversed"))]
    order = models.ForeignKey(Order, models.PROTECT, related_name="receipts", verbose_name=_("order"))
    received_on = models.DateField(_("received on"))
    amount = amount_field()
    source = models.CharField(_("source"), max_length=12, choices=SOURCES)
    document = models.CharField(_("number of the document"), max_length=80)
    reverse_reason = models.CharField(_("reason for the reversal"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=STATES, default="received", editable=False)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            positive("receipt_positive"),
            year_check("receipt_years_are_common_era", "received_on"),
            models.CheckConstraint(
                condition=~models.Q(status="reversed") | ~models.Q(reverse_reason=""),
                name="receipt_reversed_with_reason",
                violation_error_message=_("Say why it is reversed."),
            ),
            models.CheckConstraint(
                condition=~models.Q(document=""),
                name="receipt_has_its_document",
                violation_error_message=_("Give the number of the document that says that the money came."),
            ),
        ]

    def clean(self):
        """Beyond what is owed only after it was recorded why (held by sql/50_court.sql, whoever writes)."""
        if self.order_id and self.order.same_debt_as_id:
            raise ValidationError({"order": _("Record it on the first order of this debt.")})
        if self._state.adding and self.order_id and self.amount and self.amount > self.order.outstanding():
            raise ValidationError(
                {"amount": _("This is more than is owed. First record why, as a change of what is owed on the order.")},
                code="receipt_not_above_ordered",
            )
