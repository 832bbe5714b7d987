"""Witness protection: a number, dates, kinds of measure. Costs are money's. Never who a witness became or where she is (rule 1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.records.several import CodesField, only_codes
from cases.models.case import year_check

STATES = [
    ("requested", _("Requested")),
    ("assessed", _("Assessed")),
    ("approved", _("Approved")),
    ("refused", _("Refused")),
    ("running", _("Running")),
    ("extended", _("Extended")),
    ("ended", _("Ended")),
]
# While a programme is in one of these the person is locked to the Witness Protection Office and the assigned prosecutor.
LOCKING = ("running", "extended")
KINDS = [("general", _("General measures")), ("special", _("Special measures"))]
MEASURES = [
    ("contact", _("Regular contact")),
    ("guard", _("Guard")),
    ("escort", _("Escort to court")),
    ("housing", _("Safe housing")),
    ("living", _("Living costs")),
    ("training", _("Training or work")),
    ("remote", _("Testimony by video")),
    ("screen", _("Testimony out of sight")),
    ("identity", _("Change of registration")),
]
OVER = ["refused", "ended"]
REFUSALS = [("no_threat", _("No threat found")), ("own_wish", _("Own wish")), ("not_witness", _("Not a witness"))]
ENDINGS = [
    ("case_over", _("The case is over")),
    ("no_threat", _("No threat any more")),
    ("own_wish", _("Own wish")),
    ("rules", _("Rules of the programme broken")),
    ("died", _("Died")),
    ("time", _("Time over")),
]


def only(name: str, field: str, choices, *, or_empty: bool = False) -> models.CheckConstraint:
    """Refuse in the database what is not a code of the list: no column here can hold words."""
    codes = [code for code, _label in choices] + ([""] if or_empty else [])
    sentence = _("Choose from the list; nothing else can be kept here.")
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": codes}), name=name, violation_error_message=sentence
    )


class WitnessProgramme(MatterRecord):
    """One programme of one person. Every column is a date, a code of a list, or the number, which the database draws at random."""

    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="programmes", verbose_name=_("person"))
    programme_number = models.CharField(_("programme number"), max_length=11, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=7, choices=KINDS)
    measures = CodesField(_("kinds of measure"), codes=MEASURES)
    requested_on = models.DateField(_("requested on"))
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    decided_on = models.DateField(_("approved or refused on"), null=True, blank=True)
    refusal = models.CharField(_("reason for refusal"), max_length=11, choices=REFUSALS, blank=True)
    starts_on = models.DateField(_("runs from"), null=True, blank=True)
    runs_until = models.DateField(_("runs until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ending = models.CharField(_("reason of the end"), max_length=9, choices=ENDINGS, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=STATES, default="requested", editable=False)

    class Meta:
        verbose_name = _("witness programme")
        verbose_name_plural = _("witness programmes")
        constraints = [
            year_check(
                "witness_years_are_common_era", "requested_on", "assessed_on", "decided_on", "starts_on", "runs_until",
                "ended_on",
            ),
            models.CheckConstraint(
                condition=models.Q(programme_number__regex=r"^WP-[0-9A-HJKMNP-TV-Z]{8}$"),
                name="witness_number_is_drawn",
                violation_error_message=_("The number of a programme is drawn, never typed."),
            ),
            only("witness_known_kind", "kind", KINDS),
            only("witness_known_status", "status", STATES),
            only("witness_known_refusal", "refusal", REFUSALS, or_empty=True),
            only("witness_known_ending", "ending", ENDINGS, or_empty=True),
            only_codes("witness_known_measures", "measures", MEASURES),
            models.CheckConstraint(
                condition=~models.Q(status__in=LOCKING)
                | models.Q(starts_on__isnull=False, runs_until__isnull=False, decided_on__isnull=False),
                name="witness_runs_between_dates",
                violation_error_message=_("A programme that runs was approved on a day and has its first and last day."),
            ),
            models.CheckConstraint(
                condition=models.Q(runs_until__isnull=True) | models.Q(runs_until__gte=models.F("starts_on")),
                name="witness_dates_in_order",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=~models.Q(status__in=OVER),
                name="witness_one_at_a_time",
                violation_error_message=_("A programme of this person is under way already."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["status"], name="witnessprogramme_status")]
