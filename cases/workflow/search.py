"""Which move leads where for searches; without a warrant the report is due at once (s.27)."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actip.records import clocks
from actip.records.workflow import Move, Workflow


def begin_report(search, by):
    """Without a warrant a report in writing is due as soon as possible."""
    if not search.has_warrant:
        clocks.start(search, "DL-08", search.searched_at)


def end_report(search, by):
    """Both are done: the report written, the copy given."""
    noon = timezone.make_aware(datetime.combine(search.copy_on, time(12)))
    clocks.stop(search, "DL-08", at=max(noon, search.searched_at))


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
