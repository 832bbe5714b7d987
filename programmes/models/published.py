"""A figure as somebody published it: kept apart from what the records say, compared, never corrected."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import Record


class PublishedFigure(Record):
    """One number of one source. `year` is text because some are 2021-H1 or unstated; `value` too, for dates and tiers."""

    PILLARS = [
        ("prevention", _("Prevention")),
        ("protection", _("Protection")),
        ("prosecution", _("Prosecution")),
        ("partnership", _("Partnership")),
        ("context", _("Context")),
    ]
    figure = models.CharField(_("figure number"), max_length=20, unique=True)
    source = models.CharField(_("source"), max_length=300)
    year = models.CharField(_("year"), max_length=12)
    name = models.CharField(_("what is counted"), max_length=200)
    breakdown = models.CharField(_("breakdown"), max_length=200)
    value = models.CharField(_("value"), max_length=40)
    number = models.DecimalField(_("value as a number"), max_digits=20, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60)
    pillar = models.CharField(_("pillar"), max_length=12, choices=PILLARS)
    check_group = models.CharField(_("adds up with"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")

    def __str__(self) -> str:
        return self.figure
