from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from tqdm import tqdm

from actip.vault import keys, marks
from actip.vault.models import DataKey
from actip.vault.renewing import renew

BATCH = 1000
BATCH_OF_DATA = 200


class Command(BaseCommand):
    """Each batch is a transaction of its own, so that a stopped run goes on where it stopped and readers never wait long.

    Which keys are left to do is seen from the master key that they lie under: with `--data` too, a new first line of
    ACTIP_MASTER_KEY is what begins a rotation.
    """

    help = (
        "Wrap every data key under the first master key of ACTIP_MASTER_KEY; afterwards the other lines can go. "
        "With --data every protected row gets a new data key as well, and the old ones are destroyed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="owner", help="connection that may change data keys (default: owner)")
        parser.add_argument("--data", action="store_true", help="new data keys: seal every protected row anew")

    def handle(self, *args: Any, database: str, data: bool = False, **options: Any) -> None:
        current = keys.ring().current
        kept = DataKey.objects.using(database).filter(destroyed_at=None).order_by("id")
        old = kept.exclude(master_id=current)
        needed = set(old.order_by().values_list("master_id", flat=True).distinct())
        if missing := needed - set(keys.ring().masters):
            raise CommandError(
                f"ACTIP_MASTER_KEY lacks lines that open some data keys, put them back: {sorted(missing)}"
            )
        marks.keep(database)
        total, done, last, rows, wrapped = old.count(), 0, UUID(int=0), 0, 0
        with tqdm(total=total, unit=" keys", disable=None) as bar:
            while batch := list(old.filter(id__gt=last)[: BATCH_OF_DATA if data else BATCH]):
                done, last, left = done + len(batch), batch[-1].id, batch
                if data:
                    renewed, left = renew(batch, database)
                    rows += renewed
                rewrap(left, database)
                wrapped += len(left)
                bar.update(len(batch))
        if data:
            self.stdout.write(
                f"{done - wrapped:,} data keys were replaced, {rows:,} rows sealed anew; {wrapped:,} keys stay in use, "
                "wrapped anew: they seal files of evidence, or nothing."
            )
        if data and not total:
            self.stdout.write("Nothing to do. New data keys begin with a new first line of ACTIP_MASTER_KEY.")
        self.stdout.write(f"{done:,} data keys are now under {current!r}; {kept.count():,} in all.")


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
