"""Shelters by code and province, their addresses in a table of their own, and stays in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord, Record
from actip.thai.provinces import province_choices
from actip.vault.fields import EncryptedField, KeyField
from cases.models.case import year_check


class Shelter(Record):
    """A home known by a code and a province; never by its address."""

    KINDS = [
        ("government_long_term", _("Government long-term shelter")),
        ("children_family_home", _("Children and family home")),
        ("private_registered", _("Registered private shelter")),
    ]
    ADMITS = [("all", _("All")), ("female", _("Women and girls")), ("male", _("Men and boys"))]
    code = models.CharField(_("shelter code"), max_length=20, unique=True)
    agency = models.ForeignKey(
        "accounts.Agency",
        models.PROTECT,
        related_name="+",
        verbose_name=_("run by"),
        limit_choices_to={"kind__in": ["shelter_gov", "shelter_ngo"]},
    )
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    province = models.CharField(_("province"), max_length=5, choices=province_choices)
    admits = models.CharField(_("admits"), max_length=6, choices=ADMITS, default="all")
    beds = models.PositiveIntegerField(_("beds"))
    is_open = models.BooleanField(_("takes people now"), default=True)

    class Meta:
        verbose_name = _("shelter")
        verbose_name_plural = _("shelters")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(beds__gte=1, beds__lte=2000),
                name="shelter_has_beds",
                violation_error_message=_("Give 1 to 2,000 beds."),
            )
        ]

    def __str__(self) -> str:
        return self.code


class ShelterAddress(Record):
    """Where a shelter is: shown one at a time, for one stay, with a reason; never listed, exported or sent by API."""

    shelter = models.OneToOneField(Shelter, models.PROTECT, related_name="place", verbose_name=_("shelter"))
    key = KeyField()
    address = EncryptedField(_("address"))
    phone = EncryptedField(_("telephone"), blank=True)
    directions = EncryptedField(_("directions"), blank=True)

    class Meta:
        verbose_name = _("shelter address")
        verbose_name_plural = _("shelter addresses")


class Placement(MatterRecord):
    """One stay of a person: offered to a shelter, accepted or declined, begun, ended with a reason."""

    KINDS = [
        *Shelter.KINDS,
        ("outside", _("Outside a shelter")),
        ("hospital", _("Hospital")),
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
    placed_on = models.DateField(_("placed on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_reason = models.CharField(_("reason for leaving"), max_length=12, choices=LEAVING, blank=True)
    moves_freely = models.BooleanField(_("comes and goes freely"), default=True)
    limit_reason = models.CharField(_("reason for a limit"), max_length=500, blank=True)
    review_on = models.DateField(_("limit reviewed on"), null=True, blank=True)
    decline_reason = models.CharField(_("reason for declining"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=STATES, default="offered", editable=False)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            year_check("placement_years_are_common_era", "offered_on", "placed_on", "left_on", "review_on"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["outside", "hospital", "other"]) | models.Q(shelter__isnull=False),
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
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(status="placed"),
                name="placement_one_at_a_time",
                violation_error_message=_("This person is placed already."),
            ),
        ]
