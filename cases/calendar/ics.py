"""The calendar as a file for another program: when, where and which number; nothing that says who or what for.

The number is the tracker's own, which says nothing to whoever has no access; a court's number can be looked up.
"""

from collections.abc import Iterable
from datetime import timedelta

import icalendar
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.thai.provinces import province_label
from cases.models import Hearing

LENGTH = timedelta(hours=1)  # shown as such: how long a hearing takes is not known


def calendar(hearings: Iterable[Hearing]) -> bytes:
    """The hearings as iCalendar (RFC 5545)."""
    found = icalendar.Calendar()
    found.add("prodid", "-//ACTIP Case Tracker//Hearings//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for hearing in hearings:
        found.add_component(_event(hearing))
    return found.to_ical()


def _event(hearing: Hearing) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{hearing.pk}@actip")
    event.add("sequence", hearing.version)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", timezone.localtime(hearing.starts_at))
    event.add("dtend", timezone.localtime(hearing.starts_at) + LENGTH)
    event.add("summary", _("Hearing %(number)s") % {"number": hearing.matter.number})
    event.add("location", where(hearing))
    event.add("class", "CONFIDENTIAL")
    return event


def where(hearing: Hearing) -> str:
    """Court, its province, and the room."""
    court = hearing.court_case
    parts = [court.get_court_display(), province_label(court.province)]
    if hearing.room:
        parts.append(_("room %(room)s") % {"room": hearing.room})
    return ", ".join(map(str, parts))
