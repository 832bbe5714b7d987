"""A person who may be a victim: the profile without identifiers and, in a table of its own, who she is."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord, RootRecord
from actip.thai import names, papers, phones
from actip.thai.provinces import country_choices, province_choices
from actip.vault.fields import MASK, EncryptedField, KeyField, open_sealed
from cases import codes
from cases.models.case import year_check
from cases.models.suspect import identity_keys
from victims.matching.tokens import alike_keys, strong_keys

DECIDED = ("decided_victim_tip", "decided_victim_forced_labour", "decided_not_victim", "undetermined")


class Person(RootRecord):
    """Age as a band at first contact; no name, no birth date, no free text here.

    The band is frozen for statistics once an identification is decided (database trigger); a better knowledge of the age
    stands beside it. `status` follows the newest identification decision (database trigger). A person who was entered
    twice is merged into the other record: nothing new begins in it from then on, and it points there.
    """

    MATTER_KIND = "person"
    REFUSALS = {
        "person_age_band_frozen": _(
            "An identification was decided on this age: enter what is known now as a correction."
        )
    }
    STATES = [
        ("possible_victim", _("Possible victim")),
        ("under_protection", _("Under temporary protection")),
        ("victim", _("Victim of trafficking")),
        ("not_victim", _("Not a victim")),
        ("undetermined", _("Not determined")),
        ("historical", _("Historical profile")),
    ]
    AGE_BASES = [
        ("stated", _("As the person says")),
        ("estimated", _("Estimated")),
        ("document", _("By document")),
        ("unknown", _("Not stated")),
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
    age_basis = models.CharField(_("age known by"), max_length=10, choices=AGE_BASES, default="unknown")
    corrected_age_band = models.CharField(
        _("age at first contact, corrected"),
        max_length=8,
        blank=True,
        choices=[band for band in codes.AGE_BANDS if band[0] != "unknown"],
        help_text=_("Found out later. Statistics keep the age of first contact; care and law follow this one."),
    )
    corrected_age_basis = models.CharField(_("correction known by"), max_length=10, blank=True, choices=AGE_BASES[:3])
    nationality = models.CharField(_("nationality"), max_length=2, choices=country_choices)
    exploitation = models.CharField(
        _("form of exploitation"), max_length=16, choices=codes.EXPLOITATION, default="unknown"
    )
    province = models.CharField(_("province of exploitation"), max_length=5, choices=province_choices, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=codes.LANGUAGES, default="unknown")
    interpreter_needed = models.BooleanField(_("interpreter needed"), default=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="also_recorded_as",
        verbose_name=_("merged into"),
    )
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
            models.CheckConstraint(
                condition=models.Q(corrected_age_band="", corrected_age_basis="")
                | (~models.Q(corrected_age_band="") & ~models.Q(corrected_age_basis="")),
                name="person_age_correction_has_a_basis",
                violation_error_message=_("Say how the corrected age is known."),
            ),
        ]

    def clean(self):
        """The band of first contact is kept once an identification is decided (also a database trigger)."""
        before = None if self._state.adding else Person.objects.filter(pk=self.pk).values_list("age_band").first()
        if before and before[0] != self.age_band and self.identifications.filter(status__in=DECIDED).exists():
            raise ValidationError({"age_band": self.REFUSALS["person_age_band_frozen"]})

    @property
    def known_age_band(self) -> str:
        """The age at first contact as it is known now: what care and law follow."""
        return self.corrected_age_band or self.age_band

    @property
    def is_child(self) -> bool:
        """Under 18 at first contact, as far as is known now."""
        return self.known_age_band in codes.CHILD

    @property
    def is_read_only(self) -> bool:
        """A merged record stays as it was entered."""
        return self.merged_into_id is not None

    @property
    def sheet_language(self) -> str:
        """In which language what she is given to keep is printed first."""
        return self.language if self.language in ("th", "my", "km", "lo", "vi") else "en"

    @property
    def flags(self) -> list:
        """What stands out on her page."""
        found = [_("Child")] if self.is_child else []
        return [*found, _("Merged into another record")] if self.merged_into_id else found


class VictimIdentity(MatterRecord):
    """Who the person is: encrypted, masked until revealed with a reason."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="identity", verbose_name=_("person"))
    key = KeyField()
    full_name = EncryptedField(
        _("full name"), help_text=_("As the person uses it, in any script. A family name is not required.")
    )
    title = EncryptedField(_("title"), blank=True, help_text=_("As in papers, for example Ms or Daw; not required."))
    given_name = EncryptedField(_("given name"), blank=True, help_text=_("Only where a form asks for it apart."))
    family_name = EncryptedField(_("family name"), blank=True)
    has_family_name = models.CharField(
        _("has a family name"),
        max_length=7,
        choices=[("yes", _("Yes")), ("no", _("No, the full name is all there is")), ("unknown", _("Not stated"))],
        default="unknown",
    )
    nickname = EncryptedField(_("nickname"), blank=True)
    other_names = EncryptedField(
        _("other names"),
        blank=True,
        help_text=_("Aliases and other spellings, in Thai or Latin letters, divided by commas."),
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

    def clean(self):
        """Who has no family name has none written down."""
        if self.has_family_name == "no" and self.family_name:
            raise ValidationError({"family_name": _("You said that there is no family name.")})

    def search_keys(self) -> dict[str, set[str]]:
        """Kind -> what the blind index keeps of this identity: for search, for possible matches, for private questions."""

        def text(name: str) -> str:
            return open_sealed(self, name)

        found = identity_keys(self)
        found["alike"] = alike_keys(text("full_name"), text("other_names"))
        found["strong"] = strong_keys(
            full_name=text("full_name"),
            birth_date=text("birth_date"),
            nationality=self.person.nationality,
            document=text("document"),
        )
        if nickname := text("nickname"):
            found["name"] |= names.keys(nickname)
        return found

    def warnings(self, typed: dict) -> list[str]:
        """What looks wrong in what was typed; it is said and never blocks."""
        document = typed.get("document", "")
        found = [papers.warning(typed.get("document_kind", ""), document) if document != MASK else ""]
        if (phone := typed.get("phone", "")) != MASK:
            found.append(phones.warning(phone or ""))
        return [sentence for sentence in found if sentence]
