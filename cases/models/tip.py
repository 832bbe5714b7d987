"""Tips that came in batches and wait in the pool of the agency that took them in: apart from everything else, in no list."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.told import Told


class Tip(Told):
    """A tip of a batch. It has no matter and nobody is assigned to it: it becomes a report when somebody takes it out.

    Written by the database's own function (cases/sql/20_batches.sql); answered once, by taking it out or closing it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, db_index=False, related_name="+", verbose_name=_("taken in by")
    )
    batch = models.ForeignKey("cases.IntakeBatch", models.PROTECT, related_name="tips", verbose_name=_("batch"))
    report = models.ForeignKey(
        "cases.Report", models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("report")
    )
    close_reason = models.CharField(_("reason for closing"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta(Told.Meta):
        abstract = False
        verbose_name = _("tip")
        verbose_name_plural = _("tips")
        constraints = [
            *Told.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, report__isnull=True, close_reason="")
                | models.Q(answered_at__isnull=False, report__isnull=False, close_reason="")
                | (models.Q(answered_at__isnull=False, report__isnull=True) & ~models.Q(close_reason="")),
                name="tip_answered_in_one_way",
                violation_error_message=_("Say why it is closed."),
            ),
            models.UniqueConstraint(fields=["agency", "external_id", "channel"], name="tip_once"),
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(report__isnull=False), name="tip_becomes_one_report"
            ),
        ]
        # Pages and filters of the pool are read from this index alone, however many wait.
        indexes = [
            models.Index(
                fields=["agency", "received_at", "id"],
                include=["danger", "channel", "exploitation", "province", "external_id"],
                condition=models.Q(answered_at__isnull=True),
                name="tip_pool",
            )
        ]

    def __str__(self) -> str:
        return self.external_id


class IntakeBatch(models.Model):
    """One chunk of tips that came together: its rows stand in the audit trail as the one event that names it.

    Written by the database's own function (cases/sql), read by the agency that sent it. digest: SHA-256 over the ids.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency"))
    at = models.DateTimeField(_("received at"))
    created = models.PositiveIntegerField(_("kept"))
    known = models.PositiveIntegerField(_("kept before"))
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        indexes = [models.Index("agency", models.F("at").desc(), name="intake_batch_list")]

    def __str__(self) -> str:
        return str(self.id)[:8]
