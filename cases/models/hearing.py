"""A hearing: when and where, what for, held or postponed and why, and how the witness was protected."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.records.several import CodesField, only_codes
from cases import court_codes as codes
from cases.models.dates import in_order, in_state


class Hearing(MatterRecord):
    """Planned, then held or postponed. Names of witnesses have no place here."""

    STATES = [
        ("planned", _("Planned")),
        ("held", _("Held")),
        ("postponed", _("Postponed")),
        ("cancelled", _("Cancelled")),
    ]
    court_case = models.ForeignKey(
        "cases.CourtCase", models.PROTECT, related_name="hearings", verbose_name=_("court case")
    )
    starts_at = models.DateTimeField(_("begins at"))
    kind = models.CharField(_("what for"), max_length=16, choices=codes.HEARINGS)
    room = models.CharField(_("room"), max_length=40, blank=True)
    measures = CodesField(_("protective measures"), codes=codes.MEASURES)
    absence = models.CharField(
        _("accused absent: ground (section 33)"), max_length=10, choices=codes.ABSENCES, blank=True
    )
    postpone_reason = models.CharField(
        _("reason of the postponement"), max_length=16, choices=codes.POSTPONEMENTS, blank=True
    )
    postpone_note = models.CharField(_("reason in words"), max_length=500, blank=True)
    postponed_to = models.DateTimeField(_("postponed to"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=STATES, default="planned", editable=False)

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        indexes = [
            models.Index(fields=["starts_at"], name="hearing_calendar"),
            models.Index(fields=["status"], name="hearing_status"),
        ]
        constraints = [
            only_codes("hearing_measures_known", "measures", codes.MEASURES),
            models.CheckConstraint(
                condition=models.Q(starts_at__year__gte=1857, starts_at__year__lte=2100),
                name="hearing_year_is_common_era",
                violation_error_message=_("Write the year as 2569 or 2026."),
            ),
            in_state(
                "hearing_postponed_with_reason",
                ("postponed",),
                _("Each postponement needs a reason (section 30 of the procedure act)."),
                postpone_reason__gt="",
            ),
            models.CheckConstraint(
                condition=~models.Q(postpone_reason="other") | ~models.Q(postpone_note=""),
                name="hearing_other_reason_in_words",
                violation_error_message=_("Say in words what the other reason is."),
            ),
            in_order(
                "hearing_postponed_to_later",
                "starts_at",
                "postponed_to",
                message=_("A hearing is postponed to a later time."),
            ),
        ]

    def clean(self):
        if not (self.court_case_id and self.starts_at):
            return
        if timezone.localtime(self.starts_at).date() < self.court_case.filed_on:
            raise ValidationError({"starts_at": _("A hearing cannot be older than the filing.")})
