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
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT row_id, matter_id, hits FROM actip.find_rows(%s, %s, %s::bigint[], %s, %s)",
            [code, kind, hashes(code, kind, strings), min_hits, limit],
        )
        return [Hit(*row) for row in cursor.fetchall()]


def find_exact(code: str, kind: str, value: str, *, limit: int = 50, using: str = DEFAULT_DB_ALIAS) -> list[Hit]:
    """Rows whose tokens of this kind hold exactly this (normalised) value: a document, a telephone."""
    return find(code, kind, [value], min_hits=1, limit=limit, using=using)
