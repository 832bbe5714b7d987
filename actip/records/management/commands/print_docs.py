"""manage.py print_docs: print the documents that come from code; --check says which are stale."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from actip.records import documents


class Command(BaseCommand):
    help = "Print docs/access.md, docs/workflows.md, docs/data-dictionary.md and docs/openapi.yaml from the code."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a document is stale")

    def handle(self, *args, check: bool, **options):
        folder = Path(settings.BASE_DIR) / "docs"
        if check:
            if found := documents.stale(folder):
                raise CommandError(f"Stale: {', '.join(found)}. Run bin/docs and commit what it printed.")
            self.stdout.write("Printed documents are fresh.")
            return
        folder.mkdir(exist_ok=True)
        for name, text in documents.all_documents().items():
            (folder / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/{name}")
