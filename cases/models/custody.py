"""Who had an item of evidence when, what was wrong with it, and when it was last looked at."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from cases.evidence import codes


class CustodyTransfer(MatterRecord):
    """One hand-over of an item, signed by who gives and who takes; until it is taken, the giver has it.

    number, offered_by and taken_by are signed and guarded by the database (sql/evidence.sql): the giver is the last taker.
    """

    evidence = models.ForeignKey(
        "cases.Evidence", models.PROTECT, related_name="custody", verbose_name=_("evidence item")
    )
    number = models.PositiveIntegerField(_("number"), default=0, editable=False)
    to_agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("offered to agency"),
        limit_choices_to={"is_active": True}, help_text=_("Leave empty for an officer of your own agency."),
    )  # fmt: skip
    place = models.CharField(_("place of hand-over"), max_length=200)
    condition = models.CharField(
        _("condition"), max_length=300, help_text=_("Seal whole, package unopened, damage seen.")
    )
    seal_number = models.CharField(_("seal number"), max_length=60)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("handed over by"),
    )
    taken_condition = models.CharField(_("condition on receipt"), max_length=300, blank=True)
    refuse_reason = models.CharField(pgettext_lazy("custody", "reason for refusing"), max_length=300, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("taken by"),
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=codes.TRANSFER_STATES, default="offered", editable=False
    )

    class Meta:
        verbose_name = _("hand-over of evidence")
        verbose_name_plural = _("hand-overs of evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "number"],
                name="custody_numbered",
                violation_error_message=_("Somebody else has handed this item over in the meantime."),
            ),
            models.UniqueConstraint(
                fields=["evidence"],
                condition=models.Q(status="offered"),
                name="custody_one_offer",
                violation_error_message=_("This item is offered already; it waits for the answer."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="taken")
                | models.Q(taken_by__isnull=False, taken_at__isnull=False, offered_by__isnull=False)
                & ~models.Q(taken_by=models.F("offered_by")),
                name="custody_two_people",
                violation_error_message=_("Two people sign a hand-over: who gives cannot take."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="refused") | ~models.Q(refuse_reason=""),
                name="custody_refused_with_reason",
                violation_error_message=pgettext_lazy("custody", "Say why it is refused."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="custodytransfer_status")]


class EvidenceAlarm(MatterRecord):
    """Something is wrong with an item: found by the nightly check, or noticed by somebody. Until answered, it stays here."""

    evidence = models.ForeignKey(
        "cases.Evidence", models.PROTECT, related_name="alarms", verbose_name=_("evidence item")
    )
    kind = models.CharField(_("what is wrong"), max_length=14, choices=codes.ALARMS)
    file = models.ForeignKey(
        "cases.EvidenceFile",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("evidence file"),
    )
    note = models.CharField(_("what was noticed"), max_length=300, blank=True, help_text=_("Without names of people."))
    answer = models.CharField(_("what was found and done"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=codes.ALARM_STATES, default="raised", editable=False)

    class Meta:
        verbose_name = _("alarm about evidence")
        verbose_name_plural = _("alarms about evidence")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="answered") | ~models.Q(answer=""),
                name="alarm_answered_in_words",
                violation_error_message=_("Say what was found and done."),
            )
        ]


class EvidenceCheck(models.Model):
    """One reading of all evidence: when, how much, what was wrong. Written by manage.py verify_evidence alone."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    files = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()
    items = models.PositiveIntegerField()
    faults = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__gte=models.F("started_at")), name="evidence_check_ends_after_start"
            )
        ]
