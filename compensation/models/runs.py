"""A payment run: many approved payments of one regime paid in one go, what was sent to the bank, and what the bank answered."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from compensation.models.amounts import amount_field
from compensation.models.fund import one_of
from compensation.models.ledger import REGIMES


class PaymentRun(models.Model):
    """Made once per `key`: a second request with the same key gets this one. Count and sum are those of its items.

    regime: that of everything in it (compensation/payables.py). Two payers under two laws share no run and no bank file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=80)
    regime = models.CharField(_("regime"), max_length=10, choices=REGIMES, default="fund", db_default="fund")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency"))
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("paid by"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    paid_on = models.DateField(_("paid on"))
    exported_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("last exported by")
    )
    exported_at = models.DateTimeField(_("last exported at"), null=True)
    REFUSALS = {
        "file_by_another": _(
            "An account of this run was entered or corrected last by whoever takes the file or paid the run. Another payer checks"
            " it and enters it again, or takes the file."
        )
    }

    class Meta:
        verbose_name = _("payment run")
        verbose_name_plural = _("payment runs")
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="run_once_per_key")]
        indexes = [models.Index("agency", models.F("made_at").desc(), name="run_list")]

    def __str__(self) -> str:
        return str(self.id)[:8]


class RunItem(models.Model):
    """One payment of a run; `number` is its line in the bank's file. outcome: "" until the bank answers.

    It is in one run, unless the bank returned it: state compensation that came back is paid again, in another.

    amount, payee_code: those of the payment, kept here by trigger, so that a run stays whole when the payment goes on to states
    that the payer does not see (a receipt on file, a reversal).
    """

    OUTCOMES = [("", _("not answered yet")), ("paid", _("paid")), ("returned", _("returned"))]
    run = models.ForeignKey(PaymentRun, models.PROTECT, related_name="items", verbose_name=_("payment run"))
    payment = models.ForeignKey(
        "compensation.FundPayment",
        models.PROTECT,
        null=True,
        related_name="run_items",
        verbose_name=_("Fund payment"),
    )
    application = models.ForeignKey(
        "compensation.StateApplication",
        models.PROTECT,
        null=True,
        related_name="run_items",
        verbose_name=_("application for state compensation"),
    )
    number = models.PositiveIntegerField(_("line"))
    amount = amount_field(default=0, db_default=0, editable=False)
    payee_code = models.CharField(_("payee code"), max_length=16, default="", db_default="", editable=False)
    outcome = models.CharField(_("answer of the bank"), max_length=8, choices=OUTCOMES, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        verbose_name = _("payment of a run")
        verbose_name_plural = _("payments of a run")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="run_line_once"),
            models.UniqueConstraint(
                fields=["payment"], condition=~models.Q(outcome="returned"), name="run_payment_once"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=~models.Q(outcome="returned"), name="run_application_once"
            ),
            models.CheckConstraint(condition=one_of("payment", "application"), name="run_item_is_one"),
            models.CheckConstraint(
                condition=models.Q(outcome="", answered_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(answered_at__isnull=False)),
                name="run_answer_is_dated",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="returned") | ~models.Q(reason=""), name="run_returned_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def reference(self) -> str:
        """What the bank gives back: run and line, and nothing about a person."""
        return f"{str(self.run_id)[:8].upper()}-{self.number:04d}"
