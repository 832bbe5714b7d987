"""Statements that every request asks: compiled once per process, planned once per connection, then called by name.

Under row security PostgreSQL plans a short statement for longer than it runs it, and Django's ORM takes as long again to
write it. Only texts that the code decides belong here, never one made from what somebody typed.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models.query import get_related_populators
from psycopg2.extensions import register_type

from actip.accounts.backend.base import ACTS, KEPT

MOST = 300  # statements kept by one connection; another takes the place of the one that was not asked for longest
SAYING = f"SELECT {ACTS}; "  # goes before the first statement that somebody asks
PLACE = re.compile(r"%(%|s)")


@cache
def _named(sql: str, count: int) -> tuple[str, str, str]:
    """The name of a statement, what prepares it, and what calls it with `count` values."""
    numbers = iter(range(1, count + 1))
    text = PLACE.sub(lambda found: "%" if found[1] == "%" else f"${next(numbers)}", sql)
    name = f"kept_{blake2b(sql.encode(), digest_size=8).hexdigest()}"
    values = f"({', '.join(['%s'] * count)})" if count else ""
    return name, f"PREPARE {name} AS {text}", f"EXECUTE {name}{values}"


def execute(cursor, sql: str, params: Sequence[Any] = ()) -> None:
    """As `cursor.execute`. The types of the values must follow from the statement: say `%s::uuid` where they do not.

    A kept statement outlives its transaction, so that SQL injected into one request could put another in its place for the
    next person. Hence it is called only once the connection has looked over what is kept: when a transaction begins, and
    again each time it is told who acts, if anything but kept statements was asked since the last look. Behind a pooler in
    transaction mode (DATABASE_POOLED) nothing is kept.
    """
    db = cursor.db
    call = _kept(cursor, sql, len(params)) if db.kept_open and not settings.DATABASE_POOLED else ""
    if not call:
        cursor.execute(sql, params or None)
        return
    if db.untold:
        call, params = f"{SAYING}{call}", [db.now_told(), *params]
    db.is_calling = True
    try:
        cursor.execute(call, params or None)
    finally:
        db.is_calling = False


def _kept(cursor, sql: str, count: int) -> str:
    """What calls a statement, prepared now where it was not; "" where those kept are not all ours."""
    kept = cursor.db.kept_statements
    name, prepare, call = _named(sql, count)
    if sql not in kept:
        if _seen(cursor) != cursor.db.kept_seen:
            return ""
        while len(kept) >= MOST:
            cursor.cursor.execute(f"DEALLOCATE {kept.pop(next(iter(kept)))}")
        cursor.cursor.execute(prepare)
        cursor.db.kept_seen = _seen(cursor)
    kept[sql] = kept.pop(sql, name)  # last asked, last to go
    return call


def _seen(cursor) -> str:
    cursor.cursor.execute(f"SELECT {KEPT}")
    return cursor.cursor.fetchone()[0]


def rows(sql: str, params: Sequence[Any] = (), *types) -> list[tuple]:
    """Everything that a statement gives. types: psycopg2's, that read this answer otherwise than usual."""
    with connection.cursor() as cursor:
        for each in types:
            register_type(each, cursor.cursor)
        execute(cursor, sql, params)
        return cursor.fetchall()


class Query:
    """A queryset whose values are left open: `Query(lambda: User.objects.filter(pk=0))(user_id)` gives the users.

    build: makes the queryset, with any value where one is to come; the values follow in the order of its SQL, so
    one `filter` for each, since those of one `filter` are sorted by name.
    """

    def __init__(self, build: Callable[[], models.QuerySet]):
        self._build = build

    @cached_property
    def _compiled(self) -> tuple:
        found = self._build()
        compiler = found.query.get_compiler(connection=connection)
        sql, _params = compiler.as_sql()
        first, last = (pick(compiler.klass_info["select_fields"]) for pick in (min, max))
        names = [column[0].target.attname for column in compiler.select[first : last + 1]]
        also = compiler.annotation_col_map
        converters = compiler.get_converters([column[0] for column in compiler.select])
        # the stubs are those of a later Django
        populators = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]
        return sql, compiler, converters, found.model, slice(first, last + 1), names, populators, also

    def __call__(self, *params: Any) -> list[Any]:
        sql, compiler, converters, model, own, names, populators, also = self._compiled
        made = []
        for row in compiler.apply_converters(rows(sql, params), converters) if converters else rows(sql, params):
            record = model.from_db(connection.alias, names, row[own])
            for populator in populators:
                populator.populate(row, record)
            for name, place in also.items():
                setattr(record, name, row[place])
            made.append(record)
        return made

    def first(self, *params: Any) -> Any | None:
        """The first row, or None."""
        found = self(*params)
        return found[0] if found else None
