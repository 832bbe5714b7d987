"""Events are sealed at commit, so these tests commit for real; the chain grows from one to the next, and is emptied after the last.

They bring a table of their own.
"""

import uuid
from contextlib import contextmanager

import pytest
from django.db import connections, transaction

from actip.accounts.person import Person, acting
from tests.conftest import empty

AGENCY, OTHER = 70_001, 70_002
POLICE = Person(70_011, AGENCY, "POL")
ELSEWHERE = Person(70_012, OTHER, "POL")
AUDITOR = Person(70_013, OTHER, "AUD")
PROBE = """
CREATE SCHEMA IF NOT EXISTS probe;
CREATE TABLE IF NOT EXISTS probe.record (
    id uuid PRIMARY KEY, matter_id uuid, name text NOT NULL, note text NOT NULL DEFAULT '', version int NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS probe.child (
    id uuid PRIMARY KEY, record_id uuid NOT NULL REFERENCES probe.record DEFERRABLE INITIALLY DEFERRED
);
GRANT USAGE ON SCHEMA probe TO actip_app;
GRANT ALL ON probe.record, probe.child TO actip_app;
REVOKE TRUNCATE ON probe.record FROM actip_app;
SELECT actip_private.audit_attach('probe.record', 'probes', 'SUS');
SELECT actip_private.audit_attach('probe.child', 'probe-children', 'SUS', '');
"""


@pytest.fixture(scope="package")
def _committing(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        empty()
        sql(PROBE, using="owner")
        yield
        empty()
        sql("DROP SCHEMA probe CASCADE; DELETE FROM actip_private.audit_code WHERE slug LIKE 'probe%%'", using="owner")
        for connection in connections.all():
            connection.close()


@pytest.fixture
def committing(_committing, django_db_blocker):
    """Real transactions on both connections."""
    with django_db_blocker.unblock():
        yield


def sql(statement: str, values=(), using: str = "default") -> list[tuple]:
    """Run one statement as the application (or the owner); returns its rows."""
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def as_one(person: Person):
    """`person` acts in one transaction, committed at the end."""
    with acting(person), transaction.atomic():
        yield


def add_probe(person: Person = POLICE, matter=None, name: str = "Somchai") -> str:
    """A probe record written by hand, committed; returns its id."""
    key = str(uuid.uuid4())
    with as_one(person):
        sql("INSERT INTO probe.record (id, matter_id, name) VALUES (%s, %s, %s)", [key, matter, name])
    return key


def events(record_id, columns: str = "verb, fields, detail") -> list[tuple]:
    """What the trail holds about one record, oldest first, as the owner sees it."""
    return sql(f"SELECT {columns} FROM audit_event WHERE record_id = %s ORDER BY id", [str(record_id)], "owner")
