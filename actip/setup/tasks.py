"""A task that does nothing but answer, so that doctor can tell whether a worker is there."""

from django_tasks import task


@task()
def answer() -> str:
    return "here"
