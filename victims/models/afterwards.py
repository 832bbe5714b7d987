"""After the return: visits with what was found, and the earlier matter of somebody who was trafficked again."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from cases.models.case import year_check
from victims.models.returning import Reintegration

FINDINGS = [
    ("good", _("Good")),
    ("fair", _("Fair")),
    ("bad", _("Bad")),
    ("unknown", _("Not known")),
]


def finding(name):
    """One field of a visit: good, fair, bad or not known."""
    return models.CharField(name, max_length=7, choices=FINDINGS, default="unknown")


class FollowUp(MatterRecord):
    """A visit or call after the return, dated, with findings on each field of life."""

    WAYS = [
        ("visit", _("Visit")),
        ("call", _("Telephone or video call")),
        ("partner", _("Through a partner agency")),
        ("not_found", _("Not found")),
    ]
    reintegration = models.ForeignKey(
        Reintegration, models.PROTECT, related_name="follow_ups", verbose_name=_("reintegration")
    )
    visited_on = models.DateField(_("visited on"))
    way = models.CharField(_("how"), max_length=9, choices=WAYS)
    safety = finding(_("safety"))
    family = finding(_("family"))
    work_or_school = finding(_("work or school"))
    health = finding(_("health"))
    money = finding(_("money"))
    legal = finding(_("legal matters"))
    needs_help = models.BooleanField(_("needs more help"), default=False)

    class Meta:
        verbose_name = _("follow-up visit")
        verbose_name_plural = _("follow-up visits")
        constraints = [
            year_check("followup_years_are_common_era", "visited_on"),
            models.CheckConstraint(
                condition=~models.Q(way="not_found")
                | models.Q(
                    safety="unknown", family="unknown", work_or_school="unknown", health="unknown", money="unknown",
                    legal="unknown",
                ),
                name="followup_finds_nothing_of_nobody",
                violation_error_message=_("Where nobody was found, nothing is known: leave the findings at not known."),
            ),
        ]  # fmt: skip


class EarlierMatter(MatterRecord):
    """This person was in care before, under another number: there only for whoever reaches both matters."""

    person = models.ForeignKey(
        "victims.Person", models.PROTECT, related_name="earlier_matters", verbose_name=_("person")
    )
    earlier = models.ForeignKey(
        "victims.Person", models.PROTECT, related_name="later_matters", verbose_name=_("earlier record")
    )
    found_on = models.DateField(_("found on"))
    basis = models.CharField(
        _("how it was found"),
        max_length=10,
        choices=[
            ("herself", _("The person said so")),
            ("documents", _("Documents")),
            ("staff", _("Recognised by staff")),
            ("search", _("Found by search")),
        ],
    )

    class Meta:
        verbose_name = _("earlier matter")
        verbose_name_plural = _("earlier matters")
        constraints = [
            year_check("earlier_years_are_common_era", "found_on"),
            models.UniqueConstraint(
                fields=["person", "earlier"],
                name="earlier_once",
                violation_error_message=_("These two records are linked already."),
            ),
        ]

    def clean(self):
        """Two records, not one."""
        if self.earlier_id and self.earlier_id == self.person_id:
            raise ValidationError({"earlier": _("Give the number of the earlier record, not of this one.")})
