"""What the record machinery keeps for itself: dated rules, clocks, drafts, keys of repeated requests."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

# Legal bases that data/rules.csv names, so that bin/messages collects them.
BASES = (gettext_noop("Anti-Trafficking in Persons Act B.E. 2551, section 29"),)


class Rule(models.Model):
    """A limit in law or agency practice, valid from a date: last year's clock keeps last year's limit.

    confidence: A read in the legal text, B secondary source, C to be confirmed (loaded switched off).
    """

    UNITS = [("hours", _("hours")), ("days", _("days"))]
    code = models.CharField(_("code"), max_length=12)
    name_th = models.CharField(_("Thai name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    limit = models.PositiveIntegerField(_("limit"))
    unit = models.CharField(_("unit"), max_length=5, choices=UNITS)
    warn_before = models.PositiveIntegerField(_("warn before the end, same unit"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=1, choices=[(letter, letter) for letter in "ABC"])
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="rule_once_a_day")]

    def __str__(self) -> str:
        return self.code

    @property
    def legal_basis(self) -> str:
        """The basis in the language of the page."""
        return gettext(self.basis) if self.basis else ""


class Clock(models.Model):
    """A running limit of one matter: it never changes a state; passed unended, it is a breach that is answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("access.Matter", models.PROTECT, related_name="clocks", verbose_name=_("matter"))
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+", verbose_name=_("rule"))
    record_type = models.CharField(max_length=40)
    record_id = models.UUIDField()
    starts_at = models.DateTimeField(_("started at"))
    due_at = models.DateTimeField(_("due at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    breach_reason = models.CharField(_("reason of the breach"), max_length=500, blank=True)
    breach_note = models.CharField(_("supervisor's note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        constraints = [
            models.UniqueConstraint(fields=["record_id", "rule", "starts_at"], name="clock_once"),
            models.CheckConstraint(condition=models.Q(due_at__gt=models.F("starts_at")), name="clock_runs_forward"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("starts_at")),
                name="clock_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(ended_at__isnull=True), name="clock_open")]


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
    location = models.CharField(max_length=300, blank=True)
    record_type = models.CharField(max_length=40, blank=True)
    record_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="request_once")]
