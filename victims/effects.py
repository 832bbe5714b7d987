"""What else happens when a stay is offered, limited or ends, a merge is requested, a notice was given."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from actip.access.models import Assignment
from actip.records import actions, catalogue, clocks
from actip.records.models import Clock
from actip.thai.times import done_on, end_of

REVIEW, NOTICE = "SH-01", "DL-05"
TO_COME = gettext_lazy("Give a day to come on which this limit is reviewed.")
# Whoever works with the person tells her of her rights, also who does not take part in the identification.
clocks.also_by("rights-notices", NOTICE)


def ask_for_merge(merge, by):
    """Whoever enters a merge requests it; somebody else approves."""
    merge.requested_by = by


def notice_was_given(notice, by):
    """The task to tell the victim of her rights is done (DL-05)."""
    owed = Clock.objects.filter(matter=notice.matter, rule__code=NOTICE, ended_at__isnull=True)
    owed.update(ended_at=Greatest(done_on(notice.given_on), F("starts_at")))


def let_shelter_in(placement, by):
    """The shelter's agency reaches the person from the offer on: it must read to accept."""
    if placement.shelter_id:
        actions.assign(placement.matter, by=by, agency=placement.shelter.agency, basis="placement")
    if placement.review_on is None or placement.review_on >= timezone.localdate():  # of what is long over nothing runs
        watch_review(placement, by)


def review_limits(placement, by):
    """The limits were looked at again: where one stays, a date of the next review comes. Raises ValidationError."""
    if is_limited(placement) and placement.review_on < timezone.localdate():
        raise ValidationError({"review_on": TO_COME})
    watch_review(placement, by)


def watch_review(placement, by):
    """A clock runs to the date on which a limit is reviewed; another date ends the one before. Raises ValidationError for a date that is over."""
    due_at = end_of(placement.review_on) if is_limited(placement) and placement.review_on else None
    running = Clock.objects.filter(record_id=placement.pk, rule__code=REVIEW, ended_at=None)
    if due_at and running.filter(due_at=due_at).exists():
        return
    end_review(placement)
    rule = clocks.rule_in_force(REVIEW, timezone.localdate())
    if due_at is None or rule is None:
        return
    if due_at < timezone.now():
        raise ValidationError({"review_on": TO_COME})
    Clock.objects.create(
        matter_id=placement.matter_id, rule=rule, record_type=catalogue.of(placement).slug, record_id=placement.pk,
        starts_at=timezone.now(), due_at=due_at,
    )  # fmt: skip


def is_limited(placement) -> bool:
    """Whether she may not come and go, or telephone, as she likes."""
    return not (placement.moves_freely and placement.phones_freely)


def end_review(placement):
    """The limit was looked at again, or is over."""
    clocks.stop(placement, REVIEW, at=timezone.now())


def end_shelter_access(placement, by):
    """End the assignment that the stay gave, unless another stay in a shelter of that agency goes on."""
    if not placement.shelter_id:
        return
    agency = placement.shelter.agency_id
    others = placement.person.placements.filter(shelter__agency=agency, status__in=("offered", "accepted", "placed"))
    if others.exclude(pk=placement.pk).exists():
        return
    for assignment in Assignment.objects.filter(
        matter=placement.matter, agency=agency, basis="placement", state="accepted"
    ):
        actions.move(assignment, "end", by=by)
