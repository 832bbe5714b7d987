"""Witness-protection costs, and what a person earned by work and sales: facts with an amount, posted as they are entered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from cases.models.case import year_check
from compensation.models.amounts import amount_field, positive

STANDS = [("stands", _("Stands")), ("reversed", _("Reversed"))]


def _reversed_with_reason(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=~models.Q(status="reversed") | ~models.Q(reverse_reason=""),
        name=name,
        violation_error_message=_("Say why it is reversed."),
    )


def _code_of(name: str, field: str, codes: tuple[str, ...]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": codes}), name=name)


# No column of a witness's costs can hold words: what it would say of a new identity or a place never gets in.
WITNESS_CODES = {
    "kind": ("general", "special"),
    "head": (
        "accommodation", "food", "living", "rehabilitation", "training", "recreation", "education", "health", "after",
    ),
    "approval": ("", "office", "ministry"),
    "status": ("stands", "reversed"),
    "reverse_reason": ("", "wrong", "twice", "programme"),
}  # fmt: skip


class WitnessCost(MatterRecord):
    """A cost of protecting a witness: number of the programme, kind and head. No place, no name, no link to another identity."""

    REVERSALS = [
        ("wrong", _("Wrong amount or head")),
        ("twice", _("Paid twice")),
        ("programme", _("Another programme")),
    ]
    KINDS = [("general", _("General measures")), ("special", _("Special measures"))]
    HEADS = [
        ("accommodation", _("Accommodation")),
        ("food", _("Food")),
        ("living", _("Living allowance")),
        ("rehabilitation", _("Rehabilitation")),
        ("training", _("Training")),
        ("recreation", _("Recreation")),
        ("education", _("Education")),
        ("health", pgettext_lazy("cost", "Health")),
        ("after", _("Support after the programme")),
    ]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="witness_costs", verbose_name=_("person"))
    programme = models.CharField(_("number of the programme"), max_length=30)
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS)
    head = models.CharField(_("head"), max_length=16, choices=HEADS)
    paid_on = models.DateField(_("paid on"))
    amount = amount_field()
    approval = models.CharField(
        _("approved by"),
        max_length=8,
        choices=[("office", _("Witness Protection Office")), ("ministry", _("Ministry of Justice"))],
        blank=True,
        default="",
        db_default="",
    )
    decision = models.CharField(_("number of the decision"), max_length=80, blank=True)
    reverse_reason = models.CharField(_("reason for the reversal"), max_length=9, choices=REVERSALS, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=STANDS, default="stands", editable=False)

    class Meta:
        verbose_name = _("cost of witness protection")
        verbose_name_plural = _("costs of witness protection")
        constraints = [
            positive("witness_cost_positive"),
            *(_code_of(f"witness_cost_known_{name}", name, codes) for name, codes in WITNESS_CODES.items()),
            models.CheckConstraint(  # no column here can hold words: a new identity or a place never gets in
                condition=models.Q(programme__regex=r"^WP-[0-9A-HJKMNP-TV-Z]{8}$"),
                name="witness_cost_programme_number",
                violation_error_message=_("Give the number of the programme, for instance WP-7K3QF2DM."),
            ),
            models.CheckConstraint(
                condition=models.Q(decision__regex=r"^([ก-ฮ.]{1,6} ?)?([0-9]{1,6}(/[0-9]{4})?)?$"),
                name="witness_cost_decision_number",
                violation_error_message=_("Give the number of the decision alone, for instance 12/2569."),
            ),
            year_check("witness_cost_years_are_common_era", "paid_on"),
            _reversed_with_reason("witness_cost_reversed_with_reason"),
        ]


class IncomeEntry(MatterRecord):
    """What somebody earned, what was deducted (nothing, or explained), and what a shelter holds for her as savings."""

    KINDS = [
        ("wage", _("Wage")),
        ("sale", _("Share of sales")),
        ("deduction", _("Deduction")),
        ("saving", _("Put aside for the person")),
        ("withdrawal", _("Savings paid out")),
    ]
    PLACES = [("in_shelter", _("In the shelter")), ("outside", _("Outside the shelter"))]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="income", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    place = models.CharField(_("place of work"), max_length=10, choices=PLACES)
    on_day = models.DateField(_("on"))
    amount = amount_field()
    source = models.CharField(_("work, or what was sold"), max_length=120)
    consent = models.CharField(_("consent"), max_length=80, help_text=_("Number or date of the written consent."))
    explanation = models.CharField(_("explanation"), max_length=300, blank=True)
    reverse_reason = models.CharField(_("reason for the reversal"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=STANDS, default="stands", editable=False)

    REFUSALS = {"savings_cover_withdrawals": _("More would have been paid out than is held for the person.")}

    class Meta:
        verbose_name = _("entry of income")
        verbose_name_plural = _("entries of income")
        constraints = [
            positive("income_positive"),
            year_check("income_years_are_common_era", "on_day"),
            models.CheckConstraint(
                condition=~models.Q(consent=""),
                name="income_with_consent",
                violation_error_message=_("Nothing is earned, deducted or held without the person's consent."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="deduction") | ~models.Q(explanation=""),
                name="income_deduction_explained",
                violation_error_message=_("A deduction must be explained."),
            ),
            _reversed_with_reason("income_reversed_with_reason"),
        ]
