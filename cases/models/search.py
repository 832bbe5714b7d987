"""A search, and what must follow one without a warrant."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.thai.provinces import province_choices
from cases import codes
from cases.models.case import Case, year_check


class Search(MatterRecord):
    """Of a place or a vehicle. Without a warrant: grounds, a report in writing as soon as possible, a copy to the
    occupier (Anti-Trafficking in Persons Act s.27).
    """

    STATES = [
        ("made", _("Made")),
        ("reported", _("Reported in writing")),
        ("completed", _("Copy given to the occupier")),
    ]
    case = models.ForeignKey(Case, models.PROTECT, related_name="searches", verbose_name=_("case"))
    searched_at = models.DateTimeField(_("searched at"))
    kind = models.CharField(_("kind of place"), max_length=14, choices=codes.PLACE_KINDS)
    province = models.CharField(_("province"), max_length=5, choices=province_choices)
    district = models.CharField(_("district"), max_length=100, blank=True)
    has_warrant = models.BooleanField(_("with a warrant"), default=False)
    warrant_number = models.CharField(_("number of the warrant"), max_length=80, blank=True)
    grounds = models.CharField(
        _("ground for searching without one"), max_length=10, choices=codes.SEARCH_GROUNDS, blank=True
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    reported_on = models.DateField(_("report in writing on"), null=True, blank=True)
    copy_on = models.DateField(_("copy to the occupier on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=STATES, default="made", editable=False)

    class Meta:
        verbose_name = _("search of a place")
        verbose_name_plural = _("searches of places")
        constraints = [
            year_check("search_years_are_common_era", "reported_on", "copy_on"),
            models.CheckConstraint(
                condition=models.Q(has_warrant=True) & ~models.Q(warrant_number="")
                | models.Q(has_warrant=False) & ~models.Q(grounds="") & ~models.Q(reason=""),
                name="search_has_warrant_or_reason",
                violation_error_message=_(
                    "Give the number of the warrant, or the ground and reason of a search without one."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(copy_on__isnull=True)
                | models.Q(reported_on__isnull=True)
                | models.Q(copy_on__gte=models.F("reported_on")),
                name="search_copy_after_report",
                violation_error_message=_("The copy cannot be given before the report was written."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="search_status")]

    def clean(self):
        if self.reported_on and self.searched_at and self.reported_on < self.searched_at.date():
            raise ValidationError({"reported_on": _("The report cannot be older than the search.")})
