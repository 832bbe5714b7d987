"""A suspect in a case, and, in a table of its own, who that is."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.records.base import MatterRecord
from actip.thai import names, national_id, phones
from actip.thai.provinces import country_choices, province_choices
from actip.vault.fields import EncryptedField, KeyField, open_sealed
from cases import codes
from cases.models.case import year_check


class Suspect(MatterRecord):
    """A natural or juristic person suspected in one case; without identifiers. Suspects of a case are told apart by their number in it.

    Whether the suspect is an official is said in a compartment of its own (OfficialComplicity), not here. From the
    moment of reaching the station 48 hours run to the court (Criminal Procedure Code s.87).
    """

    STATES = [
        ("free", _("Not in custody")),
        ("arrested", _("Arrested")),
        ("in_court", _("Brought to court")),
        ("released", pgettext_lazy("suspect", "Released")),
    ]
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="suspects", verbose_name=_("case"))
    number_in_case = models.PositiveSmallIntegerField(
        _("number in the case"),
        default=0,
        db_default=0,
        editable=False,
        help_text=_(
            "The first suspect entered in a case is 1. It is given by the database, never changed and never given twice."
        ),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=codes.SUSPECT_KINDS, default="natural")
    nationality = models.CharField(_("nationality"), max_length=2, choices=country_choices, default="XX")
    sex = models.CharField(_("sex"), max_length=8, choices=codes.SEXES, default="unknown")
    age_band = models.CharField(_("age"), max_length=8, choices=codes.AGE_BANDS, default="unknown")
    arrested_on = models.DateField(_("arrested on"), null=True, blank=True)
    arrest_province = models.CharField(_("arrested in"), max_length=5, choices=province_choices, blank=True)
    arrested_at = models.DateTimeField(_("arrested at"), null=True, blank=True)
    arrest_place = models.CharField(_("place of arrest"), max_length=300, blank=True, default="", db_default="")
    arrest_warrant = models.CharField(
        _("arrest"), max_length=8, choices=codes.WARRANTS, default="unknown", db_default="unknown"
    )
    warrant_number = models.CharField(_("number of the warrant"), max_length=80, blank=True, default="", db_default="")
    station_at = models.DateTimeField(_("reached the station at"), null=True, blank=True)
    court_at = models.DateTimeField(_("brought to court at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    status = models.CharField(
        _("custody"), max_length=8, choices=STATES, default="free", db_default="free", editable=False
    )

    class Meta:
        verbose_name = _("suspect")
        verbose_name_plural = _("suspects")
        constraints = [
            models.UniqueConstraint(fields=["case", "number_in_case"], name="suspect_number_once"),
            year_check("suspect_years_are_common_era", "arrested_on"),
            models.CheckConstraint(
                condition=models.Q(station_at__isnull=True)
                | models.Q(arrested_at__isnull=True)
                | models.Q(station_at__gte=models.F("arrested_at")),
                name="suspect_station_after_arrest",
                violation_error_message=_("Nobody reaches the station before the arrest."),
            ),
            models.CheckConstraint(
                condition=models.Q(court_at__isnull=True)
                | models.Q(station_at__isnull=True)
                | models.Q(court_at__gte=models.F("station_at")),
                name="suspect_court_after_station",
                violation_error_message=_("The court comes after the station."),
            ),
            models.CheckConstraint(
                condition=models.Q(released_at__isnull=True)
                | models.Q(station_at__isnull=True)
                | models.Q(released_at__gte=models.F("station_at")),
                name="suspect_released_after_station",
                violation_error_message=_("Nobody is released before reaching the station."),
            ),
            models.CheckConstraint(
                condition=~models.Q(arrest_warrant="warrant") | ~models.Q(warrant_number=""),
                name="suspect_warrant_has_a_number",
                violation_error_message=_("Give the number of the warrant."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="suspect_status")]

    def say_number_in_case(self) -> str:
        return _now("Suspect %(number)s") % {"number": self.number_in_case}

    def clean(self):
        """The day of the arrest is that of its time, where the time is known."""
        if self.arrested_at:
            self.arrested_on = timezone.localtime(self.arrested_at).date()


class SuspectIdentity(MatterRecord):
    """Name and documents of a suspect: encrypted, masked until revealed with a reason."""

    REFUSALS = {"charge_permission_s41": codes.SECTION_41}
    suspect = models.OneToOneField(Suspect, models.PROTECT, related_name="identity", verbose_name=_("suspect"))
    key = KeyField()
    full_name = EncryptedField(_("full name"), help_text=_("As the person uses it, in any script."))
    other_names = EncryptedField(
        _("other names"), blank=True, help_text=_("Nicknames and other spellings, divided by commas.")
    )
    document = EncryptedField(_("document number"), blank=True)
    phone = EncryptedField(_("telephone"), blank=True)

    class Meta:
        verbose_name = _("suspect identity")
        verbose_name_plural = _("suspect identities")

    def search_keys(self) -> dict[str, set[str]]:
        """Kind -> what the blind index keeps of this identity."""
        return identity_keys(self)


def identity_keys(identity) -> dict[str, set[str]]:
    """Keys of the names, the document and the telephone of an identity that has just been typed in.

    "=doc" is the document once more, under a key that suspects and victims share: triggers alone compare it (section 41).
    """

    def text(name: str) -> str:
        return open_sealed(identity, name)

    found = names.keys(text("full_name"))
    for other in text("other_names").split(","):
        found |= names.keys(other)
    document, phone = text("document"), text("phone")
    return {
        "name": found,
        "document": {national_id.normalise(document)} if document else set(),
        "=doc": {national_id.normalise(document)} if document else set(),
        "phone": {phones.normalise(phone)} if phone else set(),
    }
