import csv
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.commands import makemessages

from actip.thai import messages

IGNORED = ["tests/*", "benchmarks/*", "docs/*", "*/migrations/*", "*/setup/*"]
DOCUMENT = settings.BASE_DIR / "docs" / "thai.md"
DATED = re.compile(r'"POT-Creation-Date:.*\n')  # would change with every run
SHIPPED = Path("shipped.py")  # only while messages are collected: what tables say
PRINTED = "<!-- what follows is printed by bin/messages -->\n"


class Command(makemessages.Command):
    help = (
        "Collect the sentences of program and pages into locale/th; one that changed comes back empty, never guessed."
    )

    # Differences stay small: places without line numbers, no wrapping, no left-overs, no guesses.
    # `_now` is gettext in modules whose `_` is lazy: the sentences of guards.
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_now"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(locale=["th"], ignore_patterns=IGNORED, no_wrap=True, no_obsolete=True, add_location="file")

    def handle(self, *args, **options):
        SHIPPED.write_text("".join(f"_({sentence!r})\n" for sentence in shipped()), encoding="utf-8")
        try:
            super().handle(*args, **options)
        finally:
            SHIPPED.unlink()
        messages.CATALOGUE.write_text(DATED.sub("", messages.CATALOGUE.read_text(), count=1))
        found = messages.catalogue()
        empty = [message.english for message in found if not message.thai]
        open_ = [message for message in found if message.check is not None]
        above = DOCUMENT.read_text().partition(PRINTED)[0]
        DOCUMENT.write_text(f"{above}{PRINTED}\n{len(open_)} of {len(found)} messages.\n\n{messages.to_confirm(found)}")
        for english in empty:
            self.stdout.write(f"no Thai yet: {english}")
        self.stdout.write(f"{len(found)} messages, {len(empty)} without Thai, {len(open_)} to be confirmed.")


def shipped() -> Iterator[str]:
    """Bases and sources of the dated rules that apps ship as tables (each row says how sure it is), in English alone."""
    for table in sorted([*Path().glob("*/data/*.csv"), *Path().glob("actip/*/data/*.csv")]):
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if "confidence" in row:
                    yield from filter(None, (row.get("basis"), row["source"]))
