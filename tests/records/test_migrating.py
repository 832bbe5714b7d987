"""A database made before the migrations were begun anew is refused, with what to do, before anything is changed."""

import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate
from django.db import IntegrityError, connections
from django.db.migrations.recorder import MigrationRecorder

from actip.records.management.commands.migrate import forgotten

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_a_database_of_this_version_is_in_order():
    assert forgotten(connections["owner"]) == []


def test_a_database_of_an_earlier_one_is_refused_with_what_to_do():
    MigrationRecorder(connections["owner"]).record_applied("cases", "0002_of_an_earlier_version")

    with pytest.raises(CommandError, match=r"cases\.0002_of_an_earlier_version.*bin/demo --reset"):
        call_command("migrate", verbosity=0)


def test_records_that_break_a_new_rule_are_named_by_it_and_the_way_on_is_said(monkeypatch):
    def breaks(*_args, **_options):
        raise IntegrityError('check constraint "state_decider_is_another" of relation "x" is violated by some row\n')

    monkeypatch.setattr(migrate.Command, "handle", breaks)
    with pytest.raises(
        CommandError, match=r"state_decider_is_another.* by some row\nNothing of that migration was kept\. .*dump"
    ):
        call_command("migrate", verbosity=0)
    assert connections["default"].alias == "default"
