"""The pages of the hearing calendar: a month with its list, and the same as a file."""

import calendar
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actip.records import actions, export, shapes
from actip.records.pages import door
from actip.thai.calendar_words import DAYS, MONTHS
from actip.thai.dates import year_label
from actip.thai.language import page_language
from actip.thai.times import format_datetime, format_time
from cases.calendar import hearings, ics
from cases.models import Hearing

IN_A_FILE = 1000


@login_required
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """What comes next, and one month as a grid. `?month=2026-12`; anything else is this month."""
    door.enter(request, "hearings", "read")
    actions.looked("hearing-calendar")
    today = timezone.localdate()
    first = _month(request.GET.get("month", "")) or today.replace(day=1)
    language = page_language(None)
    context = {
        "title": _("Hearing calendar"),
        "month_label": f"{MONTHS[language][first.month - 1]} {year_label(first.year, language)}",
        "day_names": DAYS[language],
        "weeks": _weeks(first, today),
        "upcoming": [line(hearing) for hearing in hearings.upcoming()],
        "earlier": _address(first, -1),
        "later": _address(first, 1),
        "is_now": first == today.replace(day=1),
    }
    return render(request, "cases/hearing_calendar.html", context)


@login_required
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """Planned hearings from today on as iCalendar; each file is in the audit trail."""
    door.enter(request, "hearings", "read")
    rows = list(hearings.upcoming(IN_A_FILE))
    actions.exported("hearings", ("starts_at", "court", "room"), rows=len(rows))
    return export.attachment(ics.calendar(rows), "hearings.ics", "text/calendar; charset=utf-8")


def line(hearing: Hearing) -> dict:
    """One hearing as a line of components/tasks.html."""
    return {
        "label": f"{format_datetime(hearing.starts_at)} · {hearing.matter.number}",
        "url": shapes.address(hearing),
        "hint": f"{hearing.get_kind_display()} · {ics.where(hearing)}",
        "state": hearing.get_status_display(),
        "tone": "blue" if hearing.status == "planned" else "grey",
    }


def _weeks(first: date, today: date) -> list[list[dict]]:
    """The days of a month in weeks from Monday, each with its hearings."""
    by_day: dict[date, list[dict]] = {}
    for hearing in hearings.of_month(first):
        entry = {
            "time": format_time(hearing.starts_at),
            "label": hearing.matter.number,
            "kind": hearing.get_kind_display(),
            "url": shapes.address(hearing),
            "is_off": hearing.status in ("postponed", "cancelled"),
            "status": hearing.get_status_display(),
        }
        by_day.setdefault(timezone.localtime(hearing.starts_at).date(), []).append(entry)
    return [
        [
            {
                "day": day,
                "entries": by_day.get(day, []),
                "is_outside": day.month != first.month,
                "is_today": day == today,
            }
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]


def _month(text: str) -> date | None:
    try:
        found = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None


def _address(first: date, step: int) -> str:
    year, place = divmod(first.year * 12 + first.month - 1 + step, 12)
    return f"?month={year}-{place + 1:02d}"
