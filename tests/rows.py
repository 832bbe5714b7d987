"""Rows that are tried past the actions: `copied` writes one like another; `holds` asks a CHECK about one that is never written.

The functions below say in one line what many checks have in common; each gives (check, a sound row, what breaks it).
"""

import json
import uuid
from itertools import combinations

from django.db import connection

EARLIER, LATER = "2026-01-01", "2026-01-02"
ONE, OTHER = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


def holds(check: str, row: dict) -> bool:
    """Whether PostgreSQL would let a row through this check; columns not named are NULL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass, replace(pg_get_expr(conbin, conrelid), '%%', '%%%%') FROM pg_constraint"
            " WHERE conname = %s AND contype = 'c' AND convalidated",
            [check],
        )
        [(table, test)] = cursor.fetchall()
        cursor.execute(f"SELECT ({test}) IS NOT FALSE FROM jsonb_populate_record(NULL::{table}, %s)", [json.dumps(row)])
        return cursor.fetchone()[0]


def copied(table: str, record, **changed) -> tuple[str, list]:
    """The statement that writes a second row like this one but for what is given, and its values."""
    statement = f"INSERT INTO {table} SELECT (jsonb_populate_record(t, %s)).* FROM {table} t WHERE t.id = %s"
    return statement, [json.dumps({"id": str(uuid.uuid4())} | changed), record.pk]


def in_order(check: str, *columns: str) -> list[tuple]:
    """None of these moments lies before one that is named before it."""
    return [(check, {a: EARLIER, b: LATER}, {a: LATER, b: EARLIER}) for a, b in combinations(columns, 2)]


def positive(check: str, column: str = "amount") -> list[tuple]:
    return [(check, {column: 1}, {column: broken}) for broken in (0, -1)]


def says(check: str, when: dict, **words) -> list[tuple]:
    """In this state each of these columns is filled; a NULL is broken by leaving a day out, "" by leaving words out."""
    broken = {name: None if name.endswith(("_on", "_at", "_until", "_id")) else "" for name in words}
    return [(check, when | words, {name: nothing}) for name, nothing in broken.items()]


def whole(check: str, *pairs: tuple[str, str], first: object = LATER) -> list[tuple]:
    """Both are known or neither: when and who, if nothing else is said."""
    return [(check, {a: first, b: 1}, {one: None}) for a, b in pairs for one in (a, b)]


def apart(check: str, *pairs: tuple[str, str]) -> list[tuple]:
    """Two different people."""
    return [(check, {a: 1, b: 2}, {b: 1}) for a, b in pairs]
