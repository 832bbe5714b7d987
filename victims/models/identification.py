"""The formal decision whether a person is a victim (คัดแยก), from opening to decision and re-opening."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from actip.records.several import CodesField, only_codes
from actip.thai.provinces import province_choices
from cases import codes
from cases.models.case import year_check
from victims.models.person import DECIDED
from victims.models.team import MEMBERS

VICTIM, NOT_VICTIM = DECIDED[:2], DECIDED[2:]
OPEN = ("pending", "under_protection", "pre_identification", "under_reflection")
__all__ = ["DECIDED", "NOT_VICTIM", "OPEN", "VICTIM", "IdentificationDecision", "IdentificationQuerySet"]


class IdentificationQuerySet(models.QuerySet):
    """Identifications as the referral mechanism counts them."""

    def decided_in(self, year: int):
        return self.filter(status__in=DECIDED, decided_on__year=year)

    def people(self) -> int:
        """How many people these identifications are about; one who was identified again is one."""
        return self.order_by().values("person").distinct().count()

    def reports(self) -> int:
        """From how many reports these people came; those without one count nothing."""
        return self.order_by().filter(person__report__isnull=False).values("person__report").distinct().count()

    def in_force(self):
        """Those that no newer one supersedes."""
        return self.filter(superseded_by__isnull=True)


class IdentificationDecision(MatterRecord):
    """Opened, perhaps with temporary protection (s.29), and decided by a team; a decision is superseded, never edited."""

    STATES = [
        ("pending", _("Pending")),
        ("under_protection", _("Under temporary protection")),
        ("pre_identification", _("Staying before the interview")),
        ("under_reflection", _("Under reflection period")),
        ("decided_victim_tip", _("Victim of trafficking (s.6)")),
        ("decided_victim_forced_labour", _("Victim of forced labour (s.6/1)")),
        ("decided_not_victim", _("Not a victim")),
        ("undetermined", _("Not determined")),
    ]
    REFERRALS = [
        ("labour_claim", _("Labour claim")),
        ("asylum", _("Protection of refugees")),
        ("health", _("Health care")),
        ("other", _("Other help")),
        ("none_wanted", _("Help was offered and not wanted")),
    ]
    REFLECTION_ENDS = [
        ("ready", _("Ready to decide")),
        ("lapsed", _("The time is over")),
        ("left", _("The person left")),
    ]
    person = models.ForeignKey(
        "victims.Person", models.PROTECT, related_name="identifications", verbose_name=_("person")
    )
    screening = models.ForeignKey(
        "victims.Screening",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="identifications",
        verbose_name=_("opened by the screening"),
    )
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("earlier decision that it re-opens"),
    )
    new_facts = models.TextField(_("new facts"), max_length=2000, blank=True, help_text=_("Why it is opened again."))
    opened_on = models.DateField(pgettext_lazy("identification", "opened on"))
    province = models.CharField(_("province"), max_length=5, choices=province_choices)
    police_present = models.BooleanField(_("police present"), default=False)
    msdhs_present = models.BooleanField(_("social ministry present"), default=False)
    other_present = models.CharField(
        _("third member"),
        max_length=12,
        blank=True,
        choices=[("labour", _("Labour")), ("health", _("Health")), ("prosecutor", _("Prosecutor")), ("ngo", _("NGO"))],
    )
    protection_started_at = models.DateTimeField(_("temporary protection began at"), null=True, blank=True)
    protection_ended_at = models.DateTimeField(_("temporary protection ended at"), null=True, blank=True)
    court_leave_at = models.DateTimeField(_("court gave leave at"), null=True, blank=True)
    stay_began_at = models.DateTimeField(_("stay before the interview began at"), null=True, blank=True)
    interview_on = models.DateField(_("interview held on"), null=True, blank=True)
    interviewer_sex = models.CharField(
        pgettext_lazy("identification", "sex of the interviewer"), max_length=8, choices=codes.SEXES, blank=True
    )
    wished_sex = models.CharField(
        _("interviewer the person wished for"),
        max_length=8,
        blank=True,
        choices=[
            ("female", _("A woman")),
            ("male", _("A man")),
            ("any", _("Does not matter")),
            ("unasked", _("Not asked")),
        ],
    )
    child_trained = models.BooleanField(_("interviewer trained for children"), null=True, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=120, blank=True, help_text=_("Name or number."))
    reflection_offered_at = models.DateTimeField(_("reflection period offered at"), null=True, blank=True)
    reflection_ended_on = models.DateField(_("reflection period ended on"), null=True, blank=True)
    reflection_end = models.CharField(_("how it ended"), max_length=8, choices=REFLECTION_ENDS, blank=True)
    act_found = models.BooleanField(_("act found"), null=True, blank=True)
    means_found = models.BooleanField(_("means found"), null=True, blank=True, help_text=_("Not needed for a child."))
    purpose_found = models.BooleanField(_("purpose found"), null=True, blank=True)
    reasons = models.TextField(_("reasons"), max_length=5000, blank=True)
    own_words = models.TextField(_("the person's own words and wish"), max_length=5000, blank=True)
    dissenting = CodesField(_("members who dissent"), codes=MEMBERS, help_text=_("By office, never by name."))
    dissent = models.TextField(_("dissent"), max_length=2000, blank=True)
    referral = models.CharField(
        _("referred for other help"),
        max_length=12,
        choices=REFERRALS,
        blank=True,
        help_text=_("What is done for somebody who is not a victim."),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    decided_at = models.DateTimeField(_("recorded at"), null=True, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=28, choices=STATES, default="pending", editable=False)

    objects = IdentificationQuerySet.as_manager()
    REFUSALS = {
        "identification_decided_on_findings": _("A decision states act, means and purpose, and the person's own words.")
    }

    class Meta:
        verbose_name = _("identification decision")
        verbose_name_plural = _("identification decisions")
        indexes = [models.Index(fields=["status"], name="identificationdecision_status")]
        constraints = [
            year_check(
                "identification_years_are_common_era", "opened_on", "decided_on", "interview_on", "reflection_ended_on"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True) | models.Q(decided_on__gte=models.F("opened_on")),
                name="identification_decided_after_opening",
                violation_error_message=_("The decision cannot be older than the identification."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=DECIDED)
                | models.Q(decided_on__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="identification_decided_by_somebody",
                violation_error_message=_("A decision has a date and somebody who recorded it."),
            ),
            models.CheckConstraint(
                condition=models.Q(protection_ended_at__isnull=True)
                | models.Q(protection_ended_at__gte=models.F("protection_started_at")),
                name="identification_protection_in_order",
                violation_error_message=_("Protection cannot end before it began."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=VICTIM)
                | models.Q(act_found__isnull=False, act_found=True, purpose_found__isnull=False, purpose_found=True),
                name="identification_victim_has_findings",
                violation_error_message=_("For a victim, act and purpose must have been found."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="decided_not_victim") | ~models.Q(referral=""),
                name="identification_not_victim_is_referred",
                violation_error_message=_("Say what other help was offered: labour claim, protection, health."),
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | ~models.Q(new_facts=""),
                name="identification_reopened_for_new_facts",
                violation_error_message=_("An identification is opened again for new facts: write them down."),
            ),
            models.CheckConstraint(
                condition=models.Q(dissent="") | ~models.Q(dissenting=[]),
                name="identification_dissent_has_a_member",
                violation_error_message=_("Say which member of the team dissents."),
            ),
            only_codes("identification_dissenting_codes", "dissenting", MEMBERS),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(status__in=OPEN),
                name="identification_one_open",
                violation_error_message=_("An identification of this person is open already."),
            ),
        ]

    @property
    def present(self) -> set[str]:
        """Which members of the team took part."""
        found = {self.other_present} if self.other_present else set()
        return found | {code for code in ("police", "msdhs") if getattr(self, f"{code}_present")}

    def clean(self):
        """A decided row is final: a new one supersedes it (also database triggers)."""
        if self.status in VICTIM and not self.means_found and not self.person.is_child:
            raise ValidationError({"means_found": _("For an adult, means must have been found.")})
        if self.status == "decided_not_victim" and self.means_found is None and not self.person.is_child:
            raise ValidationError({"means_found": _("For an adult, say whether means were found.")})
        if self.supersedes and (self.supersedes.person_id != self.person_id or self.supersedes.status in OPEN):
            raise ValidationError({"supersedes": _("Choose a decision of the same person.")})
        if self._state.adding and self.person_id and not self.supersedes_id:
            earlier = IdentificationDecision.objects.filter(person=self.person_id, status__in=DECIDED)
            if earlier.in_force().exists():
                raise ValidationError(
                    {"supersedes": _("It was decided already: choose the decision that new facts re-open.")}
                )
