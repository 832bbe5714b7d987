"""Dated amounts: what one approver may approve, ceilings and rates by kind of help; and who approves for whom while away."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compensation.models.ledger import REGIMES


class Limit(models.Model):
    """An amount in THB that holds from a day on. Where there is no row, nothing is known and nothing is checked, and pages say so.

    measure: `alone` (above it a second approver and a reason), `two` (above it two approvers are not enough and the committee
    decides), `ceiling` (of a kind of help: above it a second approver and a reason), `rate` (the most that the law gives under a
    head), `check` and `advise` (above it documents are checked, or somebody recommends, before anybody approves).
    kind: "" means every kind. approver: whose limit it is; empty means everybody who approves.
    confidence: A read in the source, B secondary, C to be confirmed (loaded switched off).
    """

    MEASURES = [
        ("alone", _("one approver, up to")),
        ("two", _("two approvers, up to")),
        ("ceiling", _("ceiling of this kind")),
        ("rate", _("at most under this head")),
        ("check", _("documents are checked first above")),
        ("advise", _("a recommendation is needed above")),
    ]
    regime = models.CharField(_("regime"), max_length=10, choices=REGIMES)
    kind = models.CharField(_("kind of help"), max_length=20, blank=True)
    measure = models.CharField(pgettext_lazy("limit", "measure"), max_length=8, choices=MEASURES)
    approver = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approver")
    )
    amount = models.DecimalField(_("amount (THB)"), max_digits=14, decimal_places=2)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    basis = models.CharField(pgettext_lazy("limit", "basis"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=1, choices=[(letter, letter) for letter in "ABC"])
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("limit of an amount")
        verbose_name_plural = _("limits of amounts")
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "kind", "measure", "approver", "valid_from"],
                nulls_distinct=False,
                name="limit_once_a_day",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="limit_above_zero"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="limit_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime} {self.measure} {self.valid_from}"


class Delegation(models.Model):
    """An approver lets a colleague of the same agency use her limit from a day to a day; who acts still signs in her own name."""

    giver = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("given by"))
    taker = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("given to"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("taker")),
                name="delegation_to_somebody_else",
                violation_error_message=_("Choose a colleague: nobody delegates to themselves."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="delegation_ends_after_start",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="delegation_has_reason",
                violation_error_message=_("Give a reason."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
