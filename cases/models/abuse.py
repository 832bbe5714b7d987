"""Child-abuse material: that it was seized, how much, and by which hashes it is known. No file, no words: it is never stored.

Source: hard rule 6 of the project's domain notes (only hash, count, seizure reference and custodian).
"""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from cases.evidence import codes

SHORT = _("Letters, digits, dot, slash and dash only, 40 at most.")


class AbuseMaterial(MatterRecord):
    """One seizure: how many files, on what, under which reference, in whose custody."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="abuse_material", verbose_name=_("case"))
    carrier = models.CharField(_("medium"), max_length=8, choices=codes.CARRIERS)
    count = models.PositiveIntegerField(
        _("number of files"), validators=[MinValueValidator(1), MaxValueValidator(100_000_000)]
    )
    seizure_reference = models.CharField(
        _("seizure reference"), max_length=40, validators=[RegexValidator(codes.REFERENCE, SHORT)]
    )
    custodian = models.CharField(
        _("custodian"), max_length=40, validators=[RegexValidator(codes.REFERENCE, SHORT)],
        help_text=_("Code of the unit or number of the officer, no name."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("child-abuse material")
        verbose_name_plural = _("child-abuse material")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seizure_reference__regex=codes.REFERENCE, custodian__regex=codes.REFERENCE),
                name="abuse_reference_is_short",
                violation_error_message=SHORT,
            )
        ]


class AbuseHash(MatterRecord):
    """One hash by which such a file is known; a file that has it is refused everywhere, and locked where it lies."""

    material = models.ForeignKey(
        AbuseMaterial, models.PROTECT, related_name="hashes", verbose_name=_("child-abuse material")
    )
    algorithm = models.CharField(_("kind of hash"), max_length=6, choices=codes.HASHES, default="sha256")
    value = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("hash of child-abuse material")
        verbose_name_plural = _("hashes of child-abuse material")
        constraints = [
            models.UniqueConstraint(
                fields=["material", "algorithm", "value"],
                name="abuse_hash_once",
                violation_error_message=_("This hash is entered already."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    *(models.Q(algorithm=name, value__regex=pattern) for name, pattern in codes.HASH_PATTERN.items()),
                    _connector=models.Q.OR,
                ),
                name="abuse_hash_has_its_length",
                violation_error_message=_(
                    "A hash is written with 0-9 and a-f: 64 for SHA-256, 40 for SHA-1, 32 for MD5."
                ),
            ),
        ]
        indexes = [models.Index(fields=["value"], name="abuse_hash_value")]

    def clean_fields(self, exclude=None):
        self.value = (self.value or "").strip().lower()
        super().clean_fields(exclude)
