from django.core.management.base import BaseCommand

from actip.records.packets import sealing


class Command(BaseCommand):
    help = "Print the public key that sealed packets of this installation are checked with; hand it to other agencies."
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write(sealing.public_text(sealing.key().public_key()))
