"""The way home: a return across a border or to a home province, and reintegration after it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from actip.records.several import CodesField, only_codes
from actip.thai.provinces import country_choices, province_choices
from cases.models.case import year_check
from victims.models.work import CONSENT

PAPERS = [
    ("passport", _("Passport")),
    ("travel_document", _("Travel document of the person's embassy")),
    ("nationality", _("Nationality verified")),
    ("exit_permit", _("Permit to leave")),
    ("ticket", _("Ticket")),
    ("escort", _("Escort named")),
    ("receiving", _("Receiving agency confirmed")),
]
BEFORE_CONSENT = ("requested", "family_tracing", "assessed", "cancelled")
HELP = [
    ("housing", _("Housing")),
    ("work", pgettext_lazy("reintegration", "Work")),
    ("training", _("Training")),
    ("school", _("School")),
    ("business", _("Small business")),
    ("health", _("Health care")),
    ("counselling", _("Counselling")),
    ("legal", _("Legal help")),
    ("money", _("Money")),
]


class Return(MatterRecord):
    """A return to another country, from abroad, or to a province of Thailand; from the wish to the first look afterwards."""

    STATES = [
        ("requested", _("Requested")),
        ("family_tracing", _("Family tracing")),
        ("assessed", _("Safety assessed")),
        ("consented", _("Consented")),
        ("documents", _("Documents under way")),
        ("scheduled", _("Scheduled")),
        ("returned", _("Returned")),
        ("followed_up", _("Followed up")),
        ("cancelled", _("Cancelled")),
    ]
    DIRECTIONS = [
        ("foreigner_home", _("Home to another country")),
        ("thai_from_abroad", _("Thai from abroad")),
        ("thai_home_province", _("Thai to a home province")),
    ]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="returns", verbose_name=_("person"))
    direction = models.CharField(_("direction"), max_length=18, choices=DIRECTIONS)
    requested_on = models.DateField(_("requested on"))
    wished_by_her = models.BooleanField(
        _("the person asked for it"), help_text=_("Ask the person; it is never taken for granted.")
    )
    country = models.CharField(_("country of return or departure"), max_length=2, choices=country_choices, blank=True)
    province = models.CharField(_("province of return"), max_length=5, choices=province_choices, blank=True)
    family_found = models.BooleanField(_("family found"), null=True, blank=True)
    traced_on = models.DateField(_("tracing began on"), null=True, blank=True)
    assessed_on = models.DateField(_("safety assessed on"), null=True, blank=True)
    is_safe = models.BooleanField(_("safe to return"), null=True, blank=True)
    consented_on = models.DateField(_("consented on"), null=True, blank=True)
    consent_form = models.CharField(_("how consent was given"), max_length=10, choices=CONSENT, blank=True)
    papers = CodesField(_("documents in hand"), codes=PAPERS)
    scheduled_for = models.DateField(_("scheduled for"), null=True, blank=True)
    returned_on = models.DateField(pgettext_lazy("person", "returned on"), null=True, blank=True)
    received_by = models.CharField(
        _("received by"),
        max_length=12,
        blank=True,
        choices=[
            ("family", _("Family")),
            ("state", _("State agency")),
            ("ngo", _("Non-governmental organisation")),
            ("nobody", _("Nobody")),
        ],
    )
    followed_up_on = models.DateField(_("first contact after the return on"), null=True, blank=True)
    cancel_reason = models.CharField(
        _("reason for cancelling"),
        max_length=10,
        blank=True,
        choices=[
            ("own_wish", _("Own wish")),
            ("not_safe", _("Not safe")),
            ("stays", _("May stay here")),
            ("witness", _("Needed as a witness")),
            ("lost", _("Contact lost")),
            ("other", _("Other")),
        ],
    )
    status = models.CharField(_("status"), max_length=14, choices=STATES, default="requested", editable=False)

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints = [
            year_check(
                "return_years_are_common_era", "requested_on", "traced_on", "assessed_on", "consented_on",
                "scheduled_for", "returned_on", "followed_up_on",
            ),
            only_codes("return_known_papers", "papers", PAPERS),
            models.CheckConstraint(
                condition=models.Q(direction="thai_home_province") | ~models.Q(country=""),
                name="return_across_a_border_names_the_country",
                violation_error_message=_("Choose the country."),
            ),
            models.CheckConstraint(
                condition=models.Q(direction="foreigner_home") | ~models.Q(province=""),
                name="return_in_thailand_names_the_province",
                violation_error_message=_("Choose the province."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=BEFORE_CONSENT)
                | (
                    models.Q(consented_on__isnull=False, assessed_on__isnull=False, is_safe__isnull=False, is_safe=True)
                    & ~models.Q(consent_form="")
                ),
                name="return_is_assessed_and_consented",
                violation_error_message=_("Nobody is returned unless it was found safe and the person consented."),
            ),
            models.CheckConstraint(
                condition=models.Q(returned_on__isnull=True) | models.Q(returned_on__gte=models.F("consented_on")),
                name="return_follows_consent",
                violation_error_message=_("A return cannot come before the consent to it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="cancelled") | ~models.Q(cancel_reason=""),
                name="return_cancelled_with_reason",
                violation_error_message=_("Say why it was cancelled."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=~models.Q(status__in=["followed_up", "cancelled"]),
                name="return_one_under_way",
                violation_error_message=_("A return of this person is under way already."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["status"], name="return_status")]


class Reintegration(MatterRecord):
    """Help at home after the return or the shelter, visited at 3, 6 and 12 months, closed with what became of her."""

    STATES = [
        ("planned", pgettext_lazy("reintegration", "Planned")),
        ("active", _("Active")),
        ("follow_up", _("Follow-up")),
        ("closed", _("Closed")),
    ]
    OUTCOMES = [
        ("self_reliant", _("Self-reliant")),
        ("moved", _("Moved")),
        ("lost_contact", _("Contact lost")),
        ("re_trafficked", _("Trafficked again")),
        ("died", _("Died")),
    ]
    person = models.ForeignKey(
        "victims.Person", models.PROTECT, related_name="reintegrations", verbose_name=_("person")
    )
    planned_on = models.DateField(_("planned on"))
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    province = models.CharField(_("province"), max_length=5, choices=province_choices, blank=True)
    help = CodesField(_("help agreed"), codes=HELP)
    started_on = models.DateField(_("began on"), null=True, blank=True)
    closed_on = models.DateField(pgettext_lazy("reintegration", "closed on"), null=True, blank=True)
    outcome = models.CharField(pgettext_lazy("reintegration", "outcome"), max_length=13, choices=OUTCOMES, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=STATES, default="planned", editable=False)

    class Meta:
        verbose_name = _("reintegration")
        verbose_name_plural = _("reintegrations")
        constraints = [
            year_check("reintegration_years_are_common_era", "planned_on", "started_on", "closed_on"),
            only_codes("reintegration_known_help", "help", HELP),
            models.CheckConstraint(
                condition=models.Q(status="planned") | models.Q(started_on__isnull=False),
                name="reintegration_began_on_a_day",
                violation_error_message=_("Say when it began."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | (models.Q(closed_on__isnull=False) & ~models.Q(outcome="")),
                name="reintegration_closes_with_outcome",
                violation_error_message=_("Say when it ended and what became of the person."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(status__in=["active", "follow_up"]),
                name="reintegration_one_at_a_time",
                violation_error_message=_("A reintegration of this person is under way already."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="reintegration_status")]
