from django.core.management.base import BaseCommand, CommandError

from cases.evidence import checks


class Command(BaseCommand):
    """Safe to run at any time: what arrived within the last day is left alone."""

    help = "Remove encrypted files that no record knows: what an upload that was killed left behind."

    def handle(self, **options):
        try:
            removed = checks.sweep()
        except checks.Unsure as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{removed} files without a record were removed.")
