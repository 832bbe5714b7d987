"""Screening (คัดกรอง): a first interview that says whether a person must be identified formally."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from actip.thai.provinces import province_choices
from cases import codes
from cases.models.case import year_check

OPENS_IDENTIFICATION = ("indications_found", "unclear")


class ScreeningQuerySet(models.QuerySet):
    """Screenings as the referral mechanism counts them."""

    def done_in(self, year: int):
        return self.filter(status="done", screened_on__year=year)

    def people(self) -> int:
        """How many people these screenings are about; a person screened twice is one."""
        return self.order_by().values("person").distinct().count()

    def reports(self) -> int:
        """From how many reports these people came; those without one count nothing."""
        return self.order_by().filter(person__report__isnull=False).values("person__report").distinct().count()


class Screening(MatterRecord):
    """Planned, then done with one of three outcomes; indications and doubt open an identification (database trigger).

    Code VPR, not IDN: labour inspectors screen, and may only know that identifications exist.
    """

    STATES = [("planned", pgettext_lazy("screening", "Planned")), ("done", _("Done"))]
    OUTCOMES = [
        ("indications_found", _("Indications found")),
        ("none_found", _("No indications")),
        ("unclear", _("Unclear")),
    ]
    FORMS = [
        ("ror_bor_1", _("Ror.Bor. 1 (labour inspection)")),
        ("nrm", _("Form of the referral mechanism")),
        ("police", _("Police form")),
        ("immigration", _("Immigration form")),
        ("ngo", _("Form of an organisation")),
        ("other", _("Other form")),
    ]
    PLACES = [
        ("workplace", _("Workplace")),
        ("vessel", _("Vessel or port")),
        ("border", _("Border or checkpoint")),
        ("station", _("Police station")),
        ("office", _("Office of an authority")),
        ("shelter", _("Shelter")),
        ("hospital", _("Hospital")),
        ("other", _("Other place")),
    ]
    NO_INTERPRETER = [
        ("same_language", _("They speak the same language")),
        ("not_available", _("None could be found")),
        ("refused", _("The person did not want one")),
        ("other", _("Other")),
    ]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="screenings", verbose_name=_("person"))
    planned_on = models.DateField(_("planned for"))
    province = models.CharField(_("province"), max_length=5, choices=province_choices)
    form_code = models.CharField(_("form"), max_length=12, choices=FORMS, blank=True)
    interviewer = models.CharField(
        pgettext_lazy("screening", "interviewer"), max_length=120, blank=True, help_text=_("The official who asks.")
    )
    interpreter = models.CharField(_("interpreter"), max_length=120, blank=True, help_text=_("Name or number."))
    no_interpreter = models.CharField(_("why no interpreter"), max_length=14, choices=NO_INTERPRETER, blank=True)
    language = models.CharField(_("language of the interview"), max_length=8, choices=codes.LANGUAGES, blank=True)
    place = models.CharField(_("kind of place"), max_length=10, choices=PLACES, blank=True)
    screened_on = models.DateField(_("screened on"), null=True, blank=True)
    outcome = models.CharField(pgettext_lazy("screening", "outcome"), max_length=18, choices=OUTCOMES, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=STATES, default="planned", editable=False)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        constraints = [
            year_check("screening_years_are_common_era", "planned_on", "screened_on"),
            models.CheckConstraint(
                condition=~models.Q(status="done")
                | (
                    models.Q(screened_on__isnull=False)
                    & ~models.Q(outcome="")
                    & ~models.Q(form_code="")
                    & ~models.Q(interviewer="")
                    & ~models.Q(language="")
                    & ~models.Q(place="")
                ),
                name="screening_done_is_complete",
                violation_error_message=_(
                    "A screening that is done has a date, form, interviewer, language, place, outcome."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="done") | ~models.Q(interpreter="") | ~models.Q(no_interpreter=""),
                name="screening_has_interpreter_or_reason",
                violation_error_message=_("Name the interpreter, or say why there was none."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="screening_status")]
