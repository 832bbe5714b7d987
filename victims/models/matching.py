"""Two records of one person made one, and the question of another agency whether a person is known."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actip.records.base import MatterRecord
from cases.models.case import year_check


class PersonMerge(MatterRecord):
    """Says that two records are one person's: requested by one, approved by another, undone if it was wrong.

    No row moves. The merged record keeps its matter and everything in it and points to the one kept; nothing new begins in it, what
    had begun goes on to its end (database triggers). Undone, it is as it was.
    """

    STATES = [
        ("requested", _("Requested")),
        ("approved", _("Approved")),
        ("refused", _("Refused")),
        ("undone", _("Undone")),
    ]
    EVIDENCE = [
        ("document", _("The same document")),
        ("person_says", _("The person says so")),
        ("recognised", _("Recognised by staff or family")),
        ("records", _("Records agree in name, age and origin")),
        ("other", _("Other")),
    ]
    person = models.ForeignKey(
        "victims.Person", models.PROTECT, related_name="merges", verbose_name=_("person whose record is kept")
    )
    merged = models.ForeignKey(
        "victims.Person",
        models.PROTECT,
        related_name="merged_by",
        verbose_name=_("record that is merged into it"),
        help_text=_("Its number, for example P69-7K3Q-F2DM"),
    )
    evidence = models.CharField(_("how it is known"), max_length=12, choices=EVIDENCE)
    reasons = models.CharField(_("reasons"), max_length=500, help_text=_("Leave names out."))
    refuse_reason = models.CharField(_("reason for refusing"), max_length=500, blank=True)
    undo_reason = models.CharField(_("reason for undoing"), max_length=500, blank=True)
    requested_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("requested by")
    )
    approved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=STATES, default="requested", editable=False)

    REFUSALS = {
        "merge_keeps_the_victim": _(
            "The person was identified as a victim in the record that would be merged: keep that one, and merge the other into it."
        )
    }

    class Meta:
        verbose_name = _("merge of two records")
        verbose_name_plural = _("merges of records")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | (models.Q(requested_by__isnull=False) & ~models.Q(approved_by=models.F("requested_by"))),
                name="merge_needs_two_people",
                violation_error_message=_("Somebody else must approve what you requested."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["approved", "undone"])
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="merge_approved_by_somebody",
                violation_error_message=_("A merge is approved by somebody, at a time."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["requested", "refused"]) | ~models.Q(person=models.F("merged")),
                name="merge_of_two_records",
                violation_error_message=_("Choose another record: a record is not merged into itself."),
            ),
            models.UniqueConstraint(
                fields=["merged"],
                condition=models.Q(status="approved"),
                name="merge_once",
                violation_error_message=_("This record is merged already."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="personmerge_status")]

    def clean(self):
        if self.person_id and self.person_id == self.merged_id:
            raise ValidationError({"merged": _("Choose another record: a record is not merged into itself.")})


class MatchRequest(MatterRecord):
    """Another agency asked whether this person is known, and was told yes and no more; who knows her decides what follows.

    Made by the function actip.known_elsewhere alone. The asking agency does not see it.
    """

    STATES = [("open", _("Open")), ("answered", _("Answered")), ("declined", _("Declined"))]
    EVIDENCE = [("document", _("The same document")), ("name", _("Full name, year of birth and nationality"))]
    person = models.ForeignKey(
        "victims.Person", models.PROTECT, related_name="match_requests", verbose_name=_("person")
    )
    asked_on = models.DateField(_("asked on"), null=True, editable=False)
    asked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("asked by")
    )
    asking_agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("asking agency")
    )
    evidence = models.CharField(_("what they have"), max_length=8, choices=EVIDENCE)
    purpose = models.CharField(_("why they ask"), max_length=500)
    decline_reason = models.CharField(_("reason for declining"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=STATES, default="open", editable=False)

    class Meta:
        verbose_name = _("question about a person")
        verbose_name_plural = _("questions about people")
        constraints = [
            year_check("match_request_years_are_common_era", "asked_on"),
            models.UniqueConstraint(
                fields=["person", "asking_agency"],
                condition=models.Q(status="open"),
                name="match_request_once",
                violation_error_message=_("This agency has asked already."),
            ),
        ]
        indexes = [models.Index(fields=["status"], name="matchrequest_status")]
