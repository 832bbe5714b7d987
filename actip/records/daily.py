"""What is done once a day: an app that has something to do has a module `daily` with `run() -> str`, which says what was done.

The worker does it at six in the morning, Asia/Bangkok: it asks for the first time when it starts (see db_worker), and each
time for the next. `manage.py daily` does it now.
"""

import logging
from datetime import datetime, timedelta
from datetime import time as time_of_day
from importlib import import_module

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import module_has_submodule
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from actip.records import digest
from actip.setup import tidy

log = logging.getLogger(__name__)
HOUR = 6


def run() -> str:
    """The part of the machinery itself: the daily notice; then what is over is deleted."""
    return f"{digest.run()} {tidy.run()}"


def run_all() -> list[str]:
    """Everything that any app does daily, a sentence each; one that fails is told and does not stop the others."""
    said = []
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "daily"):
            try:
                said.append(import_module(f"{app.name}.daily").run())
            except Exception as error:
                log.exception("the daily work of %s failed", app.label)
                said.append(f"FAILED {app.label}: {type(error).__name__}")
    return said


@task()
def once_a_day() -> list[str]:
    """Ask for tomorrow first, so that a failure today does not end the chain; then do today's."""
    ask(timezone.now())
    return run_all()


def ask(now: datetime) -> bool:
    """Have the worker do it at the next six o'clock, unless that is asked for already. Returns whether it was asked."""
    if DBTaskResult.objects.filter(task_path=once_a_day.module_path, status=TaskResultStatus.READY).exists():
        return False
    once_a_day.using(run_after=next_time(now)).enqueue()
    return True


def next_time(now: datetime) -> datetime:
    """The next six o'clock in the morning, Asia/Bangkok."""
    local = timezone.localtime(now)
    at = datetime.combine(local.date(), time_of_day(HOUR), local.tzinfo)
    return at if at > local else at + timedelta(days=1)
