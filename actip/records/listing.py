"""One page of a list: fifty keys from the access feed, then the rows by key. Page one costs the same at any size.

The feed holds one entry per matter and token (agency, officer, limited assignment); PostgreSQL merges the few tokens of
the person by time of last touch. Row security checks the feed and, again, the rows shown.
"""

import base64
import binascii
import json
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection, models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from actip.access import decide
from actip.access.models import ROOT_CODES
from actip.accounts import person
from actip.accounts.backend import prepared
from actip.records import hers
from actip.records.catalogue import RecordType, matter_kind

CAP = 1000  # counts above are shown as "1,000+"
BEGINNING = ["infinity", UUID(int=2**128 - 1)]  # every place in the feed is after it
_PLAIN = "SELECT touched_at, id FROM actip.feed_page(%s, %s, %s, %s::text[], %s::timestamptz, %s::uuid, %s)"


@dataclass(frozen=True)
class Page:
    """Rows in order; cursors of the neighbouring pages ("" = none); a count up to CAP, `more` when there are more."""

    rows: list
    next: str
    previous: str
    count: int
    more: bool


@dataclass(frozen=True)
class _Cursor:
    """Where a page begins: after (or, going back, before) the row with this value and id."""

    back: bool
    value: str
    id: str

    @classmethod
    def read(cls, text: str) -> "_Cursor | None":
        if not text:
            return None
        try:
            back, value, row = json.loads(base64.urlsafe_b64decode(text.encode()))
            if "\0" in f"{value}{row}":
                raise ValueError("no place in a list holds a NUL")
            return cls(bool(back), str(value), str(row))
        except (ValueError, TypeError, binascii.Error, UnicodeError) as error:
            raise ValidationError(
                _("This page of the list is not known; start from the first page."), code="cursor"
            ) from error

    def text(self) -> str:
        return base64.urlsafe_b64encode(json.dumps([self.back, self.value, self.id]).encode()).decode()


def page(
    kind: RecordType,
    queryset: models.QuerySet,
    *,
    status: str = "",
    states: tuple[str, ...] = (),
    cursor: str = "",
    size: int = 50,
    fetch=None,
    counted: bool = True,
) -> Page:
    """A page of `queryset`, which may be filtered but not ordered. Raises ValidationError for a broken cursor.

    status, states: only records in this state, or in one of these. fetch: function(ids) that gives the rows shown (each with its `pk`), if not as `queryset` would.
    """
    start = _Cursor.read(cursor)
    source = _source(kind, queryset, (status,) if status else states)
    keys = source.keys(start, size + 1)
    more = len(keys) > size
    keys = keys[:size]
    if start and start.back:
        keys.reverse()
    found = {row.pk: row for row in (fetch or source.fetch)([key for _value, key in keys])}
    rows = [found[key] for _value, key in keys if key in found]
    count = source.count() if counted else 0
    back = bool(start and start.back)
    return Page(
        rows=rows,
        next=_Cursor(False, *map(str, keys[-1])).text() if keys and (more or back) else "",
        previous=_Cursor(True, *map(str, keys[0])).text() if keys and start and (more or not back) else "",
        count=min(count, CAP),
        more=count > CAP,
    )


def neighbours(kind: RecordType, queryset: models.QuerySet, record: models.Model, status: str = "") -> tuple:
    """Keys of the records before and after one in a list, each None at its end; how many rows there are does not matter."""
    source = _source(kind, queryset, (status,) if status else ())
    here = source.place(record)
    around = (source.keys(_Cursor(back, *map(str, here)), 1) for back in (True, False))
    return tuple(keys[0][1] if keys else None for keys in around)


def _source(kind: RecordType, queryset, states: tuple[str, ...]):
    of_kind = matter_kind(kind)
    field = kind.workflow.field if kind.workflow else "status"
    is_fed = of_kind and _may(ROOT_CODES[of_kind], "exist")
    if states and not (is_fed and kind.is_root):
        queryset = queryset.filter(**{f"{field}__in": states})
    if is_fed:
        return _Feed(kind, queryset, states, of_kind)
    # She knows of no such matters (who pays, who executes an order): hers are the rows that row security leaves.
    if of_kind and hers.is_direct(kind):
        queryset = hers.named(kind, queryset)
    if of_kind and kind.payable and not _may(kind.code, "read"):  # what a payer sees; an index holds just these
        queryset = queryset.filter(**{f"{field}__in": kind.payable})
    return _Table(kind, queryset)


def _may(code: str, verb: str) -> bool:
    """What the role of whoever acts may do at most, from the matrix; row security decides about rows."""
    acting = person.current()
    return acting is not None and (acting.is_system or verb in decide.granted(acting.role, code))


