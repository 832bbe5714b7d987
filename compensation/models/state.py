"""State compensation (Act B.E. 2544, No. 2 B.E. 2559): asked of a committee within a year, decided by head, paid by the state."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from cases.models.case import year_check
from compensation.models.amounts import amount_field, positive
from compensation.models.fund import BY_ANOTHER, differ, stamped

GRANTED = ["granted", "paid", "reversed", "returned"]


class StateApplication(MatterRecord):
    """One application. `amount` is what was granted, the sum of its heads, frozen at the decision. What the bank returns stays granted:
    it is paid again, to another account.

    `knew_on` starts the year in which it must be asked for (DL-14), `notified_on` the days for an appeal (DL-15).
    """

    GROUPS = [
        ("sexual", _("Sexual offence")),
        ("life_body", _("Offence against life and body")),
        ("liberty", _("Offence against liberty")),
        ("trafficking", _("Trafficking in persons")),
        ("other", _("Other")),
    ]
    STATES = [
        ("preparing", _("Being prepared")),
        ("applied", _("Applied for")),
        ("granted", _("Granted")),
        ("refused", _("Refused")),
        ("appealed", _("Appealed")),
        ("appeal_refused", _("Refused on appeal")),
        ("paid", _("Paid")),
        ("reversed", _("Reversed")),
        ("returned", _("Returned by the bank")),
    ]
    REFUSALS = BY_ANOTHER | {
        "state_grant_outlives_appeal": _(
            "Money was granted before. Where the appeal is refused, that stands: choose the step that grants, with what stands"
            " under each head."
        )
    }
    person = models.ForeignKey(
        "victims.Person", models.PROTECT, related_name="state_applications", verbose_name=_("person")
    )
    offence_group = models.CharField(_("group of offence"), max_length=12, choices=GROUPS, default="trafficking")
    offence_on = models.DateField(
        _("offence committed on"),
        null=True,
        blank=True,
        help_text=_("The last day of it, where known: the rates of that day may be those that hold."),
    )
    knew_on = models.DateField(_("learned of the offence on"))
    payee_code = models.CharField(_("payee code"), max_length=16, editable=False)
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, editable=False, related_name="+", verbose_name=_("entered by")
    )
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    decided_on = models.DateField(_("committee decided on"), null=True, blank=True)
    notified_on = models.DateField(_("decision notified on"), null=True, blank=True)
    amount = amount_field(_("granted (THB)"), null=True, editable=False)
    refuse_reason = models.CharField(_("reason for refusing"), max_length=500, blank=True)
    appealed_on = models.DateField(_("appealed on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decision recorded by"),
    )
    decided_at = models.DateTimeField(_("decision recorded at"), null=True, editable=False)
    paid_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("paid by")
    )
    paid_at = models.DateTimeField(_("payment recorded at"), null=True, editable=False)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    return_reason = models.CharField(
        _("why the bank returned it"), max_length=300, blank=True, default="", db_default=""
    )
    reverse_reason = models.CharField(_("reason for the reversal"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=14, choices=STATES, default="preparing", editable=False)

    class Meta:
        verbose_name = _("application for state compensation")
        verbose_name_plural = _("applications for state compensation")
        constraints = [
            year_check(
                "state_years_are_common_era",
                "offence_on",
                "knew_on",
                "applied_on",
                "decided_on",
                "notified_on",
                "appealed_on",
                "paid_on",
            ),
            models.CheckConstraint(
                condition=differ("entered_by", "paid_by") & differ("decided_by", "paid_by"),
                name="state_payer_is_another",
                violation_error_message=_("Whoever entered an application or its decision cannot pay it."),
            ),
            models.CheckConstraint(
                condition=differ("entered_by", "decided_by"),
                name="state_decider_is_another",
                violation_error_message=_("Somebody else than whoever entered an application records its decision."),
            ),
            models.CheckConstraint(condition=stamped("decided") & stamped("paid"), name="state_stamps_whole"),
            models.CheckConstraint(
                condition=~models.Q(status__in=GRANTED) | models.Q(amount__isnull=False, amount__gt=0),
                name="state_granted_has_amount",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["paid", "reversed", "returned"])
                | models.Q(paid_by__isnull=False, paid_on__isnull=False),
                name="state_paid_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["refused", "appeal_refused"]) | ~models.Q(refuse_reason=""),
                name="state_refused_with_reason",
                violation_error_message=_("Say why it is refused."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="reversed") | ~models.Q(reverse_reason=""),
                name="state_reversed_with_reason",
                violation_error_message=_("Say why it is reversed."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="returned") | ~models.Q(return_reason=""),
                name="state_returned_with_reason",
                violation_error_message=_("Say why the bank returned it."),
            ),
            models.CheckConstraint(
                condition=models.Q(offence_on__isnull=True) | models.Q(offence_on__lte=models.F("knew_on")),
                name="state_knew_after_offence",
                violation_error_message=_("Nobody learns of an offence before it was committed."),
            ),
            models.CheckConstraint(
                condition=models.Q(applied_on__isnull=True) | models.Q(applied_on__gte=models.F("knew_on")),
                name="state_applied_after_knowing",
                violation_error_message=_("Nobody applies before learning of the offence."),
            ),
        ]
        indexes = [
            models.Index(
                models.F("created_at").desc(),
                models.F("id").desc(),
                condition=models.Q(status__in=["granted", "paid", "returned"]),
                name="state_orders",
            ),
            models.Index(fields=["status"], name="stateapplication_status"),
        ]


class StateHead(MatterRecord):
    """What was asked and granted under one head, in THB; the dated rate of the head is the most that can be granted."""

    HEADS = [
        ("treatment", _("Treatment")),
        ("rehabilitation", _("Rehabilitation")),
        ("lost_income", _("Lost income")),
        ("other_damage", _("Other damage")),
        ("death", _("Death")),
        ("disability", _("Disability")),
    ]
    application = models.ForeignKey(
        StateApplication, models.PROTECT, related_name="heads", verbose_name=_("application for state compensation")
    )
    head = models.CharField(_("head"), max_length=16, choices=HEADS)
    asked = amount_field(_("asked (THB)"))
    granted = amount_field(_("granted (THB)"), signed=True, null=True, blank=True)
    note = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("head of state compensation")
        verbose_name_plural = _("heads of state compensation")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "head"],
                name="state_head_once",
                violation_error_message=_("This head is there already: change that one."),
            ),
            positive("state_head_positive", "asked"),
            models.CheckConstraint(
                condition=models.Q(granted__isnull=True) | models.Q(granted__gte=0),
                name="state_head_granted",
                violation_error_message=_("Give an amount of zero or more."),
            ),
        ]
