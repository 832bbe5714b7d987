"""What serves only the running of the program is deleted when it is over: `manage.py tidy`, and the worker once a day.

Never a record, the trail, or anything that a law keeps: tables are named here one by one. An operator of the demonstration
would not notice; in a year of an agency these tables would outgrow its cases.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from tqdm import tqdm

from actip.accounts import person
from actip.records.api import conditions

BATCH = 5_000  # rows deleted in one transaction, so that nobody waits for it
OVERDUE = timedelta(days=2)  # what is done every day and was not for so long has not been done


@dataclass(frozen=True)
class Kept:
    """Rows of `table` that are over once `over_at`, a column or an SQL expression, is longer ago than `kept`.

    only: which rows, if not all.
    """

    name: str
    table: str
    over_at: str
    kept: timedelta = timedelta(0)
    only: str = "true"

    def ids(self, now: datetime, most: str = "") -> tuple[str, list]:
        """Where the rows that are over lie, as SQL."""
        return f"SELECT ctid FROM {self.table} WHERE {self.only} AND {self.over_at} < %s {most}", [now - self.kept]

    def is_overdue(self, now: datetime) -> bool:
        """Whether something is still there that should have been deleted days ago."""
        sql, values = self.ids(now - OVERDUE, "LIMIT 1")
        return bool(_run(sql, values))

    def delete(self, now: datetime) -> Iterator[int]:
        """Delete what is over; yields how many each time."""
        sql, values = self.ids(now, f"LIMIT {BATCH}")
        while rows := _run(f"DELETE FROM {self.table} WHERE ctid = ANY (ARRAY({sql})) RETURNING 1", values):
            yield len(rows)


KEPT = (
    # A bucket is full again after two minutes, and then as if it had never been.
    Kept("token buckets", "accounts_bucket", "filled_at", timedelta(hours=settings.BUCKETS_KEPT_HOURS)),
    # What failed last month can still be looked at.
    Kept(
        "finished tasks", "django_tasks_database_dbtaskresult", "finished_at", timedelta(days=settings.TASKS_KEPT_DAYS),
        only="status IN ('SUCCESSFUL', 'FAILED')",
    ),
    # As long as a repeated request is answered from it.
    Kept("Idempotency-Keys", "records_request", "created_at", conditions.KEPT),
    # Sessions and tokens say themselves when they end; after that they open nothing.
    Kept("expired sessions", "django_session", "expire_date"),
    Kept("expired API tokens", "accounts_apitoken", "expires_at"),
    # After that a wrong password no longer counts; who tried is in the trail.
    Kept("wrong passwords", "axes_accessattempt", "attempt_time", settings.AXES_COOLOFF_TIME),
)  # fmt: skip


def run() -> str:
    """Delete everything that is over; says how much of what."""
    now, said = timezone.now(), []
    for kind in KEPT:
        done = 0
        with tqdm(desc=kind.name, unit=" rows", disable=None) as bar:
            for n in kind.delete(now):
                done += n
                bar.update(n)
        said.append(f"{done:,} {kind.name}")
    return f"Deleted: {', '.join(said)}."


def overdue() -> list[str]:
    """What of it has been over for days and is still there: this has not been done."""
    now = timezone.now()
    return [kind.name for kind in KEPT if kind.is_overdue(now)]


def _run(sql: str, values: list) -> list[tuple]:
    with person.as_system("tidy"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
