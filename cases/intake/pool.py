"""The pool of tips that came in batches: looked through by filter, taken out one by one or all that fit."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from actip.records import actions, catalogue
from actip.thai.fields import ThaiDateField
from actip.thai.provinces import province_choices
from actip.thai.text import clean_text
from cases import codes
from cases.models import Report, Tip

PAGE, CAP, MOST = 50, 500, 200
# What a tip tells, in the order of its page.
TOLD = (
    "external_id", "received_at", "channel", "danger", "exploitation", "people_count", "children_count", "summary", "is_online",
    "country", "province", "district", "latitude", "longitude", "language",
)  # fmt: skip


def _all(choices) -> list:
    return [("", _("All")), *choices]


class PoolFilter(forms.Form):
    """What the pool is filtered by; an empty field lets everything through."""

    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=lambda: _all(codes.CHANNELS))
    danger = forms.ChoiceField(label=_("Danger"), required=False, choices=lambda: _all(codes.DANGERS))
    exploitation = forms.ChoiceField(
        label=_("Alleged exploitation"), required=False, choices=lambda: _all(codes.EXPLOITATION)
    )
    province = forms.ChoiceField(label=_("Province"), required=False, choices=lambda: _all(province_choices()))
    since = ThaiDateField(label=_("Received, from"), required=False)
    until = ThaiDateField(label=_("Received, to"), required=False)
    external_id = forms.CharField(label=_("Number at the channel"), required=False, max_length=80)

    def apply(self, rows: QuerySet[Tip]) -> QuerySet[Tip]:
        """The rows that fit; none where the filter could not be understood."""
        if not self.is_valid():
            return rows.none()
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        days = {"since": "received_at__date__gte", "until": "received_at__date__lte"}
        return rows.filter(**{days.get(name, name): value for name, value in given.items()})


def tips(agency_id: int) -> QuerySet[Tip]:
    """The agency's pool, oldest first, as far as whoever acts may read it."""
    return Tip.objects.filter(agency_id=agency_id, answered_at=None).order_by("received_at", "id")


def fetch(pk: UUID) -> Tip:
    """A tip within reach of whoever acts, answered or not. Raises Http404."""
    found = Tip.objects.select_related("report__matter").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def waiting(rows: QuerySet[Tip]) -> int:
    """How many of these there are, up to CAP + 1: more are not counted."""
    return rows[: CAP + 1].count()


def page(rows: QuerySet[Tip], size: int = PAGE) -> list[Tip]:
    """The first of these rows: found in the index alone, then fetched, so that a filter that few fit costs no table read."""
    return list(Tip.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:size])).order_by("received_at", "id"))


def take_out(tip: Tip, *, by) -> Report:
    """The report that this tip becomes: received, in the queue of its agency. The tip stays, and names it.

    Raises Refused, OutOfReach; ValidationError where it was answered already.
    """
    with _answering(tip, by) as tip:
        values = {name: getattr(tip, name) for name in TOLD}
        report = actions.save(Report(**values, relation="organisation"), by=by)
        _answer(tip, "take_out", by, report=report)
    return report


def close(tip: Tip, reason: str, *, by) -> None:
    """Answer a tip that becomes nothing, with why. Raises as `take_out` does, and ValidationError without a reason."""
    reason = clean_text(reason)
    if not reason:
        raise ValidationError({"close_reason": say("Say why it is closed.")}, code="required")
    with _answering(tip, by) as tip:
        _answer(tip, "close", by, close_reason=reason)


@contextmanager
def _answering(tip: Tip, by) -> Iterator[Tip]:
    """The tip as it is now, locked, so that of two people answering at once the second is told."""
    actions.require(by, catalogue.of(Report), "change")
    with actions.gate(Tip):
        found = actions.locked(tip)
        if found.answered_at:
            raise ValidationError(say("Somebody has answered this tip already. Look at the pool again."), code="state")
        yield found


def _answer(tip: Tip, verb: str, by, **answer) -> None:
    with actions.writing(tip, verb):
        Tip.objects.filter(pk=tip.pk).update(answered_by=by, answered_at=timezone.now(), **answer)


def take_out_all(rows: QuerySet[Tip], *, by) -> int:
    """Take up to MOST of these out of the pool into the queue, oldest first; each step is in the trail. Returns how many."""
    found = list(rows[:MOST])
    for tip in found:
        take_out(tip, by=by)
    return len(found)
