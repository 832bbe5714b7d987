"""manage.py doctor: what is wrong with this installation, and how to mend it."""

import sys

from django.core.management.base import BaseCommand

from actip.setup import doctor


class Command(BaseCommand):
    help = "Say what is wrong with this installation and how to mend it; fails when something is."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--only", choices=sorted(doctor.CHECKS), help="one check alone")

    def handle(self, *args, only: str | None, **options):
        found = doctor.examine(only)
        for name, findings in found.items():
            self.stdout.write(f"{name}: {'trouble' if findings else 'good'}")
            for finding in findings:
                self.stdout.write(f"    {finding.wrong}. To mend it: {finding.mend}.")
        if any(found.values()):
            sys.exit(1)
