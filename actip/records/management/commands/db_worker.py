"""manage.py db_worker: as the package's, but it refuses to start where row security would not hold, and sees to the daily work."""

from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from actip.access import checks
from actip.records import daily


class Command(db_worker.Command):
    def handle(self, *args, **options):
        checks.refuse()
        daily.ask(timezone.now())
        super().handle(*args, **options)
