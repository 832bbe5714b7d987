"""A database is never served with other keys than it was sealed with: the program refuses to start, doctor says why."""

import pytest
from django.db import DatabaseError, connection, connections, transaction

from actip.access import checks
from actip.setup import doctor
from actip.vault import keys, marks

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def line_of(text: str, name: str) -> str:
    return next(line for line in text.split() if line.startswith(f"{name}:"))


@pytest.mark.parametrize("name", ["key1", keys.INDEX])
def test_another_key_of_the_same_name_is_refused(settings, name):
    ours, theirs = settings.ACTIP_MASTER_KEY, keys.new_ring()
    settings.ACTIP_MASTER_KEY = ours.replace(line_of(ours, name), line_of(theirs, name))

    [(code, sentence, _mend)] = checks.findings()
    assert code == "vault.E001"
    assert name in sentence
    [finding] = doctor.examine("keys of the database")["keys of the database"]
    assert name in finding.wrong


def test_the_keys_of_the_database_are_accepted():
    """The control."""
    assert marks.strange() == []
    assert checks.findings() == []


def test_a_new_key_on_top_is_accepted_and_from_then_on_known(settings):
    ours = settings.ACTIP_MASTER_KEY
    settings.ACTIP_MASTER_KEY = line_of(keys.new_ring(), "key1").replace("key1:", "key77:") + "\n" + ours
    assert marks.strange() == []
    with transaction.atomic(using="owner"):
        marks.keep("owner")
        settings.ACTIP_MASTER_KEY = line_of(keys.new_ring(), "key1").replace("key1:", "key77:") + "\n" + ours
        assert marks.strange("owner") == ["key77"]
        transaction.set_rollback(True, using="owner")


def test_the_application_adds_no_mark_and_reads_none():
    for statement in (
        "INSERT INTO actip_private.key_mark VALUES ('key9', 'x')",
        "SELECT * FROM actip_private.key_mark",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_mark_is_never_overwritten(settings):
    kept = marks.of_ring()
    settings.ACTIP_MASTER_KEY = keys.new_ring()
    marks.keep("owner")

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT name, mark FROM actip_private.key_mark")
        assert kept.items() <= dict(cursor.fetchall()).items()
