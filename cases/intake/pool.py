"""The pool of tips that came in batches: looked through by filter, taken out one by one or all that fit."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actip.records import actions
from actip.thai.fields import ThaiDateField
from actip.thai.provinces import province_choices
from cases import codes
from cases.models import Report

PAGE, CAP, MOST = 50, 500, 200


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

    def apply(self, rows: QuerySet[Report]) -> QuerySet[Report]:
        """The rows that fit; none where the filter could not be understood."""
        if not self.is_valid():
            return rows.none()
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        days = {"since": "received_at__date__gte", "until": "received_at__date__lte"}
        return rows.filter(**{days.get(name, name): value for name, value in given.items()})


def tips(agency_id: int) -> QuerySet[Report]:
    """The agency's pool, oldest first, as far as whoever acts reaches it."""
    return Report.objects.filter(status="pooled", intake_agency_id=agency_id).order_by("received_at", "id")


def promote(rows: QuerySet[Report], *, by) -> int:
    """Take up to MOST of these out of the pool into the queue, oldest first; each step is in the trail. Returns how many."""
    found = list(rows[:MOST])
    for report in found:
        actions.move(report, "promote", by=by)
    return len(found)
