"""Breaking the glass: one hour of what is closed, for a rescue, an escort or an emergency, told and reviewed."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class BrokenGlass(models.Model):
    """One officer opened one kind of record (`code`, level b of the matrix) of one person for one hour.

    Everything but reason and second person is set by the database (sql/50_glass.sql), which also ends the hour: the policies
    compare `until` with the time of each statement. Written by victims.glass alone, never changed, reviewed once.
    """

    FINDINGS = [("justified", _("It was needed")), ("not_justified", _("It was not needed"))]
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("access.Matter", models.PROTECT, related_name="+", verbose_name=_("matter"))
    code = models.CharField(_("kind of record"), max_length=3)
    reason = models.CharField(
        _("what is the emergency"),
        max_length=500,
        help_text=_("Say what you must do there and when, in 20 characters or more. Leave names out."),
    )
    broken_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("opened by")
    )
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, null=True, related_name="+", verbose_name=_("agency"))
    second = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        verbose_name=_("who is told at once"),
        help_text=_("Somebody else of your agency; a supervisor where there is one."),
    )
    broken_at = models.DateTimeField(_("opened at"), null=True)
    until = models.DateTimeField(_("until"), null=True)
    review_by = models.DateTimeField(_("to be reviewed by"), null=True)
    reviewed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    finding = models.CharField(_("finding"), max_length=13, choices=FINDINGS, blank=True)
    review = models.CharField(_("what the review found"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("emergency opening")
        verbose_name_plural = _("emergency openings")
        indexes = [models.Index(fields=["matter", "broken_by", "until"], name="glass_open")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_at__isnull=True) | (~models.Q(finding="") & ~models.Q(review="")),
                name="glass_review_finds_something",
                violation_error_message=_("Say what the review found."),
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("broken_by")),
                name="glass_reviewed_by_another",
                violation_error_message=_("Somebody else reviews what you opened."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)[:8]
