"""Shelters by code and province, and their addresses in a table of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import Record
from actip.records.several import CodesField, only_codes
from actip.thai.provinces import province_choices
from actip.vault.fields import EncryptedField, KeyField
from cases import codes
from cases.models.case import year_check

# What a home can offer, and what a person may need of it.
SPECIAL_NEEDS = [
    ("wheelchair", _("Step-free rooms")),
    ("sight_hearing", _("Help with sight or hearing")),
    ("pregnancy", _("Pregnancy")),
    ("infant", _("Mother with an infant")),
    ("siblings", _("Brothers and sisters together")),
    ("mental_health", _("Psychiatric care")),
    ("treatment", _("Daily medical treatment")),
    ("high_security", _("Protection from threats")),
    ("diet_faith", _("Diet or prayer of a religion")),
]
AGES = [(code, label) for code, label in codes.AGE_BANDS if code != "unknown"]


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
    beds = models.PositiveIntegerField(_("number of beds"))
    ages = CodesField(_("ages"), codes=AGES, help_text=_("None ticked: all ages."))
    special_needs = CodesField(_("special needs it can meet"), codes=SPECIAL_NEEDS)
    registration_number = models.CharField(
        _("registration number"), max_length=40, blank=True, help_text=_("Of a registered private shelter.")
    )
    registered_until = models.DateField(_("registered until"), null=True, blank=True)
    is_open = models.BooleanField(_("takes people now"), default=True)

    class Meta:
        verbose_name = _("shelter")
        verbose_name_plural = _("shelters")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(beds__gte=1, beds__lte=2000),
                name="shelter_has_beds",
                violation_error_message=_("Give 1 to 2,000 beds."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="private_registered")
                | (~models.Q(registration_number="") & models.Q(registered_until__isnull=False)),
                name="shelter_private_is_registered",
                violation_error_message=_(
                    "A private shelter has a registration number and a date until which it holds."
                ),
            ),
            year_check("shelter_years_are_common_era", "registered_until"),
            only_codes("shelter_known_ages", "ages", AGES),
            only_codes("shelter_known_needs", "special_needs", SPECIAL_NEEDS),
        ]

    def __str__(self) -> str:
        return self.code

    def admits_sex(self, sex: str) -> bool:
        """A home for women takes no man and one for men no woman; whoever is neither, or not stated, is for it to decide."""
        return self.admits == "all" or sex not in ("female", "male") or sex == self.admits


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