class _Feed:
    """Records of matters, by last touch of their matter. A root record has its matter's id, so the feed alone orders it."""

    def __init__(self, kind: RecordType, queryset, states: tuple[str, ...], matter_kind: str):
        self.kind, self.queryset, self.matter_kind = kind, queryset, matter_kind
        self.states = list(states) if kind.is_root else []
        self.key = "f.matter_id" if kind.is_root else "r.id"
        self.is_plain = kind.is_root and not queryset.query.where  # matters, unfiltered: functions list and count them

    def place(self, record: models.Model) -> tuple:
        return record.matter.touched_at, record.pk

    def keys(self, start: _Cursor | None, size: int) -> list[tuple]:
        """(last touch, record id) of up to `size` records, in the direction of the cursor."""
        if self.is_plain and not (start and start.back):
            asked = [self.kind.code, self.kind.see, self.matter_kind, self.states]
            after = [start.value, start.id] if start else BEGINNING
            return prepared.rows(_PLAIN, [*asked, *after, size])
        way, compare = ("ASC", ">") if start and start.back else ("DESC", "<")
        since = f"f.touched_at {compare}= %s AND (f.touched_at, {self.key}) {compare} (%s, %s)" if start else ""
        end = f"ORDER BY f.touched_at {way}, {self.key} {way} LIMIT {size}"
        entries, params = self._entries(since, [start.value, start.value, start.id] if start else [], end)
        rows = self._run(f"SELECT touched_at, id FROM ({entries}) entry ORDER BY touched_at {way}, id {way}", params)
        return list(dict.fromkeys(rows))[:size]

    def fetch(self, ids: list) -> models.QuerySet:
        found = self.queryset.filter(pk__in=ids)
        return found.select_related("matter") if self.kind.is_root else found  # whoever sees the one sees the other

    def count(self) -> int:
        """Up to CAP + 1, each record once."""
        if self.is_plain:
            asked = [self.kind.code, self.kind.see, self.matter_kind, self.states, CAP + 1]
            return prepared.rows("SELECT actip.feed_count(%s, %s, %s, %s::text[], %s)", asked)[0][0]
        entries, params = self._entries("", [], f"LIMIT {CAP + 1}")
        return self._run(f"SELECT count(DISTINCT id) FROM ({entries}) entry", params)[0][0]

    def _entries(self, since: str, since_params: list, end: str) -> tuple[str, list]:
        """The feed's entries of each of the person's tokens that the list shows, as SQL.

        A list without filters walks the feed. With filters PostgreSQL may as well begin with the few records that answer
        them (those below one case, say): it can judge that only where it sees the tokens, hence they are written out.
        """
        where = " AND ".join(filter(None, ["f.kind = %s", since]))
        params = [self.matter_kind, *since_params]
        feed = f"SELECT f.touched_at, {self.key} AS id FROM access_feed f"
        if not self.queryset.query.where:
            records = "" if self.kind.is_root else f"JOIN {self.kind.table} r ON r.matter_id = f.matter_id"
            status, states = (
                ("AND f.status = s.state", "CROSS JOIN unnest(%s::text[]) AS s(state)") if self.states else ("", "")
            )
            sql = f"{feed} {records} WHERE f.token = k.token {status} AND {where} {end}"
            return (
                f"SELECT e.* FROM unnest((SELECT actip.keys(%s, %s))) AS k(token) {states} CROSS JOIN LATERAL ({sql}) e",
                [self.kind.code, self.kind.see, *([self.states] if self.states else []), *params],
            )
        if self.states:
            where, params = f"{where} AND f.status = ANY (%s)", [*params, self.states]
        try:
            inner, inner_params = self.queryset.order_by().values_list("pk", "matter_id").query.sql_with_params()
        except EmptyResultSet:  # a filter that nothing can answer
            return "SELECT f.touched_at, f.matter_id AS id FROM access_feed f WHERE false", []
        one = f"({feed} JOIN ({inner}) AS r(id, matter_id) ON r.matter_id = f.matter_id WHERE f.token = %s AND {where} {end})"
        return " UNION ALL ".join([one] * len(self.tokens)), [
            param for token in self.tokens for param in (*inner_params, token, *params)
        ]

    @cached_property
    def tokens(self) -> list[int]:
        """The person's tokens, and 0, which the feed never holds: so there is always one."""
        rows = prepared.rows("SELECT unnest(actip.keys(%s, %s) || 0)", [self.kind.code, self.kind.see])
        return [token for (token,) in rows]

    def _run(self, sql: str, params: list) -> list[tuple]:
        if not self.queryset.query.where:
            return prepared.rows(sql, params)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()


class _Table:
    """Records outside matters: by the column that the declaration names, else newest entry first."""

    def __init__(self, kind: RecordType, queryset):
        self.queryset = queryset
        self.column = kind.order or "created_at"
        self.descends = not kind.order

    def place(self, record: models.Model) -> tuple:
        return getattr(record, self.column), record.pk

    def keys(self, start: _Cursor | None, size: int) -> list[tuple]:
        descends = self.descends != bool(start and start.back)
        sign = "-" if descends else ""
        rows = self.queryset.order_by(f"{sign}{self.column}", f"{sign}id")
        if start:
            beyond = "lt" if descends else "gt"
            rows = rows.filter(
                models.Q(**{f"{self.column}__{beyond}": start.value})
                | models.Q(**{self.column: start.value, f"id__{beyond}": start.id})
            )
        return list(rows.values_list(self.column, "id")[:size])

    def fetch(self, ids: list) -> models.QuerySet:
        return self.queryset.filter(pk__in=ids)

    def count(self) -> int:
        return self.queryset.order_by()[: CAP + 1].count()


def beginning(kind: RecordType, agency_id: int, asked: Collection[str] = ()) -> models.QuerySet:
    """What a list begins with: all records within reach, unless the declaration says what else."""
    rows = kind.model._default_manager.all()
    return kind.begins(rows, agency_id, asked) if kind.begins else rows
