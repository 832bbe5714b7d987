"""What every record shares: a key that says nothing, a version against lost updates, its matter."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """Kept for ever, changed only through actip.records.actions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        abstract = True

    @property
    def is_read_only(self) -> bool:
        """Whether it stays as it was entered, and what hangs directly below it too."""
        return False

    def __str__(self) -> str:
        return str(self.id)[:8]


class MatterRecord(Record):
    """A record inside a matter: reachable exactly by those whom the matter and the matrix admit."""

    matter = models.ForeignKey(
        "access.Matter", models.PROTECT, editable=False, related_name="+", verbose_name=_("matter")
    )

    class Meta:
        abstract = True


class RootRecord(Record):
    """The record that a matter is about: a report, a case, a person. Opening it opens the matter, which has its id."""

    MATTER_KIND: str
    matter = models.OneToOneField(
        "access.Matter", models.PROTECT, editable=False, related_name="%(class)s", verbose_name=_("matter")
    )

    class Meta:
        abstract = True

    @property
    def number(self) -> str:
        """The number that people use, for instance C69-7K3Q-F2DM."""
        return self.matter.number

    def __str__(self) -> str:
        return self.matter.number
