"""What happened: one row per act, and beside it the seal that binds the row to all rows before it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """Somebody did something. Written by PostgreSQL alone (sql/audit.sql); never changed, never deleted.

    No foreign keys: the trail outlives users, agencies and records. `fields` names columns, never their values.
    Row security shows events to readers of the audit log only; others ask `trail.history`.
    """

    KINDS = [("user", _("User")), ("system", _("System")), ("nobody", _("Nobody signed in"))]
    at = models.DateTimeField(_("time"))
    kind = models.CharField(_("kind of actor"), max_length=8, choices=KINDS)
    user_id = models.BigIntegerField(_("user"), null=True)
    agency_id = models.BigIntegerField(_("agency"), null=True)
    role = models.CharField(_("role"), max_length=3, blank=True)
    reason = models.TextField(_("why without a user"), blank=True)
    verb = models.CharField(_("what was done"), max_length=20)
    record_type = models.CharField(_("record type"), max_length=60, blank=True)
    record_id = models.CharField(_("record"), max_length=64, blank=True)
    matter_id = models.UUIDField(_("matter"), null=True)
    purpose = models.TextField(_("purpose"), blank=True)
    fields = ArrayField(models.TextField(), verbose_name=_("fields"))
    detail = models.JSONField(_("details"))
    request_id = models.CharField(_("request"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["record_id", "-id"], name="event_of_record"),
            models.Index(
                fields=["matter_id", "-id"], name="event_of_matter", condition=models.Q(matter_id__isnull=False)
            ),
            models.Index(fields=["user_id", "-id"], name="event_of_user", condition=models.Q(user_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(verb__regex=r"^[a-z][a-z_]{1,19}$"), name="event_verb_is_a_word"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.record_type} {self.record_id}".rstrip()


class Seal(models.Model):
    """Binds an event into the chain, at the commit of the transaction that wrote it."""

    event_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(_("number in the chain"), unique=True)
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
