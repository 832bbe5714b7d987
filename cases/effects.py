"""What else happens when a case is opened from a report."""

from actip.records import actions


def link_report(case, by):
    """The report that a case was opened from is linked to it; nothing to do when it already was."""
    if case.report_id and case.report.status in ("received", "triaged", "referred"):
        actions.move(case.report, "link", by=by)
