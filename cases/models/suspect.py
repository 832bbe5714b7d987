"""A suspect in a case, and, in a table of its own, who that is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.thai import names, national_id, phones
from actip.thai.provinces import country_choices, province_choices
from actip.vault.fields import EncryptedField, KeyField, open_sealed
from cases import codes
from cases.models.case import year_check


class Suspect(MatterRecord):
    """A natural or juristic person suspected in one case; without identifiers."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="suspects", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=8, choices=codes.SUSPECT_KINDS, default="natural")
    nationality = models.CharField(_("nationality"), max_length=2, choices=country_choices, default="XX")
    sex = models.CharField(_("sex"), max_length=8, choices=codes.SEXES, default="unknown")
    age_band = models.CharField(_("age"), max_length=8, choices=codes.AGE_BANDS, default="unknown")
    arrested_on = models.DateField(_("arrested on"), null=True, blank=True)
    arrest_province = models.CharField(_("arrested in"), max_length=5, choices=province_choices, blank=True)

    class Meta:
        verbose_name = _("suspect")
        verbose_name_plural = _("suspects")
        constraints = [year_check("suspect_years_are_common_era", "arrested_on")]


class SuspectIdentity(MatterRecord):
    """Name and documents of a suspect: encrypted, masked until revealed with a reason."""

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
    """Keys of the names, the document and the telephone of an identity that has just been typed in."""

    def text(name: str) -> str:
        return open_sealed(identity, name)

    found = names.keys(text("full_name"))
    for other in text("other_names").split(","):
        found |= names.keys(other)
    document, phone = text("document"), text("phone")
    return {
        "name": found,
        "document": {national_id.normalise(document)} if document else set(),
        "phone": {phones.normalise(phone)} if phone else set(),
    }
