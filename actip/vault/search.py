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
def find_any(
    code: str,
    kind: str,
    lookups: Iterable[tuple[Iterable[str], int]],
    *,
    limit: int = 50,
    enough: int | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> list[Hit]:
    """Rows of a record type that share at least `min_hits` of the strings of one of several (strings, min_hits), in one statement:
    first the answers to the first, of each the best first.

    A row is listed once, with the hits of the first that it answers; `limit` holds for each. Where `enough` rows are
    found, the lookups that are left need not be asked: put the surest first. Whoever reaches few matters has them all
    asked. With very common strings and a wide reach the list may lack rows that share some of the strings only.
    """
    asked = [("{" + ",".join(map(str, hashes(code, kind, strings))) + "}", least) for strings, least in lookups]
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT f.row_id, f.matter_id, f.hits FROM actip.find_rows(%s, %s, %s::text[], %s::int[], %s, %s) "
            "WITH ORDINALITY AS f (row_id, matter_id, hits, place) ORDER BY f.place",
            [code, kind, [text for text, _ in asked], [least for _, least in asked], limit, enough],
        )
        return [Hit(*row) for row in cursor.fetchall()]


@sensitive_variables()
def find_exact(code: str, kind: str, value: str, *, limit: int = 50) -> list[Hit]:
    """Rows whose tokens of this kind hold exactly this (normalised) value: a document, a telephone."""
    return find_any(code, kind, [([value], 1)], limit=limit)
