import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from cases.evidence import checks

EVERY = 900  # seconds between two looks whether a reading is due
HOUR = 2  # of the night in Asia/Bangkok, when the next reading begins


class Command(BaseCommand):
    """Fails when something is wrong; each fault raises an alarm on the page of its item and in the work of its custodian."""

    help = "Read every file of evidence again, compare it with its hash, and look for gaps in custody."

    def add_arguments(self, parser):
        parser.add_argument("--nightly", action="store_true", help="stay, and read everything every night at two")
        parser.add_argument(
            "--is-due", action="store_true", help="only say whether the last reading is older than a day and a half"
        )
        parser.add_argument("--no-progress", action="store_true")

    def handle(self, *, nightly, is_due, no_progress, **options):
        if is_due:
            return self.say_whether_due()
        if not nightly:
            return self.read(no_progress)
        while True:  # pragma: no cover  the service of docker-compose.yml, ended by a signal
            if checks.is_due() and (checks.last_reading() is None or timezone.localtime().hour >= HOUR):
                self.sweep_and_read()
            time.sleep(EVERY)

    def read(self, no_progress: bool) -> None:
        found = checks.Found()
        with tqdm(total=checks.count(), unit=" read", disable=no_progress or None) as bar:
            for seen in checks.run(found):
                bar.update(seen.files + seen.items - bar.n)
        said = f"{found.files} files ({found.bytes} bytes) and the custody of {found.items} items were read"
        if found.faults:
            raise CommandError(f"{said}; {found.faults} do not hold: see the alarms.")
        self.stdout.write(f"{said}; all of it holds.")

    def sweep_and_read(self) -> None:
        """What is wrong has its alarm; the service goes on."""
        for step in (checks.sweep, lambda: self.read(no_progress=True)):
            try:
                step()
            except (CommandError, checks.Unsure) as error:
                self.stderr.write(str(error))

    def say_whether_due(self) -> None:
        last = checks.last_reading()
        if last is None or timezone.now() - last.ended_at > 1.5 * checks.DAY:
            raise CommandError("Evidence was not read for a day and a half.")
        self.stdout.write(f"Evidence was read to {timezone.localtime(last.ended_at):%Y-%m-%d %H:%M}.")
