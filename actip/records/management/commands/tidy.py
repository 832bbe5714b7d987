from django.core.management.base import BaseCommand

from actip.access import checks
from actip.setup import tidy


class Command(BaseCommand):
    help = "Delete what only served the running of the program and is over: the worker does it every day."

    def handle(self, *args, **options):
        checks.refuse()
        self.stdout.write(tidy.run())
