from django.core.management.base import BaseCommand

from actip.records import reference


class Command(BaseCommand):
    help = "Load the reference data that the program ships (rules, published figures); run on every upgrade, harmless to repeat."

    def handle(self, *args, **options):
        for sentence in reference.load_all():
            self.stdout.write(sentence)
