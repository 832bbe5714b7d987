"""A person who may be a victim: the profile without identifiers and, in a table of its own, who she is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord, RootRecord
from actip.thai import national_id
from actip.thai.provinces import country_choices, province_choices
from actip.vault.fields import MASK, EncryptedField, KeyField
from cases import codes
from cases.models.case import year_check
from cases.models.suspect import identity_keys


class Person(RootRecord):
    """Age as a band at first contact, frozen for statistics; no name, no birth date, no free text here.

    `status` follows the newest identification decision (database trigger).
    """

    MATTER_KIND = "person"
    STATES = [
        ("possible_victim", _("Possible victim")),
        ("under_protection", _("Under temporary protection")),
        ("victim", _("Victim of trafficking")),
        ("not_victim", _("Not a victim")),
        ("undetermined", _("Not determined")),
        ("historical", _("Historical profile")),
    ]
    DOCUMENTS = [
        ("national_id", _("Thai national ID")),
        ("passport", _("Passport")),
        ("pink_card", _("Pink card")),
        ("border_pass", _("Border pass")),
        ("other", _("Other document")),
        ("none", _("None")),
        ("unknown", _("Not stated")),
    ]
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("case")
    )
    report = models.ForeignKey(
        "cases.Report", models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("report")
    )
    first_contact_on = models.DateField(_("first contact on"))
    sex = models.CharField(_("sex"), max_length=8, choices=codes.SEXES)
    age_band = models.CharField(_("age at first contact"), max_length=8, choices=codes.AGE_BANDS)
    nationality = models.CharField(_("nationality"), max_length=2, choices=country_choices)
    exploitation = models.CharField(
        _("form of exploitation"), max_length=16, choices=codes.EXPLOITATION, default="unknown"
    )
    province = models.CharField(_("province of exploitation"), max_length=5, choices=province_choices, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=codes.LANGUAGES, default="unknown")
    interpreter_needed = models.BooleanField(_("interpreter needed"), default=False)
    source = models.CharField(_("source"), max_length=40, blank=True, editable=False)
    external_id = models.CharField(_("number at the source"), max_length=80, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=16, choices=STATES, default="possible_victim", editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            year_check("person_years_are_common_era", "first_contact_on"),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~models.Q(external_id=""), name="person_once_per_source"
            ),
        ]

    @property
    def is_child(self) -> bool:
        """Under 18 at first contact, as far as is known."""
        return self.age_band in ("under_15", "15_17")

    @property
    def flags(self) -> list:
        """What stands out on her page."""
        return [_("Child")] if self.is_child else []


class VictimIdentity(MatterRecord):
    """Who the person is: encrypted, masked until revealed with a reason."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="identity", verbose_name=_("person"))
    key = KeyField()
    full_name = EncryptedField(
        _("full name"), help_text=_("As she uses it, in any script. A family name is not required.")
    )
    other_names = EncryptedField(
        _("other names"), blank=True, help_text=_("Nicknames and other spellings, divided by commas.")
    )
    birth_date = EncryptedField(
        _("date of birth"), blank=True, help_text=_("As stated or by document; year alone is enough.")
    )
    document_kind = models.CharField(_("document"), max_length=12, choices=Person.DOCUMENTS, default="unknown")
    document = EncryptedField(_("document number"), blank=True)
    phone = EncryptedField(_("telephone"), blank=True)
    address = EncryptedField(_("home address"), blank=True)

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")

    def search_keys(self) -> dict[str, set[str]]:
        """Kind -> what the blind index keeps of this identity."""
        return identity_keys(self)

    def warnings(self, typed: dict) -> list[str]:
        """What looks wrong in what was typed; it is said and never blocks."""
        document = typed.get("document", "")
        if typed.get("document_kind") != "national_id" or document in ("", MASK):
            return []
        return [sentence for sentence in [national_id.check(document).warning] if sentence]
