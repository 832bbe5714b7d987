"""The test database: made and migrated by the deploying role, used by the tests as the application's role."""

import gc
import os
from contextlib import suppress

import hypothesis
import pytest
from django.core.management import call_command
from django.db import OperationalError, connections
from django.test import TransactionTestCase
from django.utils import translation

from actip.access.management.commands import create_roles

# A test never depends on how quick the machine is.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")
KEPT = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "records_rule",
    "programmes_publishedfigure",
    "cases_offence",
    "victims_teamrule",
)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_blocker, django_db_keepdb, django_db_createdb, django_db_modify_db_settings
):
    """Create the database as the owner (kept and brought up to date with --reuse-db, but for --create-db); point the
    application's connection at it.
    """
    owner, app = connections["owner"], connections["default"]
    with django_db_blocker.unblock():
        before = app.settings_dict["NAME"]
        app.close()
        owner.creation.create_test_db(
            verbosity=0, autoclobber=True, serialize=False, keepdb=django_db_keepdb and not django_db_createdb
        )
        leave_uncounted()
        app.close()  # migrating may have opened it, and then it is still the real database
        app.settings_dict["NAME"] = owner.settings_dict["NAME"]
        call_command("load_reference", verbosity=0)
        if admin := os.environ.get("SUPERUSER_DATABASE_URL"):
            create_roles.spell_nothing(admin, owner.settings_dict["NAME"])
    yield
    with django_db_blocker.unblock():
        app.close()
        app.settings_dict["NAME"] = before
        gc.collect()  # closes what a test's thread left open: a connection is one until it is collected
        with suppress(OperationalError):  # still in use: cleared away by the next run
            owner.creation.destroy_test_db(before, verbosity=0, keepdb=django_db_keepdb)


def leave_uncounted() -> None:
    """No table is vacuumed while the tests run: what a test writes is undone, never committed, so that a table with ten thousand rows
    of an open transaction would be noted as empty, and the next statement planned for that would take minutes.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT format('ALTER TABLE %s SET (autovacuum_enabled = false)', oid::regclass) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        cursor.execute("; ".join(statement for (statement,) in cursor.fetchall()))


@pytest.fixture(scope="session", autouse=True)
def emptied_by_the_owner(django_db_setup, django_db_blocker):
    """Tests that commit are cleaned up by the owner: the application may not truncate, and nobody may empty the trail."""
    TransactionTestCase._fixture_teardown = lambda self: empty()


def empty() -> None:
    """Empty every table but reference data, past the triggers that refuse it."""
    connections["default"].close()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall() if name not in KEPT]
        for switch in ("DISABLE", "ENABLE"):
            if switch == "ENABLE":
                cursor.execute("DELETE FROM programmes_publishedfigure WHERE figure LIKE 'PF-T%'")  # made by tests
                cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} {switch} TRIGGER USER")
        for trigger in ("audit_deny", "audit_deny_all"):
            for table in ("audit_event", "audit_seal"):
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


@pytest.fixture(autouse=True)
def _in_english():
    """Sentences are compared in English, whatever language the test before left behind; who means Thai says so."""
    with translation.override("en"):
        yield


@pytest.fixture
def world(db):
    """Agencies of each kind and a user of each role, with the system acting while they are made."""
    from tests.worlds import World

    return World()
