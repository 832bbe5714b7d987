"""What else happens when a record of the prosecution side is made, and what is looked at before."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from actip.records import actions, catalogue
from cases import court_clocks


def case_opened(case, by):
    """Link the report that it came from; the agency's target for the inquiry begins, where one is in use."""
    link_report(case, by)
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
        actions.move(report, "link", by=by, facts={"linked_case": case})
    bring_people(case, by)


def bring_people(case, by):
    """The people of the report that have no case yet, as far as whoever opens the case may change them."""
    for kind in catalogue.below(catalogue.of(case.report)):
        names = {field.name for field in kind.model._meta.fields}
        if not kind.is_root or not {"report", "case"} <= names:
            continue
        people: models.QuerySet[Any] = kind.model._default_manager.filter(report=case.report, case=None)
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
