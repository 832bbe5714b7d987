import csv
import sys
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from actip.thai.provinces import countries
from reporting.archive import ctdc
from reporting.archive.store import Archive

BATCH = 1_000
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Import a CTDC file as de-identified historical profiles into an archive agency. May be stopped and run again: what is"
        " kept is not kept twice. Lines that cannot be read are named with the reason, the others are kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--country", default="TH", help="country of exploitation, two letters (TH unless told)")
        parser.add_argument("--source", default="ctdc-2020-04", help="name of the release, kept with each profile")
        parser.add_argument(
            "--bad-lines", type=Path, help="write the number of each bad line and the reason to this CSV file"
        )

    def handle(self, *args, file: Path, country: str, source: str, bad_lines: Path | None, **options):
        country = country.upper()
        if country not in countries():
            raise CommandError(f"{country} is no country code of two letters.")
        if not source or len(source) > 30 or not source.replace("-", "").isalnum() or not source.isascii():
            raise CommandError("--source takes up to 30 letters, digits and hyphens.")
        with _opened(file, "rb") as opened, _opened(bad_lines, "w") if bad_lines else nullcontext() as report:
            run = Run(Archive(source), country, csv.writer(report) if report else None)
            self.follow(run, opened, file.stat().st_size, quiet=options["verbosity"] == 0)
        self.stdout.write(run.summary())
        for number, reason in run.bad[:SHOWN]:
            self.stdout.write(f"  line {number:,}: {reason}")
        if len(run.bad) > SHOWN:
            self.stdout.write(f"  and {len(run.bad) - SHOWN:,} more; --bad-lines FILE writes them all.")

    def follow(self, run: "Run", opened, size: int, *, quiet: bool) -> None:
        """Read to the end with a bar on a terminal."""
        bar = tqdm(total=size, unit="B", unit_scale=True, disable=True if quiet else None, file=sys.stderr, leave=False)
        with bar:
            first = opened.readline(ctdc.LONGEST)
            bar.update(len(first))
            try:
                places = ctdc.header(first)
            except ctdc.NotThisFormat as error:
                raise CommandError(str(error)) from error
            for number, line, length in ctdc.lines(opened):
                run.take(number, line, places)
                bar.update(length)
            run.flush()


def _opened(path: Path, mode: str):
    try:
        return path.open(mode) if "b" in mode else path.open(mode, encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(f"{path} cannot be opened: {error.strerror}.") from error


class Run:
    """One import: what was read, kept and refused."""

    def __init__(self, archive: Archive, country: str, report=None):
        self.archive, self.country, self.report = archive, country, report
        self.read = self.elsewhere = self.kept = self.known = 0
        self.bad: list[tuple[int, str]] = []
        self.waiting: list = []
        if report:
            report.writerow(("line", "reason"))

    def take(self, number: int, line: bytes | None, places: dict[str, int]) -> None:
        """One line: kept with its batch, passed over, or noted as bad."""
        self.read += 1
        try:
            found = ctdc.profile(line, places, self.country)
        except ctdc.BadLine as error:
            self.bad.append((number, str(error)))
            if self.report:
                self.report.writerow((number, error))
            return
        if found is None:
            self.elsewhere += 1
            return
        self.waiting.append(self.archive.named(found))
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Keep what is waiting."""
        kept = self.archive.keep(self.waiting)
        self.kept += kept
        self.known += len(self.waiting) - kept
        self.waiting = []

    def summary(self) -> str:
        return (
            f"{self.read:,} lines read: {self.kept:,} profiles kept, {self.known:,} were kept already,"
            f" {self.elsewhere:,} not of {self.country}, {len(self.bad):,} bad."
        )
