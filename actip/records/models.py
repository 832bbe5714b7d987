"""What the record machinery keeps for itself: dated rules, clocks, drafts, keys of repeated requests."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Rule(models.Model):
    """A limit in law or agency practice, valid from a date: last year's clock keeps last year's limit.

    confidence: A read in the legal text, B secondary source, C to be confirmed (loaded switched off).
    """

    UNITS = [("hours", _("hours")), ("days", _("days")), ("months", _("months")), ("years", _("years"))]
    code = models.CharField(_("code"), max_length=12)
    name_th = models.CharField(_("Thai name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    limit = models.PositiveIntegerField(_("limit"))
    unit = models.CharField(_("unit"), max_length=6, choices=UNITS)
    warn_before = models.PositiveIntegerField(_("warn before the end: hours of a limit in hours, else days"))
    warn_again = models.PositiveIntegerField(_("warn once more, in the same unit; 0: not"), default=0)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    basis = models.CharField(pgettext_lazy("rule", "basis"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=1, choices=[(letter, letter) for letter in "ABC"])
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="rule_once_a_day")]

    @property
    def legal_basis(self) -> str:
        """The basis in the language of the page."""
        return gettext(self.basis) if self.basis else ""


class Clock(models.Model):
    """A running limit of one matter: it never changes a state; passed unended, it is a breach that is answered.

    A breach has a reason by somebody who works on the record and then a note by a supervisor, who is another person.
    `ended_at` is when it ended in the world, `ended_recorded_at` when that was written (database trigger): what was late
    on a day, as it was known that day, is asked of the second.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("access.Matter", models.PROTECT, related_name="clocks", verbose_name=_("matter"))
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+", verbose_name=_("rule"))
    record_type = models.CharField(max_length=40)
    record_id = models.UUIDField()
    starts_at = models.DateTimeField(_("started at"))
    due_at = models.DateTimeField(_("due at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_recorded_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    breach_reason = models.CharField(_("reason of the breach"), max_length=500, blank=True)
    reason_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    reason_at = models.DateTimeField(null=True, editable=False)
    breach_note = models.CharField(_("supervisor's note"), max_length=500, blank=True)
    note_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    note_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        constraints = [
            # one running; that of a reopened limit begins where an ended one began
            models.UniqueConstraint(
                fields=["record_id", "rule", "starts_at"], condition=models.Q(ended_at__isnull=True), name="clock_once"
            ),
            models.CheckConstraint(condition=models.Q(due_at__gt=models.F("starts_at")), name="clock_runs_forward"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("starts_at")),
                name="clock_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(breach_reason="", reason_by__isnull=True, reason_at__isnull=True)
                | ~models.Q(breach_reason="") & models.Q(reason_by__isnull=False, reason_at__isnull=False),
                name="clock_reason_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(breach_note="", note_by__isnull=True, note_at__isnull=True)
                | ~models.Q(breach_note="") & models.Q(note_by__isnull=False, note_at__isnull=False),
                name="clock_note_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(breach_note="")
                | ~models.Q(breach_reason="") & ~models.Q(note_by=models.F("reason_by")),
                name="clock_note_answers_a_reason_of_another",
                violation_error_message=_("The note is written by another person than the reason, after it."),
            ),
        ]
        indexes = [
            # of records that the feed does not tell of; the lists of all others start from matters
            models.Index(
                fields=["record_type", "due_at"],
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gt=models.F("due_at"), breach_note=""),
                name="clock_waiting",
            ),
        ]


class ClockExtension(models.Model):
    """More time for a running clock, given by an authority in a document; the clock's end moves with it (database trigger)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="extensions")
    matter = models.ForeignKey("access.Matter", models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField(_("longer by"))
    due_before = models.DateTimeField()
    due_after = models.DateTimeField(_("due at"))
    granted_on = models.DateField(_("granted on"))
    authority = models.CharField(_("who granted it"), max_length=200)
    document = models.CharField(_("document"), max_length=120)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_after__gt=models.F("due_before"), amount__gte=1, amount__lte=3660),
                name="extension_lengthens",
                violation_error_message=_("An extension makes the time longer, by 1 to 3,660."),
            ),
            models.UniqueConstraint(fields=["clock", "due_before"], name="extension_once"),
        ]


class Draft(models.Model):
    """What somebody has typed but not yet saved, encrypted; survives a closed browser and an ended session."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form = models.CharField(max_length=200)
    content = models.BinaryField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="draft_once")]


class Request(models.Model):
    """An Idempotency-Key and the answer that it got, so that a repeated request is answered and not done again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    record_type = models.CharField(max_length=40, blank=True)
    record_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="request_once")]


class Packet(models.Model):
    """A sealed file made for an open offer: for which role, by whom, its SHA-256, and who received it by accepting the offer.

    The file itself is not kept; `digest` is that of its manifest, which holds the hash of every part. Guarded, audited and
    received by database triggers (sql/30_handover.sql).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("access.Matter", models.PROTECT, related_name="+", verbose_name=_("matter"))
    offer = models.ForeignKey("access.Assignment", models.PROTECT, related_name="packets", verbose_name=_("offer"))
    role = models.CharField(_("role"), max_length=3)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    received_at = models.DateTimeField(pgettext_lazy("packet", "received at"), null=True, editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=pgettext_lazy("packet", "received by"),
    )

    class Meta:
        verbose_name = _("packet")
        verbose_name_plural = _("packets")
        constraints = [
            models.CheckConstraint(condition=models.Q(digest__regex="^[0-9a-f]{64}$"), name="packet_digest"),
        ]
