"""Finding rows by protected values: ids only, of rows that the person may read; fetch them under row security."""

import uuid
from collections.abc import Iterable
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.views.decorators.debug import sensitive_variables

from actip.vault.blind import hashes


class Hit(NamedTuple):
    """A row found, the matter it belongs to, and how many of the strings it shares."""

    row_id: uuid.UUID
    matter_id: uuid.UUID
    hits: int


@sensitive_variables()
def find(
    code: str, kind: str, strings: Iterable[str], *, min_hits: int, limit: int = 50, using: str = DEFAULT_DB_ALIAS
) -> list[Hit]:
    """Rows of a record type that share at least `min_hits` of the strings, best first.

    With very common strings and a wide reach the list may lack rows that share some of the strings only.
    """
    return find_any(code, kind, [(strings, min_hits)], limit=limit, using=using)


@sensitive_variables()
def find_any(
    code: str,
    kind: str,
    lookups: Iterable[tuple[Iterable[str], int]],
    *,
    limit: int = 50,
    using: str = DEFAULT_DB_ALIAS,
) -> list[Hit]:
    """Rows that answer any of several (strings, min_hits), in one statement: first the answers to the first.

    A row is listed once, with the hits of the first that it answers; `limit` holds for each.
    """
    asked = [("{" + ",".join(map(str, hashes(code, kind, strings))) + "}", least) for strings, least in lookups]
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT f.row_id, f.matter_id, f.hits "
            "FROM unnest(%s::text[], %s::int[]) WITH ORDINALITY AS a (list, least, place), "
            "LATERAL actip.find_rows(%s, %s, a.list::bigint[], a.least, %s) "
            "WITH ORDINALITY AS f (row_id, matter_id, hits, rank) ORDER BY a.place, f.rank",
            [[text for text, _ in asked], [least for _, least in asked], code, kind, limit],
        )
        found: dict[uuid.UUID, Hit] = {}
        for row in cursor.fetchall():
            found.setdefault(row[0], Hit(*row))
        return list(found.values())


def find_exact(code: str, kind: str, value: str, *, limit: int = 50, using: str = DEFAULT_DB_ALIAS) -> list[Hit]:
    """Rows whose tokens of this kind hold exactly this (normalised) value: a document, a telephone."""
    return find(code, kind, [value], min_hits=1, limit=limit, using=using)
