"""Assets of an offence: restrained, seized, forfeited, returned to the injured persons or released."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from actip.thai.text import clean_text, to_ascii_digits
from actip.vault.fields import EncryptedField, KeyField, open_sealed
from cases import court_codes as codes
from cases.models.case import year_check
from cases.models.dates import in_order, in_state


class Asset(MatterRecord):
    """One thing of value. Its amount is in its own currency; amounts of different currencies are never added."""

    STATES = [
        ("identified", _("Asset found")),
        ("restrained", _("Restrained by AMLO")),
        ("extended", _("Held by court order")),
        ("seized", _("Seized")),
        ("forfeited", _("Forfeited")),
        ("returned", _("Returned to injured persons")),
        ("released", _("Released")),
    ]
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="assets", verbose_name=_("case"))
    suspect = models.ForeignKey(
        "cases.Suspect", models.PROTECT, null=True, blank=True, related_name="assets", verbose_name=_("suspect")
    )
    kind = models.CharField(_("kind of asset"), max_length=10, choices=codes.ASSETS)
    description = models.CharField(
        _("description"), max_length=300, help_text=_("Without names and account numbers: what it is, and where.")
    )
    value = models.DecimalField(
        _("value of the asset"), max_digits=16, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    currency = models.CharField(_("currency"), max_length=4, choices=codes.CURRENCIES, default="THB")
    holder = models.CharField(_("held by"), max_length=8, choices=codes.HOLDERS, default="unknown")
    identified_on = models.DateField(_("asset found on"))
    restrained_on = models.DateField(_("restrained on"), null=True, blank=True)
    restraint_order = models.CharField(_("number of the order"), max_length=60, blank=True)
    extended_on = models.DateField(_("held by the court since"), null=True, blank=True)
    seized_on = models.DateField(_("seized on"), null=True, blank=True)
    forfeited_on = models.DateField(_("forfeited on"), null=True, blank=True)
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    returned_value = models.DecimalField(
        _("value returned, same currency"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    released_on = models.DateField(_("released on"), null=True, blank=True)
    release_reason = models.CharField(_("reason for the release"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=STATES, default="identified", editable=False)

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        constraints = [
            year_check(
                "asset_years_are_common_era",
                "identified_on", "restrained_on", "extended_on", "seized_on", "forfeited_on", "returned_on", "released_on",
            ),
            in_order("asset_restraint_in_order", "identified_on", "restrained_on", "extended_on", "forfeited_on", "returned_on"),
            in_order("asset_seizure_in_order", "identified_on", "seized_on", "forfeited_on", "returned_on"),
            in_order("asset_released_after_identified", "identified_on", "restrained_on", "released_on"),
            in_state(
                "asset_restrained_by_an_order",
                ("restrained", "extended"),
                _("Give the date and the number of the order."),
                restrained_on__isnull=False,
                restraint_order__gt="",
            ),
            in_state("asset_extended_on_a_day", ("extended",), _("Give the date of the court's order."), extended_on__isnull=False),
            in_state("asset_seized_on_a_day", ("seized",), _("Give the date of the seizure."), seized_on__isnull=False),
            in_state("asset_forfeited_on_a_day", ("forfeited",), _("Give the date of the forfeiture."), forfeited_on__isnull=False),
            in_state(
                "asset_returned_whole",
                ("returned",),
                _("Give the date and the value that was returned."),
                returned_on__isnull=False,
                returned_value__isnull=False,
                returned_value__gt=0,
            ),
            in_state("asset_released_with_reason", ("released",), _("Say why it is released."), release_reason__gt=""),
            models.CheckConstraint(
                condition=models.Q(value__gt=0),
                name="asset_value_positive",
                violation_error_message=_("Give an amount above zero."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["status"], name="asset_status")]

    def clean(self):
        if self.case_id and self.suspect and self.suspect.case_id != self.case_id:
            raise ValidationError({"suspect": _("Choose a suspect of this case.")})


class AssetNumber(MatterRecord):
    """What the registers call an asset: number of the account, plate of the vehicle, deed or wallet. Encrypted, masked until revealed.

    Two assets of one kind with the same number are one thing: so cases that share it find each other (sql/links.sql).
    """

    asset = models.OneToOneField(Asset, models.PROTECT, related_name="register_number", verbose_name=_("asset"))
    key = KeyField()
    number = EncryptedField(
        _("number in the register"),
        max_length=100,
        help_text=_("Of the account (with the bank), the vehicle (with the province), the deed or the wallet."),
    )

    class Meta:
        verbose_name = _("asset number")
        verbose_name_plural = _("asset numbers")

    def search_keys(self) -> dict[str, set[str]]:
        """What the blind index keeps: letters and digits alone, however they were spaced."""
        plain = to_ascii_digits(clean_text(open_sealed(self, "number"))).upper()
        return {"number": {"".join(char for char in plain if char not in " -./")} - {""}}
