"""manage.py db_worker: as the package's, but it refuses to start where row security would not hold."""

from django_tasks_db.management.commands import db_worker

from actip.access import checks


class Command(db_worker.Command):
    def handle(self, *args, **options):
        checks.refuse()
        super().handle(*args, **options)
