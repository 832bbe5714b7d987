"""manage.py migrate: as Django's, but by the deploying role, and followed by row security."""

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import IntegrityError, connections
from django.db.migrations.loader import MigrationLoader

from actip.records.management.commands import secure


class Command(migrate.Command):
    help = "Bring the database up to date as the deploying role (OWNER_DATABASE_URL), then apply row security."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args, **options):
        """Some packages' data migrations name no database: for them too the owner's connection is the one."""
        if gone := forgotten(connections[options["database"]]):
            raise CommandError(
                f"This database was made by a version that this one cannot bring up to date ({', '.join(gone[:3])} ...). "
                "Before the first release the migrations were begun anew. For the demonstration: bin/demo --reset. "
                "Otherwise export what is in it with that version and start with an empty database."
            )
        before = connections["default"]
        connections["default"] = connections[options["database"]]
        try:
            super().handle(*args, **options)
        except IntegrityError as error:
            raise CommandError(
                f"What is in this database breaks a rule that comes with this version: {str(error).strip()}\n"
                "Nothing of that migration was kept. Bring back the dump made before, put those records right with the version that "
                "you had, then migrate again."
            ) from error
        finally:
            connections["default"] = before
        whole = not options["app_label"] and not options["plan"] and not options["check_unapplied"]
        if whole and not options["prune"]:
            count = secure.apply(options["database"])
            if options["verbosity"]:
                self.stdout.write(f"Row security in force: {count} statements.")


def forgotten(connection) -> list[str]:
    """Migrations that the database has been through and the program no longer has, as "app.name"."""
    loader = MigrationLoader(connection)
    ours = loader.migrated_apps
    return sorted(
        f"{app}.{name}"
        for app, name in set(loader.applied_migrations or ()) - set(loader.disk_migrations or ())
        if app in ours
    )
