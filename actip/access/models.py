"""What access is given to (a matter), how it is given (an assignment), and the feed that lists start from."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actip.accounts.person import of_ones_own_agency

# Kind of matter -> the record code of its root record.
ROOT_CODES = {"report": "RPT", "case": "HDR", "person": "VPR"}
LETTERS = {"report": "R", "case": "C", "person": "P"}  # with which its number begins
SAY_WHAT = _("Say what you hand over and what is to be done next, without names of people.")
KINDS = [("report", _("Report")), ("case", _("Case")), ("person", _("Person"))]


class Matter(models.Model):
    """A report, a case or a person: every confidential row belongs to exactly one.

    `reach` holds the tokens that open it (see actip.keys in SQL); it, the feed, `next_due_at` and `unnoted_at` (the last end
    of a limit that was not kept, is over and waits for a supervisor's note) are derived by database triggers. `locked_to`:
    while set, assignments of agencies of these kinds alone give reach.
    Made only by the SQL function actip.open_matter, together with its first assignment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=6, choices=KINDS)
    number = models.CharField(_("number"), max_length=16, unique=True)
    status = models.CharField(_("status"), max_length=32, blank=True)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    touched_at = models.DateTimeField(_("last touched"), default=timezone.now)
    next_due_at = models.DateTimeField(_("next deadline"), null=True, blank=True)
    unnoted_at = models.DateTimeField(null=True, editable=False)
    reach = ArrayField(models.IntegerField(), default=list)
    locked_to = ArrayField(models.CharField(max_length=12), null=True, editable=False)

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")

    def __str__(self) -> str:
        return self.number


class Assignment(models.Model):
    """An agency, or one officer of it, reaches a matter from a time, until a time, on a stated basis.

    An offer already opens the matter (one must read to accept); declining or ending closes it.
    With `until` it closes by itself: the database compares the clock, no job is needed.
    A hand-over (referral) is an event of its own: it is offered beside what the agency reaches already, so that a case can
    go back to the police and come again.
    """

    STATES = [
        ("offered", _("Offered")),
        ("accepted", _("Accepted")),
        ("declined", _("Declined")),
        ("ended", _("Ended")),
    ]

    BASES = [
        ("opened", _("Opened the matter")),
        ("referral", _("Referral")),
        ("case_team", _("Works on the case")),
        ("protection", _("Protects the person")),
        ("placement", _("Placement")),
        ("fund", _("Fund payment")),
        ("team", _("Team of one identification")),
        ("consent", _("Consent of the person")),
        ("oversight", _("Oversight")),
        ("archive", _("Historical data")),
    ]
    REFUSALS = {
        "assignment_officer_has_left": _("This officer's account is closed: choose somebody else."),
        "assignment_team_has_identification": _("No identification of this person is open: a team is invited to one."),
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="assignments", verbose_name=_("matter"))
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency"))
    officer = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("officer"),
        limit_choices_to=of_ones_own_agency, help_text=_("Leave empty to assign the whole agency."),
    )  # fmt: skip
    basis = models.CharField(_("basis"), max_length=10, choices=BASES)
    state = models.CharField(_("state"), max_length=8, choices=STATES, default="accepted")
    is_lead = models.BooleanField(_("leads"), default=False)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    rests_on = models.UUIDField(null=True, editable=False, help_text="The record without which this access ends.")
    withheld = ArrayField(
        models.CharField(max_length=3),
        null=True,
        blank=True,
        editable=False,
        help_text="Kinds of record that it does not open, by code.",
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    assigned_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("assigned by")
    )
    from_agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("from agency")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    timed_token = models.IntegerField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "agency", "officer"],
                condition=models.Q(state__in=["offered", "accepted"], until__isnull=True) & ~models.Q(basis="referral"),
                nulls_distinct=False,
                name="assignment_once",
                violation_error_message=_("This agency or officer is assigned already."),
            ),
            models.UniqueConstraint(
                fields=["matter", "agency", "officer"],
                condition=models.Q(state="offered", until__isnull=True, basis="referral"),
                nulls_distinct=False,
                name="assignment_one_offer",
                violation_error_message=_("This agency or officer has not answered the last offer yet."),
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=models.Q(is_lead=True, state="accepted"),
                name="assignment_one_lead",
                violation_error_message=_("Another agency leads this matter."),
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("starts_at")),
                name="assignment_ends_after_start",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(reason=""),
                name="assignment_declined_with_reason",
                violation_error_message=_("Say why it is declined."),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state"], condition=models.Q(state="offered"), name="assignment_offers"),
            models.Index(
                fields=["agency"],
                condition=models.Q(timed_token__isnull=False),
                name="assignment_timed",
            ),
            models.Index("agency", models.F("created_at").desc(), models.F("id").desc(), name="assignment_list"),
            models.Index(fields=["agency", "state", "-created_at", "-id"], name="assignment_list_by_state"),
            models.Index(fields=["agency", "basis", "-created_at", "-id"], name="assignment_list_by_basis"),
        ]

    def clean(self):
        """A hand-over says what is to be done; a report speaks for itself."""
        is_silent = self.basis == "referral" and self.state == "offered" and not self.note.strip()
        if is_silent and self.matter_id and self.matter.kind != "report":
            raise ValidationError({"note": SAY_WHAT})

    def say_officer(self):
        """Said where no officer is named."""
        return _("The whole agency")

    def say_until(self):
        """Most access has no day on which it ends by itself."""
        return self.until or _("Open-ended")


class Feed(models.Model):
    """One row per token and matter: where lists start, so that page one costs the same at any size. Written by trigger."""

    pk = models.CompositePrimaryKey("token", "matter_id")
    token = models.IntegerField()
    matter_id = models.UUIDField()
    kind = models.CharField(max_length=6)
    status = models.CharField(max_length=32)
    touched_at = models.DateTimeField()
    next_due_at = models.DateTimeField(null=True)
    unnoted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                "token", "kind", models.F("touched_at").desc(), models.F("matter_id").desc(), name="feed_list"
            ),
            models.Index(
                "token",
                "kind",
                "status",
                models.F("touched_at").desc(),
                models.F("matter_id").desc(),
                name="feed_status",
            ),
            models.Index(
                fields=["matter_id"], name="feed_matter"
            ),  # every write to a matter brings its rows here up to date
            models.Index(
                fields=["token", "kind", "next_due_at"],
                condition=models.Q(next_due_at__isnull=False),
                name="feed_due_first",
            ),
            models.Index(
                fields=["token", "kind", "unnoted_at"],
                condition=models.Q(unnoted_at__isnull=False),
                name="feed_unnoted",
            ),
        ]
