"""The scene that the matrix is tried on, and how SQL is tried as somebody."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from actip.accounts import person
from tests.access.scene import Scene
from tests.conftest import empty


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """Committed once for the module, emptied by the owner afterwards."""
    with django_db_blocker.unblock():
        yield Scene()
        empty()


@contextmanager
def acting(user) -> Iterator[None]:
    """The user acts in a transaction that is undone."""
    with person.as_user(user), transaction.atomic():
        yield
        transaction.set_rollback(True)


def sql(statement: str, values=()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def ids(statement: str, values=()) -> set:
    return {row[0] for row in sql(statement, values)}


def tried(statement: str, values=()) -> bool:
    """Whether a write is let through and touches a row; undone at once. Constraints are no answer and must not break."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT tried")
        try:
            cursor.execute(statement, values)
            return cursor.rowcount > 0
        except DatabaseError as error:
            if getattr(error.__cause__, "pgcode", "") != "42501":
                raise
            return False
        finally:
            cursor.execute("ROLLBACK TO SAVEPOINT tried")
