from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from actip.audit import anchor


class Command(BaseCommand):
    """Meant for a timer, every ten minutes, onto storage that the database's owner cannot write."""

    help = "Sign the head of the audit trail and append it to a file kept outside the database."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--database", default="owner", help="a connection that sees every event")

    def handle(self, *, file: Path, database, **options):
        try:
            kept = anchor.append(file, timezone.now(), database)
        except OSError as error:
            raise CommandError(f"The anchor file cannot be written: {error}") from None
        self.stdout.write(f"Anchored number {kept['seq']} of the audit trail in {file}.")
