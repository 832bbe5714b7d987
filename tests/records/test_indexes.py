"""What a list is filtered by has an index, made from its declaration, so that a rare value is found at any size."""

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connections, transaction

from actip.records import catalogue, indexes
from tests.access.conftest import sql

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
FIRST = """
    SELECT i.indrelid::regclass::text, a.attname FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] WHERE i.indpred IS NULL
"""


def asked(kind) -> set[str]:
    """Columns of the filters of a list, but for the state of a root record, which the feed keeps."""
    fields = [kind.model._meta.get_field(name) for name in {*kind.filters, "updated_at"}]
    state = kind.workflow.field if kind.workflow and kind.is_root else ""
    return {field.column for field in fields if field.name != state and not isinstance(field, ArrayField)}


def test_every_filter_of_every_list_has_one():
    there = set(sql(FIRST))

    missing = [
        (kind.slug, name) for kind in catalogue.all_types() for name in asked(kind) if (kind.table, name) not in there
    ]

    assert missing == []


def test_names_are_whole_and_no_index_is_made_twice():
    names = [statement.split()[5] for statement in indexes.statements()[1:]]

    assert max(map(len, names)) < 64
    assert len(set(names)) == len(names) > 100


def test_what_is_no_longer_declared_goes_and_the_rest_stays():
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f"CREATE INDEX {indexes.PREFIX}cases_case_facts ON cases_case (opened_on)")
        cursor.execute(indexes.statements()[0])
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'cases_case'")
        left = {name for (name,) in cursor.fetchall()}
        transaction.set_rollback(True, using="owner")

    assert f"{indexes.PREFIX}cases_case_facts" not in left
    assert {"cases_case_pkey", f"{indexes.PREFIX}cases_case_province", f"{indexes.PREFIX}cases_case_updated_at"} <= left


def test_assignments_are_asked_for_within_an_agency():
    """A ministry with half a million waited a second to learn that no offer waits for it."""
    kind = catalogue.get("assignments")
    begun = {
        tuple(index.fields[:2]) for index in kind.model._meta.indexes if index.fields[2:] == ["-created_at", "-id"]
    }

    assert begun == {("agency", name) for name in kind.filters if name != "agency"}
