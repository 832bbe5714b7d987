"""A table with encrypted columns, and people to search as."""

import uuid

import pytest
from django.db import connections, models

from actip.vault.fields import EncryptedField, KeyField

RING = "key1:" + "A" * 43 + "=\nindex:" + "B" * 42 + "E=\n"


class _Secret(models.Model):
    """Belongs to no installed app, so that no migration ever sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = KeyField(db_constraint=False)
    name = EncryptedField(max_length=200)
    note = EncryptedField(blank=True)

    class Meta:
        app_label = "vault_tests"
        db_table = "vault_secret"

    def __str__(self) -> str:
        return str(self.id)


@pytest.fixture(autouse=True)
def ring(settings):
    settings.ACTIP_MASTER_KEY = RING


@pytest.fixture(scope="module")
def _table(django_db_setup, django_db_blocker):
    """A real table, for the application may make no temporary ones; its rows go with each test's transaction. Gone with the module:
    a dump of the database, tried elsewhere, would meet a table that the backup role may not read.
    """
    with django_db_blocker.unblock():
        _as_owner(
            "CREATE TABLE vault_secret (id uuid PRIMARY KEY, key_id uuid NOT NULL, name bytea NOT NULL, note bytea)",
            "GRANT ALL ON vault_secret TO actip_app",
        )
        yield
        _as_owner("DROP TABLE vault_secret")


def _as_owner(*statements: str) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connections["owner"].close()


@pytest.fixture
def secret(_table, db):
    """The model, on the application's connection."""
    return _Secret


@pytest.fixture
def owners_secret(_table, db):
    """The same on the deploying connection, which may change data keys."""
    return _Secret
