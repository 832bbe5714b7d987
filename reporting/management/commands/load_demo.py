import time
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from actip.accounts import person
from reporting import cells
from reporting.demo import care, evidence, inquiry, intake, money, past, present, trials, year2022
from reporting.demo.cast import Cast


class Command(BaseCommand):
    help = "Load the demonstration: its people and offices, reference data, the year 2022, and cases of today. A second run adds nothing."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("This is for demonstration mode only: set ACTIP_DEMO=1.")
        with self.step("Offices, people and their API credentials"):
            call_command("load_personas", verbosity=0, stdout=self.stdout)
            cast = Cast()
        with self.step("Rules and published figures"):
            call_command("load_reference", stdout=self.stdout)
        with self.step("The year 2022, as published"):
            year2022.load(cast)
        with self.step("The years since 2023"):
            past.load(cast, timezone.localdate())
        with self.step("What goes on today"):
            present.load(cast)
        with self.step("Intake: reports by many channels, and a pool of tips"):
            intake.load(cast)
        with self.step("Two inquiries in full"):
            inquiry.load(cast)
        with self.step("Trials"):
            trials.load(cast)
        with self.step("Evidence and who has it"):
            evidence.load(cast)
        with self.step("Life in the homes"):
            care.load(cast)
        with self.step("Court money, state compensation, earnings"):
            money.load(cast)
        with self.step("Counting it all for the dashboard"), person.as_system("count the demonstration"):
            cells.refresh()

    @contextmanager
    def step(self, title: str):
        """Say what is being done, and how long it took."""
        began = time.monotonic()
        yield
        self.stdout.write(f"{title}: done in {time.monotonic() - began:.1f} s.")
