"""That a suspect of one file and a person of another are one human being."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from cases.models import Suspect
from victims.models.person import Person


class SamePersonLink(MatterRecord):
    """Two records stay two; this protected link joins them for those who watch over section 41, and for nobody else.

    Made by the database when both carry the same document (victims/sql/section_41.sql), or by hand. `needs_permission`
    is kept by the database: a listed charge stands without the Minister's written permission while the person is a
    victim or her identification is open.
    """

    STATES = [
        ("found", _("To be looked at")),
        ("confirmed", _("The same person")),
        ("rejected", _("Not the same person")),
    ]
    suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="same_person", verbose_name=_("suspect"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="same_person", verbose_name=_("person"))
    origin = models.CharField(
        _("found by"),
        max_length=8,
        choices=[("document", _("The same document")), ("hand", _("Entered by hand"))],
        default="hand",
        editable=False,
    )
    needs_permission = models.BooleanField(_("a charge stands without the permission"), default=False, editable=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=STATES, default="found", editable=False)

    class Meta:
        verbose_name = _("link of suspect and victim")
        verbose_name_plural = _("links of suspect and victim")
        constraints = [
            models.UniqueConstraint(
                fields=["suspect", "person"],
                name="same_person_once",
                violation_error_message=_("These two are linked already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="rejected") | ~models.Q(note=""),
                name="same_person_rejected_with_a_note",
                violation_error_message=_("Say why they are not the same person."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="samepersonlink_status")]

    def __str__(self) -> str:
        """What it is; neither side's number."""
        return str(self._meta.verbose_name)

    @property
    def flags(self) -> list:
        """What stands out on its page."""
        return [_("Section 41: permission missing")] if self.needs_permission else []
