import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from actip.accounts import person
from actip.accounts.models import Agency
from cases import codes
from cases.intake.batches import Intake, beside

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Import tips (JSON lines or CSV; docs/intake.md) into the triage pool of an agency. May be stopped and run again: a tip"
        " that is kept is not kept twice. Lines that are refused are named with the reason, the others are kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a file that ends in .jsonl, .ndjson or .csv")
        parser.add_argument("--agency", required=True, help="code of the agency whose pool takes the tips")
        parser.add_argument("--channel", default="ncmec", choices=[code for code, _label in codes.CHANNELS])
        parser.add_argument(
            "--refused", type=Path, help="write the number of each refused line and the reason to this CSV file"
        )

    def handle(self, *args, file: Path, agency: str, channel: str, refused: Path | None, **options):
        if file.suffix not in (".jsonl", ".ndjson", ".csv"):
            raise CommandError("The name of the file must end in .jsonl, .ndjson or .csv.")
        with person.as_system("import of tips"), transaction.atomic():
            found = Agency.objects.filter(code=agency, is_active=True).first()
        if found is None:
            raise CommandError(f"There is no active agency with the code {agency}.")
        intake = Intake(channel, found.pk)
        report = _opened(refused, "w", newline="") if refused else nullcontext()
        with report as out:
            with beside(intake, "import of tips"):
                self.follow(intake, file, quiet=options["verbosity"] == 0)
            if out:
                writer = csv.writer(out)
                writer.writerow(("line", "reason"))
                writer.writerows(intake.refused)
        self.stdout.write(
            f"{intake.read:,} lines read: {intake.created:,} tips kept, {intake.known:,} were kept already,"
            f" {len(intake.refused):,} refused."
        )
        for number, reason in intake.refused[:SHOWN]:
            self.stdout.write(f"  line {number:,}: {reason}")
        if len(intake.refused) > SHOWN:
            self.stdout.write(f"  and {len(intake.refused) - SHOWN:,} more; --refused FILE writes them all.")

    def follow(self, intake: Intake, file: Path, *, quiet: bool) -> None:
        """Read to the end with a bar on a terminal."""
        size = file.stat().st_size if file.exists() else 0
        bar = tqdm(total=size, unit="B", unit_scale=True, disable=True if quiet else None, file=sys.stderr, leave=False)
        with bar:
            if file.suffix == ".csv":
                with _opened(file, "r", newline="", errors="replace") as text:
                    rows = csv.reader(_counted(text, bar), strict=True)
                    try:
                        for _line in intake.csv(rows, lambda: rows.line_num):
                            pass
                    except csv.Error as error:
                        intake.flush()
                        raise CommandError(
                            f"Line {rows.line_num:,} is no CSV: {error}. What stands before it is kept."
                        ) from error
            else:
                with _opened(file, "rb") as lines:
                    for length in intake.json(lines):
                        bar.update(length)


def _counted(lines, bar) -> Iterator[str]:
    for line in lines:
        bar.update(len(line))
        yield line


@contextmanager
def _opened(path: Path, mode: str, **options):
    try:
        opened = path.open(mode, **options) if "b" in mode else path.open(mode, encoding="utf-8-sig", **options)
    except OSError as error:
        raise CommandError(f"{path} cannot be opened: {error.strerror}.") from error
    with opened:
        yield opened
