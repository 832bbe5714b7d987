"""Writing to the trail, and asking it about one record.

An event stands in the transaction of what it records: when it cannot be written, `NotAudited` undoes the read with it.
Writes of rows need no call here: triggers see them, and `label` tells the triggers what the action is.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models.expressions import RawSQL

from actip.accounts import person
from actip.accounts.backend import prepared
from actip.audit.models import Event

log = logging.getLogger(__name__)
request_id: ContextVar[str] = ContextVar("request_id", default="")
broken: ContextVar[str] = ContextVar("broken", default="")  # the constraint by which this request was refused
LOOKS = ("open", "reveal", "break_glass", "review_glass")


class NotAudited(Exception):
    """The trail could not be written, so nothing may be served: answer 503."""


@dataclass(frozen=True)
class Entry:
    """One line of a record's history. Verbs and field names only; names of people are looked up by the page."""

    at: datetime
    kind: str
    user_id: int | None
    agency_id: int | None
    role: str
    verb: str
    fields: list[str]
    detail: dict

    @property
    def is_by_hand(self) -> bool:
        """Written past the actions, by SQL."""
        return bool(self.detail.get("by_hand"))


def record(
    verb: str,
    *,
    record_type: str = "",
    record_id=None,
    matter_id=None,
    purpose: str = "",
    fields: Iterable[str] = (),
    detail: dict | None = None,
) -> None:
    """Write an event of whoever acts now, into the open transaction; raises NotAudited when that fails.

    For acts that write no row of a record: open, reveal, export, refuse, break_glass.
    """
    values = [
        verb, record_type, str(record_id or ""), str(matter_id) if matter_id else None, purpose, list(fields),
        json.dumps(detail or {}), request_id.get(),
    ]  # fmt: skip
    with noting(f"{verb} {record_type}"):
        prepared.rows("SELECT actip.audit(%s, %s, %s, %s::uuid, %s, %s::text[], %s::jsonb, %s)", values)


@contextmanager
def noting(what: str) -> Iterator[None]:
    """Around statements that write events: whatever goes wrong with them is NotAudited."""
    if not connection.in_atomic_block:
        raise NotAudited("an event belongs to a transaction, and none is open")
    try:
        yield
    except DatabaseError as error:
        raise NotAudited(f"{what} could not be audited") from error


def opening(table: str, matter: str) -> RawSQL:
    """An expression that notes each row which a statement gives as opened: row security has let it through by then.

    table: of a record type. matter: its column, or NULL. Its values, left open: the record type's slug, the request's id.
    """
    return RawSQL(f"actip.audit('open', %s, {table}.id::text, {matter}, '', '{{}}', '{{}}', %s)", ["", ""])  # noqa: S611  names of ours


def signing(verb: str, user_id: int | None, detail: dict | None = None) -> None:
    """Write sign_in, sign_in_failed or sign_out: the events that need nobody to be acting. Raises NotAudited."""
    try:
        with connection.cursor() as cursor:
            values = [verb, user_id, json.dumps(detail or {}), request_id.get()]
            cursor.execute("SELECT actip.audit_sign_in(%s, %s, %s::jsonb, %s)", values)
    except DatabaseError as error:
        raise NotAudited(f"{verb} could not be audited") from error


@contextmanager
def label(verb: str, detail: dict | None = None, purpose: str = "", record_id=None) -> Iterator[None]:
    """Within the block, row triggers write `verb` instead of marking the write as made by hand.

    `create`, `change` and `delete` say only that an action wrote; which of them it was, each row's trigger knows. Another
    verb is taken over; with `record_id` for that record alone, the other rows then say {"within": verb}. Blocks nest.
    """
    act = {"verb": verb, "detail": detail or {}, "purpose": purpose}
    if record_id is not None:
        act["record"] = str(record_id)
    before = _set_act(json.dumps(act))
    try:
        yield
    except BaseException:
        try:
            _set_act(before)
        except DatabaseError:
            log.debug("the transaction is broken and will be undone, its label with it")
        raise
    _set_act(before)


def _set_act(act: str) -> str:
    """Set the label of this transaction's writes; returns the one before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('actip.act', true), set_config('actip.act', %s, true), set_config('actip.request', %s, true)",
            [act, request_id.get()],
        )
        return cursor.fetchone()[0] or ""


def history(record_type: str, record_id) -> list[Entry]:
    """What was written to a record, newest first; empty for one whose matter is out of the person's reach."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM actip.history(%s, %s)", [record_type, str(record_id)])
        rows = cursor.fetchall()
    return [entry(row) for row in rows]


def entry(row: tuple) -> Entry:
    """An Entry from a row of actip.history, whose detail comes as text."""
    *columns, detail = row
    return Entry(*columns, detail=json.loads(detail))


def opened_by(record_type: str, record_id):
    """Who opened or revealed a record, in an emergency too, newest first: a queryset that row security empties for all but auditors."""
    return Event.objects.filter(record_type=record_type, record_id=str(record_id), verb__in=LOOKS).order_by("-id")


def breaking(error: ValidationError) -> ValidationError:
    """Note which constraint the database found broken, to be told by `refusal`: a constraint that looks past row security tells one bit
    of what is out of reach, and who tries it out again and again is found by it. Returns the error.
    """
    broken.set(error.code or "")
    return error


def refusal(request, status: int) -> None:
    """Record that a request was refused, in a transaction of its own, since the request's was undone.

    Nothing was served, so a failure here is logged and does not change the answer.
    """
    if person.current() is None:
        return
    match = request.resolver_match
    kept = {name: str(value) for name, value in match.kwargs.items()} if match else {}
    detail = {"status": status, "method": request.method, "page": match.view_name if match else ""}
    detail |= {"broken": broken.get()} if broken.get() else {}
    try:
        with transaction.atomic():
            record("refuse", record_type=kept.get("slug", ""), record_id=kept.get("pk"), detail=detail)
    except (NotAudited, DatabaseError):
        log.exception("a refusal could not be audited")
