import sys

from django.core.management.base import BaseCommand

from actip.access import checks
from actip.records import daily


class Command(BaseCommand):
    help = "Do now what the worker does once a day: the notice of what waits, and what each app adds."

    def handle(self, *args, **options):
        checks.refuse()
        said = daily.run_all()
        self.stdout.write("\n".join(said))
        if any(sentence.startswith("FAILED") for sentence in said):
            sys.exit(1)
