from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from actip.audit import anchor as heads
from actip.audit import chain


class Command(BaseCommand):
    """Fails with the first event that does not fit the chain."""

    help = "Check that no event of the audit trail was changed, removed or inserted."

    def add_arguments(self, parser):
        parser.add_argument(
            "--since", type=int, default=0, metavar="NUMBER", help="start after this number of the chain"
        )
        parser.add_argument("--anchor", type=Path, metavar="FILE", help="also compare with these signed heads")
        parser.add_argument("--database", default="owner", help="a connection that sees every event")

    def handle(self, *, since, anchor: Path | None, database, **options):
        walk = chain.Walk(using=database, since=since)
        try:
            anchors = heads.read(anchor) if anchor else []
            total = max(chain.head(database)[0] - since, 0)
            with tqdm(total=total, unit=" events", disable=None) as bar:
                for checked in walk.run():
                    bar.update(checked - bar.n)
            heads.check(anchors, database)
        except chain.Broken as fault:
            raise CommandError(f"The audit trail does not hold: {fault}.") from None
        except OSError as error:
            raise CommandError(f"The anchor file cannot be read: {error}") from None
        compared = f", {len(anchors)} anchors compared" if anchor else ""
        self.stdout.write(
            f"The audit trail holds: {walk.checked} events checked up to number {walk.head[0]}{compared}."
        )
