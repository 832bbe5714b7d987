"""What the law, the Fund and the bank say is loaded by the system: everybody reads it, and nobody sets it for herself."""

import pytest
from django.core.management import call_command

from actip.accounts import person
from tests.access.conftest import refuses, sql, tried

pytestmark = pytest.mark.django_db
LOADED = {
    "records_rule": "is_active = NOT is_active",
    "cases_offence": "is_listed_s41 = NOT is_listed_s41",
    "victims_teamrule": "is_active = NOT is_active",
    "compensation_limit": "amount = amount + 1",
    "compensation_exchangerate": "rate = rate + 1",
}


@pytest.fixture(autouse=True)
def _loaded(db):
    call_command("load_reference", verbosity=0)


@pytest.mark.parametrize(("table", "change"), LOADED.items())
def test_it_is_read_by_all_and_written_by_the_system(world, table, change):
    write = f"UPDATE {table} SET {change}"
    for role in ("ADM", "FAP", "SPV", "POL"):
        with world.as_(role):
            assert sql(f"SELECT count(*) > 0 FROM {table}") == [(True,)], role
            assert refuses(write), role
    with person.as_system("loading"):
        assert tried(write)


@pytest.mark.parametrize("table", LOADED)
def test_nor_is_a_row_added(world, table):
    """The copy of a row in force, with another number: the next that is looked up would be hers."""
    columns = [name for (name,) in sql(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'id'", [table]
    )]  # fmt: skip
    copy = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns)} FROM {table} LIMIT 1"
    for role in ("ADM", "FAP", "SPV", "POL"):
        with world.as_(role):
            assert refuses(copy), role
