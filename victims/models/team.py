"""Which members a multi-disciplinary team must have, by province and date."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actip.records.several import CodesField, only_codes
from actip.thai.provinces import province_choices

MEMBERS = [
    ("police", _("Police")),
    ("msdhs", _("Social ministry")),
    ("labour", _("Labour")),
    ("health", _("Health")),
    ("prosecutor", _("Prosecutor")),
    ("ngo", _("NGO")),
]


class TeamRule(models.Model):
    """All of `required` and one of `one_of` take part in a decision; a rule of the province goes before the general one.

    confidence: A read in the rule's text, B secondary source, C to be confirmed.
    """

    province = models.CharField(_("province"), max_length=5, choices=province_choices, blank=True)
    required = CodesField(_("required members"), codes=MEMBERS)
    one_of = CodesField(_("and one of these"), codes=MEMBERS)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=1, choices=[(letter, letter) for letter in "ABC"])
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("rule of teams")
        verbose_name_plural = _("rules of teams")
        constraints = [
            models.UniqueConstraint(fields=["province", "valid_from"], name="team_rule_once_a_day"),
            only_codes("team_rule_required_codes", "required", MEMBERS),
            only_codes("team_rule_one_of_codes", "one_of", MEMBERS),
        ]

    def __str__(self) -> str:
        return f"{self.province or '*'} {self.valid_from}"

    @classmethod
    def in_force(cls, province: str, on: date) -> "TeamRule | None":
        """The rule of a province on a day, else the general one, else None."""
        rules = cls.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            province__in=(province, ""),
            valid_from__lte=on,
            is_active=True,
        )
        return rules.order_by("-province", "-valid_from").first()

    def missing(self, present: set[str]) -> list[str]:
        """What a team still lacks, in words; nothing when it is complete."""
        words = {code: str(label) for code, label in MEMBERS}
        found = [words[code] for code in self.required if code not in present]
        if self.one_of and not present & set(self.one_of):
            found.append(str(_("one of: %s")) % ", ".join(words[code] for code in self.one_of))
        return found
