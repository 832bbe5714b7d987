"""One page of a list: fifty keys from the access feed, then the rows by key. Page one costs the same at any size.

The feed holds one entry per matter and token (agency, officer, limited assignment); PostgreSQL merges the few tokens of
the person by time of last touch. Row security checks the feed and, again, the rows shown.
"""

import base64
import binascii
import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext as _

from actip.access.models import Assignment
from actip.records import catalogue
from actip.records.catalogue import RecordType

CAP = 1000  # counts above are shown as "1,000+"


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
            raise ValidationError(_("This page of the list is not known; start from the first page."), code="cursor") from error

    def text(self) -> str:
        return base64.urlsafe_b64encode(json.dumps([self.back, self.value, self.id]).encode()).decode()


def page(
    kind: RecordType, queryset: models.QuerySet, *, status: str = "", cursor: str = "", size: int = 50, fetch=None, counted: bool = True
) -> Page:
    """A page of `queryset`, which may be filtered but not ordered. Raises ValidationError for a broken cursor.

    fetch: function(ids) that gives the rows shown (each with its `pk`), if not as `queryset` would.
    """
    start = _Cursor.read(cursor)
    source = _source(kind, queryset, status)
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


def _source(kind: RecordType, queryset, status: str):
    matter_kind = _matter_kind(kind)
    if matter_kind and not _only_pays(kind):
        return _Feed(kind, queryset, status, matter_kind)
    if status:
        queryset = queryset.filter(**{kind.workflow.field if kind.workflow else "status": status})
    return _Table(kind, queryset)


def _matter_kind(kind: RecordType) -> str:
    """report, case or person: of the root above a record type; "" for one outside matters."""
    if kind.is_root:
        return kind.model.MATTER_KIND
    return _matter_kind(catalogue.of(kind.model._meta.get_field(kind.parent).related_model)) if kind.parent else ""


def _only_pays(kind: RecordType) -> bool:
    """Somebody who sees payment orders only has no feed of people; hers are the rows that row security leaves."""
    if not kind.payable:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT actip.may(%s, 'pay')", [kind.code])
        return cursor.fetchone()[0]


class _Feed:
    """Records of matters, by last touch of their matter. A root record has its matter's id, so the feed alone orders it."""

    def __init__(self, kind: RecordType, queryset, status: str, matter_kind: str):
        self.kind, self.queryset, self.matter_kind, self.status = kind, queryset, matter_kind, ""
        if status and kind.is_root:
            self.status = status
        elif status:
            self.queryset = queryset.filter(**{kind.workflow.field: status})
        self.key = "f.matter_id" if kind.is_root else "r.id"

    def keys(self, start: _Cursor | None, size: int) -> list[tuple]:
        """(last touch, record id) of up to `size` records, in the direction of the cursor."""
        way, compare = ("ASC", ">") if start and start.back else ("DESC", "<")
        since = f"f.touched_at {compare}= %s AND (f.touched_at, {self.key}) {compare} (%s, %s)" if start else ""
        inner, params = self._entries(since, [start.value, start.value, start.id] if start else [])
        sql = (
            f"SELECT touched_at, id FROM unnest(actip.keys(%s, %s)) AS k(token) CROSS JOIN LATERAL ({inner}"
            f" ORDER BY f.touched_at {way}, {self.key} {way} LIMIT %s) entry ORDER BY touched_at {way}, id {way}"
        )
        return list(dict.fromkeys(self._run(sql, [self.kind.code, self.kind.see, *params, size])))[:size]

    def fetch(self, ids: list) -> models.QuerySet:
        return self.queryset.filter(pk__in=ids)

    def count(self) -> int:
        """Up to CAP + 1, each record once."""
        inner, params = self._entries()
        sql = (
            "SELECT count(DISTINCT id) FROM unnest(actip.keys(%s, %s)) AS k(token)"
            f" CROSS JOIN LATERAL ({inner} LIMIT {CAP + 1}) entry"
        )
        return self._run(sql, [self.kind.code, self.kind.see, *params])[0][0]

    def _entries(self, since: str = "", since_params=()) -> tuple[str, list]:
        """The feed's entries of one token that the list shows, as SQL."""
        join, exists, inner_params = "", "", []
        if not self.kind.is_root or self.queryset.query.where:
            inner, inner_params = self._records()
            join, exists = ("", f"EXISTS ({inner})") if self.kind.is_root else (f"CROSS JOIN LATERAL ({inner}) AS r(id)", "")
        status = "f.status = %s" if self.status else ""
        where = " AND ".join(filter(None, ["f.token = k.token AND f.kind = %s", status, since, exists]))
        params = [*(inner_params if join else ()), self.matter_kind, *filter(None, [self.status]), *since_params]
        params += inner_params if exists else []
        return f"SELECT f.touched_at, {self.key} AS id FROM access_feed f {join} WHERE {where}", params

    def _records(self) -> tuple[str, list]:
        """The filtered records of the entry's matter."""
        condition = f'"{self.kind.table}"."matter_id" = f.matter_id'
        inner = self.queryset.order_by().extra(where=[condition]).values_list("pk")  # noqa: S610  no input in it
        sql, params = inner.query.sql_with_params()
        return sql, list(params)

    def _run(self, sql: str, params: list) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()


class _Table:
    """Records outside matters: by the column that the declaration names, else newest entry first."""

    def __init__(self, kind: RecordType, queryset):
        self.queryset = queryset
        self.column = kind.order or "created_at"
        self.descends = not kind.order

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


def assignments_of(agency_id: int) -> models.QuerySet:
    """The assignments of an agency: what the list of assignments shows."""
    return Assignment.objects.filter(agency_id=agency_id)
