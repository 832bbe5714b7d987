"""A case: the inquiry file from opening to closing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import RootRecord
from actip.records.several import CodesField, only_codes
from actip.records.validation import SENTENCES
from actip.thai.provinces import province_choices
from cases import codes

# What the database refuses of a day on which something is said to have happened (actip.has_come).
SENTENCES["day_to_come"] = _("This day is still to come: enter the day on which it happened.")


def year_check(name: str, *fields: str) -> models.CheckConstraint:
    """A date must lie in 1857-2100, so that an unconverted Buddhist-era year can never be stored."""
    condition = models.Q()
    for field in fields:
        inside = models.Q(**{f"{field}__gte": "1857-01-01", f"{field}__lte": "2100-12-31"})
        condition &= models.Q(**{f"{field}__isnull": True}) | inside
    return models.CheckConstraint(
        condition=condition, name=name, violation_error_message=_("Write the year as 2569 or 2026.")
    )


class Case(RootRecord):
    """An inquiry file from opening to closing."""

    MATTER_KIND = "case"
    STATES = [
        ("opened", _("Opened")),
        ("inquiry", _("Under inquiry")),
        ("opinion_sent", _("Opinion sent")),
        ("with_prosecutor", _("With the prosecutor")),
        ("further_inquiry", _("Further inquiry")),
        ("indicted", _("Indicted")),
        ("non_prosecution", _("Not prosecuted")),
        ("suspended", _("Suspended")),
        ("closed", _("Closed")),
    ]
    report = models.ForeignKey(
        "cases.Report",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("report it came from"),
    )
    opened_on = models.DateField(_("opened on"))
    investigator = models.CharField(_("kind of investigator"), max_length=8, choices=codes.INVESTIGATORS)
    exploitation = models.CharField(_("form of exploitation"), max_length=16, choices=codes.EXPLOITATION)
    exploitations = CodesField(
        _("all forms of exploitation"),
        codes=codes.EXPLOITATION,
        db_default=[],
        help_text=_("If there is more than the one that is counted."),
    )
    sectors = CodesField(_("kind of work or place"), codes=codes.SECTORS, db_default=[])
    source_countries = CodesField(_("countries of source"), codes=codes.ROUTE_COUNTRIES, db_default=[])
    transit_countries = CodesField(_("countries of transit"), codes=codes.ROUTE_COUNTRIES, db_default=[])
    destination_countries = CodesField(_("countries of destination"), codes=codes.ROUTE_COUNTRIES, db_default=[])
    province = models.CharField(_("province"), max_length=5, choices=province_choices)
    is_online = models.BooleanField(_("recruited or exploited online"), default=False)
    is_special_case = models.BooleanField(_("special case"), default=False)
    special_number = models.CharField(
        _("special case: number of the decision"), max_length=80, blank=True, default="", db_default=""
    )
    special_on = models.DateField(_("special case: date of the decision"), null=True, blank=True)
    facts = models.TextField(_("facts in short"), max_length=5000, blank=True)
    opinion_on = models.DateField(_("opinion sent on"), null=True, blank=True)
    received_by_prosecutor_on = models.DateField(_("received by the prosecutor on"), null=True, blank=True)
    decided_on = models.DateField(_("prosecutor decided on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    close_reason = models.CharField(_("reason for closing"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=STATES, default="opened", editable=False)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            year_check(
                "case_years_are_common_era",
                "opened_on",
                "opinion_on",
                "received_by_prosecutor_on",
                "decided_on",
                "closed_on",
                "special_on",
            ),
            only_codes("case_exploitations_known", "exploitations", codes.EXPLOITATION),
            only_codes("case_sectors_known", "sectors", codes.SECTORS),
            only_codes("case_source_countries_known", "source_countries", codes.ROUTE_COUNTRIES),
            only_codes("case_transit_countries_known", "transit_countries", codes.ROUTE_COUNTRIES),
            only_codes("case_destination_countries_known", "destination_countries", codes.ROUTE_COUNTRIES),
            models.CheckConstraint(
                condition=models.Q(is_special_case=False, special_number="", special_on__isnull=True)
                | (models.Q(is_special_case=True, special_on__isnull=False) & ~models.Q(special_number="")),
                name="case_special_by_decision",
                violation_error_message=_(
                    "A special case is made so by a decision: give its number and date, or neither and take the mark away."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(opinion_on__isnull=True) | models.Q(opinion_on__gte=models.F("opened_on")),
                name="case_opinion_after_opening",
                violation_error_message=_("The opinion cannot be older than the case."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("opened_on")),
                name="case_closed_after_opening",
                violation_error_message=_("A case cannot be closed before it was opened."),
            ),
        ]

    @property
    def flags(self) -> list:
        """What stands out on its page."""
        return [_("Special case")] if self.is_special_case else []
