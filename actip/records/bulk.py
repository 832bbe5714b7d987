"""Many records at once, for imports and generated data only: as the system, past the actions, under every guard of the database.

Validation is the caller's business (the database's constraints still hold); each row is audited by its trigger.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection, models, transaction

from actip.accounts import person
from actip.accounts.models import Agency
from actip.audit import trail


@contextmanager
def loading(reason: str) -> Iterator[None]:
    """One transaction of the system; its writes stand in the trail as made by it for this reason, not as made by hand."""
    with person.as_system(reason), transaction.atomic(), trail.label("create", {"loaded": reason}):
        yield


def open_matters(
    kind: str, agency: Agency, matters: Iterable[tuple[UUID, str, datetime]], *, basis: str = "opened"
) -> None:
    """Open matters (id, number, opened at) of one kind, led by one agency."""
    rows = list(matters)
    if not rows:
        return
    ids, numbers, opened = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actip.open_matters(%s, %s::uuid[], %s, %s::timestamptz[], %s, %s)",
            [kind, ids, numbers, opened, agency.pk, basis],
        )


def insert(rows: list[models.Model]) -> None:
    """Insert records of one type whose matters are open."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=500)


def touched(matters: Iterable[tuple[UUID, datetime]]) -> None:
    """Put matters (id, last touched at) where they belong in lists; last of all, since every write touches them."""
    rows = list(matters)
    if not rows:
        return
    ids, at = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT actip.date_matters(%s::uuid[], %s::timestamptz[])", [ids, at])
