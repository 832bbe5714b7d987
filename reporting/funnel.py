"""The path of the referral mechanism in a year, in reports and in people: notified, screened, identified, victims.

One report may lead to many people and one person may come without a report, so the two are counted apart and never added.
"""

from contextlib import suppress
from typing import NamedTuple, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from actip.access.decide import decide
from actip.accounts.models import User
from actip.records import actions
from actip.records.pages import errors
from actip.thai.dates import parse_year, year_label
from actip.thai.language import page_language

# Step -> its name and how it is counted.
STEPS = {
    "notified": (
        gettext_lazy("Notified"),
        gettext_lazy("Reports by the day they were received; people as the reports tell them."),
    ),
    "screened": (gettext_lazy("Screened"), gettext_lazy("People with a screening done in the year, each once.")),
    "identified": (
        gettext_lazy("Identified"),
        gettext_lazy("People about whom a team decided in the year, whatever it found; a decision that a newer one replaced is left out."),
    ),
    "victims": (gettext_lazy("Of these, victims"), gettext_lazy("Section 6 or 6/1.")),
}  # fmt: skip
YEARS = 6


class Step(NamedTuple):
    """One step of the path; None where the reader's role does not count it, or the group is too small to be told."""

    code: str
    reports: int | None
    people: int | None

    @property
    def label(self) -> str:
        return str(STEPS[self.code][0])

    @property
    def definition(self) -> str:
        return str(STEPS[self.code][1])


def is_national(user) -> bool | None:
    """Whether the reader is told of the whole country; None for who is told nothing."""
    if decide(user, "VPR", "read"):
        return False
    return True if decide(user, "STA", "stats") else None


def steps(year: int, *, national: bool) -> list[Step]:
    """The four steps of a year, over what the person reaches or over the country."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM actip.funnel(%s, %s)", [year, national])
        return [Step(*row) for row in cursor.fetchall()]


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One year as a table; the years before as tabs."""
    national = is_national(cast(User, request.user))
    if national is None:
        return errors.refuse(request, 403)
    this = localdate().year
    year = this
    with suppress(ValidationError):  # of what is no year, and of one to come, nothing is told
        year = min(parse_year(request.GET.get("year", "")), this)
    years = sorted({*range(this - YEARS + 1, this + 1), year}, reverse=True)
    actions.looked("referral-path", year=year)
    context = {
        "title": _("From a report to a victim: reports and people"),
        "steps": steps(year, national=national),
        "is_national": national,
        "year_label": year_label(year, page_language(None)),
        "years": [
            {"label": year_label(each, page_language(None)), "url": f"?year={each}", "current": each == year}
            for each in years
        ],
    }
    return render(request, "reporting/funnel.html", context)
