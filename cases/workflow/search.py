"""Which move leads where for searches; without a warrant the report is due at once (s.27)."""

from django.utils.translation import gettext_lazy as _

from actip.records import clocks
from actip.records.workflow import Move, Workflow
from actip.thai.times import done_on


def begin_report(search, by):
    """Without a warrant a report in writing is due as soon as possible."""
    if not search.has_warrant:
        clocks.start(search, "DL-08", search.searched_at)


def report_follows(search, by):
    """The hour of the search was corrected, or that there was a warrant: then no report was due."""
    begin_report(search, by)
    if search.has_warrant:
        clocks.withdraw(search, "DL-08")
    if search.copy_on:
        end_report(search, by)


def end_report(search, by):
    """Both are done: the report written, the copy given."""
    clocks.stop(search, "DL-08", at=done_on(search.copy_on))


SEARCH = Workflow(
    initial="made",
    moves=(
        Move("report", _("Report in writing"), ("made",), "reported", needs=("reported_on",)),
        Move(
            "give_copy",
            _("Give the occupier a copy"),
            ("reported",),
            "completed",
            needs=("copy_on",),
            effect=end_report,
            completes=True,
        ),
    ),
)
