"""A database made before the migrations were begun anew is refused, with what to do, before anything is changed."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from actip.records.management.commands.migrate import forgotten

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_a_database_of_this_version_is_in_order():
    assert forgotten(connections["owner"]) == []


def test_a_database_of_an_earlier_one_is_refused_with_what_to_do():
    MigrationRecorder(connections["owner"]).record_applied("cases", "0002_of_an_earlier_version")

    with pytest.raises(CommandError, match=r"cases\.0002_of_an_earlier_version.*bin/demo --reset"):
        call_command("migrate", verbosity=0)
