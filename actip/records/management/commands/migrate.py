"""manage.py migrate: as Django's, but by the deploying role, and followed by row security."""

from django.core.management.commands import migrate
from django.db import connections

from actip.records.management.commands import secure


class Command(migrate.Command):
    help = "Bring the database up to date as the deploying role (OWNER_DATABASE_URL), then apply row security."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args, **options):
        """Some packages' data migrations name no database: for them too the owner's connection is the one."""
        before = connections["default"]
        connections["default"] = connections[options["database"]]
        try:
            super().handle(*args, **options)
        finally:
            connections["default"] = before
        whole = not options["app_label"] and not options["plan"] and not options["check_unapplied"]
        if whole and not options["prune"]:
            count = secure.apply(options["database"])
            if options["verbosity"]:
                self.stdout.write(f"Row security in force: {count} statements.")
