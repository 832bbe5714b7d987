"""The scene that the matrix is tried on, and how SQL is tried as somebody."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib import auth
from django.db import DatabaseError, connection, transaction
from django.test import Client

from actip.accounts import limits, person
from actip.accounts.sessions import SessionStore
from tests.access.scene import SESSION, Scene
from tests.access.story import Story
from tests.api.conftest import check_described
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


@pytest.fixture
def _plain_static(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


class Browser:
    """A signed-in user's pages and API; everything done is undone by `browsing`."""

    def __init__(self, user):
        """Signed in by writing the session, which costs one query where signing in costs ten."""
        self.client = Client(headers={"Accept-Language": "en"})
        session, now = SessionStore(), time.time()
        session[auth.SESSION_KEY] = str(user.pk)
        session[auth.BACKEND_SESSION_KEY] = "actip.accounts.authentication.Backend"
        session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
        made_for = f"{user.role}/{user.agency_id}"
        session[limits.KEY] = {"name": SESSION, "since": now, "seen": now, "made_for": made_for}
        session.save()
        self.client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    def get(self, path: str, **headers):
        return self.client.get(path, headers=headers)

    def api(self, method: str, path: str, body=None, **headers):
        headers |= {"If-Match": "*"}
        sent = json.dumps(body or {})
        answer = self.client.generic(method, f"/api/v1/{path}", sent, content_type="application/json", headers=headers)
        check_described(answer)
        return answer

    def try_api(self, method: str, path: str, body=None) -> int:
        """The status of a write that is undone at once."""
        with transaction.atomic():
            status = self.api(method, path, body).status_code
            transaction.set_rollback(True)
        return status

    def try_post(self, path: str, body: dict) -> int:
        with transaction.atomic():
            status = self.client.post(path, body).status_code
            transaction.set_rollback(True)
        return status


@contextmanager
def browsing(user) -> Iterator[Browser]:
    with transaction.atomic():
        yield Browser(user)
        transaction.set_rollback(True)


@pytest.fixture
def story(world):
    return Story(world)


def refuses(statement: str, values=()) -> bool:
    return not tried(statement, values)
