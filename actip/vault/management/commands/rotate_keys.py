from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from actip.vault import keys
from actip.vault.models import DataKey

BATCH = 1000
WIDTH = 30


class Command(BaseCommand):
    """Each batch is a statement of its own, so that a stopped run goes on where it stopped and readers never wait."""

    help = "Wrap every data key under the first master key of ACTIP_MASTER_KEY; afterwards the other lines can go."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="owner", help="connection that may change data keys (default: owner)")

    def handle(self, *args: Any, database: str, **options: Any) -> None:
        current = keys.ring().current
        kept = DataKey.objects.using(database).filter(destroyed_at=None).order_by("id")
        old = kept.exclude(master_id=current)
        needed = set(old.order_by().values_list("master_id", flat=True).distinct())
        if missing := needed - set(keys.ring().masters):
            raise CommandError(
                f"ACTIP_MASTER_KEY lacks lines that open some data keys, put them back: {sorted(missing)}"
            )
        total, done, last = old.count(), 0, UUID(int=0)
        while batch := list(old.filter(id__gt=last)[:BATCH]):
            rewrap(batch, database)
            done, last = done + len(batch), batch[-1].id
            self.show(done, total)
        self.stdout.write(f"{done:,} data keys are now under {current!r}; {kept.count():,} in all.")

    def show(self, done: int, total: int) -> None:
        filled = WIDTH * min(done, total) // max(total, 1)
        end = "\n" if done >= total else "\r"
        self.stdout.write(f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done:,} of {total:,}", ending=end)
        self.stdout.flush()


def rewrap(batch: list[DataKey], database: str) -> None:
    """Wrap these keys under the current master; one destroyed meanwhile stays destroyed."""
    for key in batch:
        key.wrap(key.unwrap())
    with connections[database].cursor() as cursor:
        cursor.execute(
            "UPDATE vault_datakey k SET wrapped = n.wrapped, master_id = %s FROM unnest(%s::uuid[], %s::bytea[]) "
            "AS n (id, wrapped) WHERE k.id = n.id AND k.destroyed_at IS NULL",
            [keys.ring().current, [key.id for key in batch], [bytes(key.wrapped or b"") for key in batch]],
        )
