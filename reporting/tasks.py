"""Background work of reporting."""

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from actip.accounts import person
from reporting import cells

MANY = 200  # changed matters from which counting them in is worth a task


@task()
def count_changes() -> int:
    """Count changed matters into the cells; returns how many."""
    with person.as_system("count changed matters into the figures"):
        return cells.refresh()


def count_soon() -> bool:
    """Have the worker count, if many matters changed and it is not about to already. Returns whether it was asked."""
    if cells.waiting() <= MANY:
        return False
    if DBTaskResult.objects.filter(task_path=count_changes.module_path, status=TaskResultStatus.READY).exists():
        return False
    count_changes.enqueue()
    return True
