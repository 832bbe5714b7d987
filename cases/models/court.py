"""A case in court: its numbers, its way from filing to the final judgment, and the appeals."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from actip.thai.provinces import province_choices
from cases import court_codes as codes
from cases.models.case import year_check
from cases.models.dates import in_order, in_state

JUDGED = ("judgment", "appeal", "appeal_judgment", "leave_sought", "supreme")
EARLY = ("filed", "accepted", "refused", "early_testimony", "final")


class CourtCase(MatterRecord):
    """One file of a court. Testimony taken before a charge has a file of its own kind.

    Its dates are those of the trial that counts: a new trial ordered by a higher court clears them, while the judgments
    read before stay as records. The black number is unique among the court files of the same case, not of the country:
    a refusal must not tell that a number stands in a case that the writer cannot see; see docs/decisions.
    """

    STATES = [
        ("filed", _("Filed")),
        ("accepted", pgettext_lazy("court", "Accepted")),
        ("refused", _("Not accepted")),
        ("early_testimony", _("Early testimony")),
        ("evidence_listing", _("Evidence listing")),
        ("hearing", _("Hearing")),
        ("judgment", _("Judgment read")),
        ("appeal", _("Appeal")),
        ("appeal_judgment", _("Appeal judgment read")),
        ("leave_sought", _("Leave of the Supreme Court sought")),
        ("supreme", _("Supreme Court")),
        ("final", _("Final")),
    ]
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="court_cases", verbose_name=_("case"))
    prosecution = models.ForeignKey(
        "cases.Prosecution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="court_cases",
        verbose_name=_("prosecution"),
    )
    kind = models.CharField(_("kind of court file"), max_length=16, choices=codes.COURT_CASE_KINDS, default="charge")
    court = models.CharField(_("court"), max_length=12, choices=codes.COURTS)
    province = models.CharField(_("province of the court"), max_length=5, choices=province_choices)
    court_name = models.CharField(_("which court, where the province has several"), max_length=80, blank=True)
    black_number = models.CharField(_("black number"), max_length=40)
    red_number = models.CharField(_("red number"), max_length=40, blank=True)
    filed_on = models.DateField(_("filed on"))
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    refuse_reason = models.CharField(_("reason for not accepting"), max_length=500, blank=True)
    is_trafficking = models.BooleanField(
        _("a trafficking case"),
        null=True,
        blank=True,
        help_text=_("In doubt the President of the Court of Appeal decides (section 6 of the procedure act)."),
    )
    question_answered_on = models.DateField(_("question answered on"), null=True, blank=True)
    evidence_listing_on = models.DateField(_("evidence listed on"), null=True, blank=True)
    judgment_on = models.DateField(_("judgment read on"), null=True, blank=True)
    appeal_judgment_on = models.DateField(_("appeal judgment read on"), null=True, blank=True)
    leave_sought_on = models.DateField(_("leave of the Supreme Court sought on"), null=True, blank=True)
    leave_decided_on = models.DateField(_("leave decided on"), null=True, blank=True)
    supreme_judgment_on = models.DateField(_("Supreme Court judgment read on"), null=True, blank=True)
    final_on = models.DateField(_("final since"), null=True, blank=True)
    retrial_on = models.DateField(_("new trial ordered on"), null=True, blank=True)
    retrial_by = models.CharField(_("new trial ordered by"), max_length=8, choices=codes.HIGHER_COURTS, blank=True)
    retrial_reason = models.CharField(_("reason for the new trial"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=STATES, default="filed", editable=False)

    class Meta:
        verbose_name = _("court case")
        verbose_name_plural = _("court cases")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "court", "province", "court_name", "black_number"],
                name="court_case_black_number_once",
                violation_error_message=_("This case has a court file with this number already."),
            ),
            models.UniqueConstraint(
                fields=["case", "court", "province", "court_name", "red_number"],
                condition=~models.Q(red_number=""),
                name="court_case_red_number_once",
                violation_error_message=_("This case has a court file with this red number already."),
            ),
            year_check(
                "court_case_years_are_common_era",
                "filed_on", "accepted_on", "question_answered_on", "evidence_listing_on", "judgment_on", "appeal_judgment_on",
                "leave_sought_on", "leave_decided_on", "supreme_judgment_on", "final_on", "retrial_on",
            ),
            in_order(
                "court_case_dates_in_order",
                "filed_on", "accepted_on", "evidence_listing_on", "judgment_on", "appeal_judgment_on", "leave_sought_on",
                "leave_decided_on", "supreme_judgment_on", "final_on",
            ),
            in_order("court_case_retrial_before_new_judgment", "accepted_on", "retrial_on", "judgment_on"),
            in_state(
                "court_case_judged_on_a_day",
                JUDGED,
                _("Give the day on which the judgment was read, and the red number."),
                judgment_on__isnull=False,
                red_number__gt="",
            ),
            in_state("court_case_final_on_a_day", ("final",), _("Say since when it is final."), final_on__isnull=False),
            in_state("court_case_refused_with_reason", ("refused",), _("Say why it was not accepted."), refuse_reason__gt=""),
            models.CheckConstraint(
                condition=models.Q(status__in=["filed", "refused"]) | models.Q(accepted_on__isnull=False),
                name="court_case_accepted_on_a_day",
                violation_error_message=_("Say when the court accepted it."),
            ),
            models.CheckConstraint(
                condition=models.Q(retrial_on__isnull=True) | (~models.Q(retrial_by="") & ~models.Q(retrial_reason="")),
                name="court_case_retrial_ordered_by_a_court",
                violation_error_message=_("Say which court ordered the new trial, and why."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="early_testimony") | models.Q(status__in=EARLY, judgment_on__isnull=True),
                name="court_case_early_testimony_has_no_judgment",
                violation_error_message=_("Early testimony ends without a judgment: the charge has a court file of its own."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["status"], name="courtcase_status")]

    def clean(self):
        if self.case_id and self.prosecution and self.prosecution.case_id != self.case_id:
            raise ValidationError({"prosecution": _("Choose a prosecution of this case.")})
        if self.prosecution and self.kind == "charge" and self.filed_on:
            file = self.prosecution
            if self.filed_on < (file.attorney_general_on or file.decided_on or file.received_on):
                raise ValidationError({"filed_on": _("A charge cannot be filed before the prosecutor decided.")})


class Appeal(MatterRecord):
    """Somebody's appeal against one judgment. `due_on` is the end of the term, where its rule is in use."""

    STATES = [
        ("filed", _("Filed")),
        ("decided", _("Appeal decided")),
        ("withdrawn", pgettext_lazy("appeal", "Withdrawn")),
    ]
    court_case = models.ForeignKey(CourtCase, models.PROTECT, related_name="appeals", verbose_name=_("court case"))
    judgment = models.ForeignKey("cases.Judgment", models.PROTECT, related_name="appeals", verbose_name=_("judgment"))
    level = models.CharField(_("to which court"), max_length=8, choices=codes.HIGHER_COURTS, default="appeal")
    appellant = models.CharField(_("appealed by"), max_length=14, choices=codes.APPELLANTS)
    filed_on = models.DateField(_("filed on"))
    due_on = models.DateField(_("last day of the term"), null=True, blank=True, editable=False)
    number = models.CharField(_("number at the higher court"), max_length=40, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=codes.APPEAL_RESULTS, blank=True)
    decided_on = models.DateField(_("appeal decided on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=STATES, default="filed", editable=False)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            year_check("appeal_years_are_common_era", "filed_on", "decided_on", "withdrawn_on"),
            in_order("appeal_decided_after_filing", "filed_on", "decided_on"),
            in_order("appeal_withdrawn_after_filing", "filed_on", "withdrawn_on"),
            in_state(
                "appeal_decided_with_result",
                ("decided",),
                _("Give the result and its date."),
                result__gt="",
                decided_on__isnull=False,
            ),
            in_state(
                "appeal_withdrawn_on_a_day", ("withdrawn",), _("Say when it was withdrawn."), withdrawn_on__isnull=False
            ),
        ]
        indexes = [models.Index(fields=["status"], name="appeal_status")]

    def clean(self):
        if self.judgment_id and self.court_case_id:
            if self.judgment.court_case_id != self.court_case_id:
                raise ValidationError({"judgment": _("Choose a judgment of this court case.")})
            if self.filed_on and self.filed_on < self.judgment.read_on:
                raise ValidationError({"filed_on": _("An appeal cannot be older than the judgment.")})

    @property
    def flags(self) -> list:
        """What stands out on its page."""
        return [_("Filed after the term")] if self.due_on and self.filed_on > self.due_on else []
