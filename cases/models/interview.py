"""An interview: who asked whom, where, in whose presence, and whether the person's wish about it was met."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.accounts.person import of_ones_own_agency
from actip.records.base import MatterRecord
from cases import codes
from cases.models.case import Case
from cases.models.suspect import Suspect


class Interview(MatterRecord):
    """Of a suspect, a victim or a witness; the words themselves are evidence and stand there.

    The sex of the interviewer and the person's wish are recorded; a child is interviewed by somebody trained for it
    (hard rules 4 and 5; the rule on the interviewer's sex is in the Criminal Procedure Code, to be confirmed).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="interviews", verbose_name=_("case"))
    of_whom = models.CharField(_("who was interviewed"), max_length=8, choices=codes.INTERVIEWED)
    suspect = models.ForeignKey(
        Suspect, models.PROTECT, null=True, blank=True, related_name="interviews", verbose_name=_("suspect")
    )
    held_at = models.DateTimeField(_("held at"))
    place = models.CharField(_("place"), max_length=12, choices=codes.INTERVIEW_PLACES)
    wished_sex = models.CharField(
        _("wish for the interviewer"), max_length=9, choices=codes.WISHED_SEXES, default="not_asked"
    )
    interviewer = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        verbose_name=_("interviewer"),
        limit_choices_to=of_ones_own_agency,
    )
    interviewer_sex = models.CharField(_("sex of the interviewer"), max_length=8, choices=codes.SEXES)
    wish_reason = models.CharField(_("why the wish was not met"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=codes.LANGUAGES, default="th")
    interpreter_needed = models.BooleanField(_("interpreter needed"), default=False)
    interpreter_present = models.BooleanField(_("interpreter present"), default=False)
    no_interpreter_reason = models.CharField(_("why there was no interpreter"), max_length=500, blank=True)
    support_person = models.CharField(_("support person"), max_length=12, choices=codes.SUPPORT_PERSONS, default="none")
    is_child = models.BooleanField(_("the person is a child"), default=False)
    is_trained = models.BooleanField(_("the interviewer is trained to interview children"), default=False)
    recording = models.CharField(
        _("reference of the recording"),
        max_length=200,
        blank=True,
        help_text=_("Where it is kept: number of the medium or of the evidence. No name."),
    )

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(wished_sex__in=["female", "male"])
                | models.Q(wished_sex=models.F("interviewer_sex"))
                | ~models.Q(wish_reason=""),
                name="interview_wish_met_or_reason",
                violation_error_message=_(
                    "The person asked for somebody of another sex: say why the wish was not met."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(interpreter_needed=False)
                | models.Q(interpreter_present=True)
                | ~models.Q(no_interpreter_reason=""),
                name="interview_interpreter_or_reason",
                violation_error_message=_("An interpreter was needed: say why there was none."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_child=False) | models.Q(is_trained=True),
                name="interview_of_a_child_by_a_trained_person",
                violation_error_message=_("A child is interviewed by somebody trained for it."),
            ),
            models.CheckConstraint(
                condition=models.Q(suspect__isnull=True) | models.Q(of_whom="suspect"),
                name="interview_suspect_only_of_suspects",
                violation_error_message=_("A suspect is named only for the interview of a suspect."),
            ),
        ]

    def clean(self):
        if self.case_id and self.suspect and self.suspect.case_id != self.case_id:
            raise ValidationError({"suspect": _("Choose a suspect of this case.")})
        self._know_the_interviewer()
        if self.of_whom == "suspect" and not self.suspect_id:
            raise ValidationError({"suspect": _("Choose the suspect.")})

    def _know_the_interviewer(self):
        """The sex is that of the officer's own entry, where she has said it: a wish is not met by ticking a box."""
        known = self.interviewer.sex if self.interviewer_id else ""
        if known and self.interviewer_sex in ("", "unknown"):
            self.interviewer_sex = known
        if known and self.interviewer_sex != known:
            raise ValidationError({"interviewer_sex": _("This is another sex than the officer's own entry has.")})
