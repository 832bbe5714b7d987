"""One stay of a person: offered to a shelter, accepted or declined, a bed for its nights, begun, ended with a reason."""

from typing import cast

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.records.several import CodesField, only_codes
from cases.models.case import year_check
from victims.models.shelter import SPECIAL_NEEDS, Shelter

AGREEMENT_SENTENCE = _("An adult gives consent; for a child choose the best-interest note.")


class Placement(MatterRecord):
    """One stay of a person: offered to a shelter, accepted or declined, begun, ended with a reason.

    An adult consents to it; for a child a best-interest note stands in the place of consent (sql/21_fit.sql).
    """

    KINDS = [
        *Shelter.KINDS,
        ("outside", _("Outside a shelter")),
        ("hospital", _("Hospital")),
        ("abroad", _("Abroad")),
        ("other", _("Other")),
    ]
    STATES = [
        ("offered", _("Offered")),
        ("accepted", _("Accepted")),
        ("declined", _("Declined")),
        ("placed", _("Placed")),
        ("moved", _("Moved")),
        ("left", _("Left")),
    ]
    REFUSALS = {
        "placement_agreement_fits_age": AGREEMENT_SENTENCE,
        "placement_bed_is_there": _(
            "This bed is not there for all of these nights: choose another bed or other nights."
        ),
    }
    LEAVING = [
        ("returned", _("Returned")),
        ("reintegrated", _("Reintegrated")),
        ("moved", _("Moved elsewhere")),
        ("own_wish", _("Own wish")),
        ("absconded", _("Left without word")),
        ("died", _("Died")),
        ("age", _("Came of age")),
        ("other", _("Other")),
    ]
    person = models.ForeignKey("victims.Person", models.PROTECT, related_name="placements", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    shelter = models.ForeignKey(
        Shelter, models.PROTECT, null=True, blank=True, related_name="placements", verbose_name=_("shelter")
    )
    offered_on = models.DateField(_("offered on"))
    agreement = models.CharField(
        _("agreement"),
        max_length=13,
        choices=[("consent", _("The adult consents")), ("best_interest", _("Best-interest note for a child"))],
    )
    needs = CodesField(_("special needs"), codes=SPECIAL_NEEDS)
    override_reason = models.CharField(
        _("reason for a home that does not fit"),
        max_length=500,
        blank=True,
        help_text=_("Needed when the home does not fit: age, special needs, registration, no new people."),
    )
    bed = models.ForeignKey(
        "victims.Bed", models.PROTECT, null=True, blank=True, related_name="stays", verbose_name=_("bed")
    )
    first_night = models.DateField(_("bed booked from"), null=True, blank=True)
    last_night = models.DateField(
        _("last night booked"), null=True, blank=True, help_text=_("Empty: until the person leaves.")
    )
    nights = BigIntegerRangeField(null=True, editable=False)  # which nights of which bed: sql/20_beds.sql
    placed_on = models.DateField(_("placed on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_reason = models.CharField(_("reason for leaving"), max_length=12, choices=LEAVING, blank=True)
    moves_freely = models.BooleanField(_("comes and goes freely"), default=True)
    limit_reason = models.CharField(_("reason for a limit"), max_length=500, blank=True)
    phones_freely = models.BooleanField(_("telephones freely"), default=True)
    phone_limit_reason = models.CharField(_("reason for a limit on the telephone"), max_length=500, blank=True)
    review_on = models.DateField(_("limit reviewed on"), null=True, blank=True)
    decline_reason = models.CharField(_("reason for declining"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=STATES, default="offered", editable=False)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        indexes = [  # what waits for somebody is little, and found without the rest
            models.Index(
                fields=["status"], condition=models.Q(status__in=["offered", "accepted"]), name="placement_waiting"
            )
        ]
        constraints = [
            year_check("placement_years_are_common_era", "offered_on", "placed_on", "left_on", "review_on"),
            year_check("placement_nights_are_common_era", "first_night", "last_night"),
            only_codes("placement_known_needs", "needs", SPECIAL_NEEDS),
            models.CheckConstraint(
                condition=models.Q(kind__in=["outside", "hospital", "abroad", "other"])
                | models.Q(shelter__isnull=False),
                name="placement_in_a_shelter_names_it",
                violation_error_message=_("Choose the shelter."),
            ),
            models.CheckConstraint(
                condition=models.Q(placed_on__isnull=True) | models.Q(placed_on__gte=models.F("offered_on")),
                name="placement_begins_after_offer",
                violation_error_message=_("A stay cannot begin before it was offered."),
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("placed_on")),
                name="placement_ends_after_beginning",
                violation_error_message=_("A stay cannot end before it began."),
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | ~models.Q(left_reason=""),
                name="placement_left_with_reason",
                violation_error_message=_("Say why the person left."),
            ),
            models.CheckConstraint(
                condition=models.Q(moves_freely=True)
                | (~models.Q(limit_reason="") & models.Q(review_on__isnull=False)),
                name="placement_limit_has_reason_and_review",
                violation_error_message=_("A limit on coming and going needs a reason and a date of review."),
            ),
            models.CheckConstraint(
                condition=models.Q(phones_freely=True)
                | (~models.Q(phone_limit_reason="") & models.Q(review_on__isnull=False)),
                name="placement_phone_limit_has_reason_and_review",
                violation_error_message=_("A limit on the telephone needs a reason and a date of review."),
            ),
            models.CheckConstraint(
                condition=models.Q(bed__isnull=True) | models.Q(first_night__isnull=False),
                name="placement_bed_has_first_night",
                violation_error_message=_("Say from which night the bed is booked."),
            ),
            models.CheckConstraint(
                condition=models.Q(last_night__isnull=True) | models.Q(last_night__gte=models.F("first_night")),
                name="placement_nights_in_order",
                violation_error_message=_("The last night cannot be before the first."),
            ),
            ExclusionConstraint(
                name="placement_bed_once_a_night",
                expressions=[("nights", RangeOperators.OVERLAPS)],
                violation_error_message=_(
                    "This bed is taken in some of these nights. Choose another bed or other nights."
                ),
            ),
            models.UniqueConstraint(
                fields=["bed"],
                condition=models.Q(status="placed"),
                name="placement_one_person_in_a_bed",
                violation_error_message=_("Somebody is still placed in this bed: record first when that person left."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(status="placed"),
                name="placement_one_at_a_time",
                violation_error_message=_("This person is placed already."),
            ),
        ]

    def say_shelter(self):
        """Said where no shelter is named."""
        return _("Not in a shelter") if self.kind == "outside" else None

    def clean(self):
        """Say in words what sql/20_beds.sql and sql/21_fit.sql refuse too: a bed elsewhere, a home that does not fit."""
        if self.bed and self.bed.shelter_id != self.shelter_id:
            raise ValidationError({"bed": _("This bed is in another home.")})
        if self.person_id and self.agreement and not self._agreement_fits():
            raise ValidationError({"agreement": AGREEMENT_SENTENCE})
        if self.status != "offered" or not (self.person_id and self.offered_on and self.shelter):
            return
        if not self.shelter.admits_sex(self.person.sex):
            raise ValidationError({"shelter": _("This home does not take people of this sex.")})
        misfits = self.misfits()
        if misfits and not self.override_reason:
            sentence = _("This home does not fit: %(why)s. Choose another, or give the reason for this one.")
            raise ValidationError({"override_reason": sentence % {"why": ", ".join(misfits)}})

    def fitting(self, name: str, rows: models.QuerySet, asked) -> models.QuerySet:
        """What a form offers for a link: beds of the shelter that is settled, where the form does not ask for it."""
        return rows.filter(shelter=self.shelter_id) if name == "bed" and "shelter" not in asked else rows

    def _agreement_fits(self) -> bool:
        """Asked of a new stay, and again when the agreement is changed: an age found out later rewrites nothing."""
        before = None if self._state.adding else Placement.objects.filter(pk=self.pk).values_list("agreement").first()
        if (before and before[0] == self.agreement) or self.person.known_age_band == "unknown":
            return True
        return self.agreement == ("best_interest" if self.person.is_child else "consent")

    def misfits(self) -> list[str]:
        """In words, what the home's profile does not offer this person; a reason overrides it."""
        home, found = cast(Shelter, self.shelter), []
        if not home.is_open:
            found.append(_("it takes nobody now"))
        if home.registered_until and home.registered_until < self.offered_on:
            found.append(_("its registration has run out"))
        if home.ages and self.person.known_age_band not in home.ages:
            found.append(_("age"))
        field = cast(CodesField, self._meta.get_field("needs"))
        missing = [code for code in self.needs or () if code not in home.special_needs]
        return [*map(str, found), field.labels(missing)] if missing else [*map(str, found)]

    def warnings(self, typed: dict) -> list[str]:
        """What is said after saving: the home does not fit, and why it was chosen all the same."""
        if not self.shelter_id or not (misfits := self.misfits()):
            return []
        return [_("Placed against the home's profile (%(why)s) for the reason given.") % {"why": ", ".join(misfits)}]
