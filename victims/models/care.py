"""What a person needs and is given: assessments, plans, services, incidents; tier 4, their words sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from actip.records.several import CodesField, only_codes
from actip.vault.fields import EncryptedField, KeyField
from cases.models.case import year_check
from victims.models.shelter import SPECIAL_NEEDS

SERVICES = [
    ("legal", _("Legal help")),
    ("medical", _("Medical care")),
    ("psychological", _("Psychological care")),
    ("education", _("Education")),
    ("vocational", _("Vocational training")),
    ("recreation", _("Recreation")),
    ("interpreter", _("Interpreter")),
    ("other", _("Other")),
]
AREAS = [
    ("safety", _("Safety")),
    ("housing", _("Housing")),
    ("health", _("Physical health")),
    ("mind", _("Mental health")),
    ("family", _("Family")),
    ("legal", _("Legal status and case")),
    ("documents", _("Identity documents")),
    ("education", _("Education")),
    ("work", _("Work and income")),
    ("language", _("Language")),
]
PROVIDERS = [
    ("shelter", _("The shelter's staff")),
    ("state", _("State agency")),
    ("hospital", _("Hospital or clinic")),
    ("ngo", _("Non-governmental organisation")),
    ("lawyer", _("Lawyer")),
    ("school", _("School or training centre")),
    ("employer", _("Employer")),
    ("other", _("Other")),
]


TOLD = [
    ("supervisor", _("Supervisor")),
    ("police", _("Police")),
    ("hospital", _("Hospital or clinic")),
    ("guardian", _("Guardian")),
    ("ministry", _("Social ministry")),
]


class NeedsAssessment(MatterRecord):
    """What somebody needs, as seen on a day, and what she herself wishes."""

    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="assessments", verbose_name=_("person"))
    assessed_on = models.DateField(_("assessed on"))
    areas = CodesField(_("needs"), codes=AREAS)
    special_needs = CodesField(_("special needs"), codes=SPECIAL_NEEDS)
    urgency = models.CharField(
        _("urgency"),
        max_length=8,
        choices=[("now", _("Now")), ("weeks", _("Within weeks")), ("later", _("Later"))],
        default="weeks",
    )
    key = KeyField()
    findings = EncryptedField(_("findings"), blank=True)
    wishes = EncryptedField(_("the person's own wishes"), blank=True)
    next_on = models.DateField(_("assess again on"), null=True, blank=True)

    class Meta:
        verbose_name = _("needs assessment")
        verbose_name_plural = _("needs assessments")
        constraints = [
            year_check("needs_years_are_common_era", "assessed_on", "next_on"),
            only_codes("needs_known_areas", "areas", AREAS),
            only_codes("needs_known_special_needs", "special_needs", SPECIAL_NEEDS),
        ]


class CarePlan(MatterRecord):
    """What was agreed with her, until when; services hang below it."""

    STATES = [("drafted", _("Drafted")), ("agreed", _("Agreed with the person")), ("closed", _("Closed"))]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="care_plans", verbose_name=_("person"))
    opened_on = models.DateField(pgettext_lazy("care plan", "opened on"))
    review_on = models.DateField(_("review on"), null=True, blank=True)
    key = KeyField()
    goals = EncryptedField(_("goals"), blank=True)
    agreed_on = models.DateField(_("agreed with the person on"), null=True, blank=True)
    closed_on = models.DateField(pgettext_lazy("care plan", "closed on"), null=True, blank=True)
    outcome = models.CharField(
        pgettext_lazy("care plan", "outcome"),
        max_length=8,
        blank=True,
        choices=[("reached", _("Goals reached")), ("partly", _("Reached in part")), ("stopped", _("Stopped"))],
    )
    status = models.CharField(_("status"), max_length=8, choices=STATES, default="drafted", editable=False)

    class Meta:
        verbose_name = _("care plan")
        verbose_name_plural = _("care plans")
        constraints = [
            year_check("plan_years_are_common_era", "opened_on", "review_on", "agreed_on", "closed_on"),
            models.CheckConstraint(
                condition=models.Q(status="drafted") | models.Q(agreed_on__isnull=False) | models.Q(status="closed"),
                name="plan_is_agreed_with_her",
                violation_error_message=_("Say on which day the plan was agreed with the person."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | (models.Q(closed_on__isnull=False) & ~models.Q(outcome="")),
                name="plan_closes_with_outcome",
                violation_error_message=_("A closed plan has a date and an outcome."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(status="agreed"),
                name="plan_one_at_a_time",
                violation_error_message=_("Another plan of this person is running: close it first."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="careplan_status")]


class Service(MatterRecord):
    """One service of a plan: planned for a day, delivered on a day, by which kind of provider."""

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="services", verbose_name=_("care plan"))
    kind = models.CharField(_("service"), max_length=14, choices=SERVICES)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    delivered_by = models.CharField(_("delivered by"), max_length=8, choices=PROVIDERS, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    key = KeyField()
    note = EncryptedField(_("note"), blank=True)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            year_check("service_years_are_common_era", "planned_on", "delivered_on"),
            models.CheckConstraint(
                condition=models.Q(planned_on__isnull=False) | models.Q(delivered_on__isnull=False),
                name="service_is_planned_or_delivered",
                violation_error_message=_("Give the day for which it is planned, or on which it was delivered."),
            ),
            models.CheckConstraint(
                condition=models.Q(delivered_on__isnull=True) | ~models.Q(delivered_by=""),
                name="service_is_delivered_by_somebody",
                violation_error_message=_("Say who delivered it."),
            ),
            models.CheckConstraint(
                condition=models.Q(hours__isnull=True) | models.Q(hours__gt=0, hours__lte=1000),
                name="service_takes_hours",
                violation_error_message=_("Give more than 0 and at most 1,000 hours."),
            ),
        ]


class Incident(MatterRecord):
    """Something that happened to a person in care, and what was done about it."""

    KINDS = [
        ("threat", _("Threat from outside")),
        ("violence", _("Violence")),
        ("self_harm", _("Self-harm")),
        ("illness", _("Illness or accident")),
        ("missing", _("Left without word")),
        ("staff", _("Conduct of staff")),
        ("rights", _("Complaint about rights")),
        ("other", _("Other")),
    ]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="incidents", verbose_name=_("person"))
    happened_at = models.DateTimeField(_("happened at"))
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    is_serious = models.BooleanField(_("serious"), default=False)
    told = CodesField(_("told at once"), codes=TOLD)
    key = KeyField()
    account = EncryptedField(_("what happened"))
    done = EncryptedField(_("what was done"), blank=True)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            only_codes("incident_known_told", "told", TOLD),
            models.CheckConstraint(
                condition=models.Q(is_serious=False) | ~models.Q(told=[]),
                name="incident_serious_is_told",
                violation_error_message=_("Say who was told of a serious incident."),
            ),
        ]
