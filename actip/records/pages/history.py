"""History: what was written to one record or to everything in a matter, by whom; for readers of the audit log also who looked."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.access.decide import decide
from actip.accounts.models import Agency, User
from actip.audit import trail
from actip.audit.models import Event
from actip.records import catalogue, shapes
from actip.records.catalogue import RecordType
from actip.records.pages import door
from actip.thai.language import page_language

LINES = 200
# Columns that are no fact to a reader, and have no name that she would know.
PLUMBING = (
    "id", "matter_id", "key_id", "timed_token", "from_agency_id", "assigned_by_id", "rests_on", "withheld", "approved_role",
    "nights", "stretch", "stored_as", "version", "created_at", "updated_at",
)  # fmt: skip


class Line(NamedTuple):
    """An event of the trail with the record that it is about."""

    entry: trail.Entry
    kind: RecordType
    record_id: str


class Names:
    """Who the people and agencies of some events are, fetched together; the names stay out of the trail itself."""

    def __init__(self, entries: Iterable):
        self.entries = list(entries)

    @cached_property
    def users(self) -> dict:
        return User.objects.in_bulk({entry.user_id for entry in self.entries if entry.user_id})

    @cached_property
    def agencies(self) -> dict:
        return Agency.objects.in_bulk({entry.agency_id for entry in self.entries if entry.agency_id})

    @cached_property
    def assigned(self) -> dict:
        """Agencies that something was assigned to, by their code."""
        codes = {entry.detail.get("agency") for entry in self.entries if entry.verb == "assign"}
        return {agency.code: agency for agency in Agency.objects.filter(code__in=codes - {None})}

    def who(self, entry) -> str:
        if entry.kind == "system":
            return _("the system")
        # who signs in is known, and is nobody yet
        known = [self.users.get(entry.user_id), self.agencies.get(entry.agency_id)]
        unknown = _("Somebody") if entry.kind == "user" else _("nobody signed in")
        return ", ".join(str(one) for one in known if one) or unknown


def page(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The history of one record. A reader of the audit log sees it, and who opened it, even where the record is closed to her."""
    looks: list[dict] = []
    if decide(request.user, "AUL", "read"):
        kind, record = catalogue.get(slug), None
        found = list(trail.opened_by(slug, pk)[:LINES])
        names = Names(found)
        looks = [_look(event, names) for event in found]
    else:
        kind, _verbs = door.enter(request, slug)
        record = door.fetch(kind, pk)
    events = of_record(kind, pk)
    if record is None and not events and not looks:
        raise Http404
    title = _("History: %(record)s") % {"record": f"{kind.name} {shapes.heading(record) if record else str(pk)[:8]}"}
    context = {
        "title": title,
        "kind": kind,
        "record": record,
        "events": events,
        "looks": looks,
        "reads_audit": record is None,
    }
    return render(request, "records/history.html", context | {"back_url": shapes.address(record) if record else ""})


def of_record(kind: RecordType, pk) -> list[dict]:
    """Events of one record for components/timeline.html."""
    entries = trail.history(kind.slug, pk)[:LINES]
    return _told([Line(entry, kind, "") for entry in entries])


def of_matter(matter_id, limit: int = LINES) -> list[dict]:
    """Events of everything in a matter that the person may see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM actip.matter_history(%s, %s)", [matter_id, limit])
        rows = cursor.fetchall()
    entries = [(trail.entry(row[:8]), row[8], row[9]) for row in rows]
    return _told([Line(entry, catalogue.get(slug), record_id) for entry, slug, record_id in entries])


def _told(lines: list[Line]) -> list[dict]:
    names = Names(line.entry for line in lines)
    return [_event(line, names) for line in lines]


def _event(line: Line, names: Names) -> dict:
    entry, kind = line.entry, line.kind
    title = said(entry, kind)
    event = {"title": title, "at": entry.at, "by": names.who(entry), "tone": "", "changed": []}
    if line.record_id:
        event["title"] = f"{capfirst(kind.name)}: {title}"
        event["url"] = shapes.address_of(kind, line.record_id)
    if entry.verb not in ("create", "assign"):
        event["changed"] = labels(kind, entry.fields)
    if entry.verb == "assign" and (agency := names.assigned.get(entry.detail.get("agency"))):
        event["text"] = f"→ {agency}"
    if rule := entry.detail.get("rule"):
        event["text"] = " · ".join(filter(None, (rule, entry.detail.get(f"rule_{page_language()}"))))
    if entry.is_by_hand:
        event |= {"tone": "red", "text": _("Written in the database, past the program.")}
    elif entry.verb == "move":
        event["tone"] = "green"
    return event


def said(entry, kind: RecordType | None) -> str:
    """What was done, in words; `kind` is None where it was done to no record."""
    if entry.verb == "move" and kind and kind.workflow and entry.detail.get("move") in kind.workflow.by_name:
        return str(kind.workflow.by_name[entry.detail["move"]].label)
    known = {
        "create": _("Entered"),
        "change": _("Changed"),
        "assign": _("Assigned"),
        "move": _("Step taken"),
        "delete": _("Deleted"),
        "clock_started": _("Limit began"),
        "clock_ended": _("Limit ended"),
        "clock_extended": _("Time extended"),
        "breach_answered": _("Reason of a delay given"),
        "breach_noted": _("Delay noted by a supervisor"),
        "breach_lifted": _("A passed limit counts as kept: an earlier end was entered"),
        "export": _("Taken out as a file"),
        "packet_received": _("Packet received"),
        "key_renewed": _("Sealed under a new key"),
        "open": _("Opened"),
        "reveal": _("Protected facts opened"),
        "break_glass": _("Emergency opening"),
        "review_glass": _("Emergency opening reviewed"),
        "refuse": _("Turned away"),
        "ask": _("Asked whether a person is known"),
        "take_in": _("Batch taken in"),
        "sign_in": _("Signed in"),
        "sign_in_failed": _("Could not sign in"),
        "sign_out": _("Signed out"),
        "take_out": _("Tip taken out of the pool"),
        "close": _("Tip closed"),
        "role_proposed": _("Change of a role proposed"),
        "role_confirmed": _("Change of a role confirmed"),
        "role_refused": _("Change of a role refused"),
        "factor_removed": _("Second factor taken away"),
    }
    return known.get(entry.verb, entry.verb)


def labels(kind: RecordType, columns: list[str]) -> list[str]:
    """What changed columns are called where people read of them."""
    known = {field.column: field.verbose_name for field in kind.model._meta.fields}
    return [capfirst(known[column]) for column in columns if column in known and column not in PLUMBING]


def _look(event: Event, names: Names) -> dict:
    return {
        "title": said(event, None),
        "at": event.at,
        "by": names.who(event),
        "text": event.purpose,
        "tone": "orange" if event.verb == "reveal" else "grey",
    }
