"""A table with encrypted columns that lives for one test, and people to search as."""

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


@pytest.fixture
def secret(db):
    """The model; its temporary table goes with the test's transaction."""
    return _table("default")


@pytest.fixture
def owners_secret(db):
    """The same on the deploying connection, which may change data keys."""
    return _table("owner")


def _table(alias: str) -> type[_Secret]:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE vault_secret (id uuid PRIMARY KEY, key_id uuid NOT NULL, name bytea NOT NULL,"
            " note bytea) ON COMMIT DROP"
        )
    return _Secret
