"""What else happens when a record of the prosecution side is made, and what is looked at before."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.records import actions, catalogue
from cases import court_clocks
from cases.models import Case, CasePlace, Report

FACTS = Case._meta.get_field("facts").max_length


def take_over(case, by):
    """What the report told stands in the facts of a case that says none of its own."""
    report = Report.objects.filter(pk=case.report_id).first() if case.report_id else None
    if report and not case.facts:
        case.facts = report.summary[:FACTS]


def case_opened(case, by):
    """Link the report that it came from, with people and place; the agency's target for the inquiry begins, where one is in use."""
    link_report(case, by)
    keep_place(case, by)
    court_clocks.case_opened(case)


def link_report(case, by):
    """The report that a case was opened from is linked to it, and whoever it told of belongs to the case from now on.

    Raises ValidationError for a report that nobody has triaged, or that was merged into another.
    """
    if not case.report_id:
        return
    report = type(case.report)._default_manager.get(pk=case.report_id)  # as it is now
    if report.status == "received":
        raise ValidationError({"report": _("Triage this report first: its danger, and whether it was told before.")})
    if report.status == "merged":
        raise ValidationError({"report": _("This report was merged into another: open the case from that one.")})
    if report.status in ("triaged", "referred"):
        actions.move(report, "link", by=by, facts={"linked_case": case})  # which brings the people
    else:
        bring_people(report, case, by)


def keep_place(case, by):
    """Where the report says that it happened, about when it was told; the inquiry says it better."""
    report = case.report
    if not report or not (report.province or report.district or report.latitude is not None or report.country != "TH"):
        return
    place = CasePlace(
        case=case, stage="exploited", country=report.country or "TH", province=report.province, district=report.district,
        latitude=report.latitude, longitude=report.longitude, from_on=timezone.localtime(report.received_at).date(), precision="about",
    )  # fmt: skip
    actions.save(place, by=by)


def linked(report, by):
    """A report that is linked to a case brings its people along."""
    bring_people(report, report.linked_case, by)


def bring_people(report, case, by):
    """The people of a report, and of those merged into it, that have no case yet, as far as whoever links it may change them."""
    told = models.Q(report=report) | models.Q(report__merged_into=report)
    for kind in catalogue.below(catalogue.of(report)):
        names = {field.name for field in kind.model._meta.fields}
        if not kind.is_root or not {"report", "case"} <= names:
            continue
        people: models.QuerySet[Any] = kind.model._default_manager.filter(told, case=None)
        for person in people:
            person.case = case
            try:
                actions.save(person, by=by, entered=("case",))
            except (actions.Refused, actions.OutOfReach):
                continue  # known to her, but another's to write: it stays with its report


def not_ones_own_unit(record, by):
    """An agency keeps no file about its own officials. Raises ValidationError."""
    if by is not None and record.agency_id == by.agency_id:
        raise ValidationError({"agency": _("An agency cannot keep this record about itself: ask another one.")})
