"""Acts that write no row; who may write and read the trail; and what happens when it cannot be written."""

import uuid
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connections, transaction
from django.http import Http404

from actip.accounts.person import as_system
from actip.audit import trail
from actip.audit.models import Event
from actip.records import catalogue
from actip.records.pages import door
from tests.audit.conftest import AGENCY, AUDITOR, ELSEWHERE, POLICE, add_probe, as_one, events, sql

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def matter():
    """A matter that the police agency reaches."""
    key = uuid.uuid4()
    values = [key, str(key)[:16], [0, 4 * AGENCY]]
    sql(
        "INSERT INTO access_matter (id, kind, number, status, opened_at, touched_at, reach)"
        " VALUES (%s, 'case', %s, '', now(), now(), %s)",
        values,
        "owner",
    )
    yield key
    sql("DELETE FROM access_matter WHERE id = %s", [key], "owner")


def test_an_event_holds_who_what_and_why():
    key = uuid.uuid4()
    token = trail.request_id.set("req-12345678")
    with as_one(POLICE):
        trail.record("reveal", record_type="identities", record_id=key, purpose="court order", fields=["name", "phone"])
    trail.request_id.reset(token)

    columns = "kind, user_id, agency_id, role, verb, record_type, purpose, fields, request_id"
    actor = ("user", POLICE.user_id, POLICE.agency_id, "POL")
    act = ("reveal", "identities", "court order", ["name", "phone"], "req-12345678")
    assert events(key, columns) == [actor + act]


def test_the_system_acts_with_its_reason():
    key = uuid.uuid4()
    with as_system("nightly import"), transaction.atomic():
        trail.record("export", record_id=key)

    assert events(key, "kind, user_id, reason") == [("system", None, "nightly import")]


def test_nobody_cannot_write_an_event():
    key = uuid.uuid4()
    with pytest.raises(trail.NotAudited), transaction.atomic():
        trail.record("open", record_id=key)
    with pytest.raises(trail.NotAudited):
        trail.record("open", record_id=key)  # outside a transaction
    assert events(key) == []

    with as_one(POLICE):
        trail.record("open", record_id=key)
    assert len(events(key)) == 1


def test_a_forged_actor_is_nobody():
    forged = f"user|1|1|AUD|{sql('SELECT pg_backend_pid()')[0][0]}|1700000000||{'0' * 64}"
    with transaction.atomic():
        sql("SELECT set_config('actip.context', %s, true)", [forged])
        with pytest.raises(trail.NotAudited):
            trail.record("open", record_id=uuid.uuid4())
        transaction.set_rollback(True)


@pytest.mark.parametrize("verb", ["create", "change", "delete", "move", "clock_started", "No Verb", "x" * 30])
def test_only_verbs_of_acts_can_be_written_by_call(verb):
    with pytest.raises(trail.NotAudited), as_one(POLICE):
        trail.record(verb, record_id=uuid.uuid4())


def test_the_detail_is_small():
    with pytest.raises(trail.NotAudited), as_one(POLICE):
        trail.record("open", detail={"much": "x" * 5000})


def test_signing_in_needs_nobody_and_proves_nobody():
    trail.signing("sign_in_failed", 70_500)
    with as_one(POLICE):
        trail.signing("sign_out", POLICE.user_id)

    assert events(70_500, "verb, kind, role")[-1] == ("sign_in_failed", "nobody", "")
    assert events(POLICE.user_id, "verb, kind, role")[-1] == ("sign_out", "user", "POL")
    with pytest.raises(trail.NotAudited):
        trail.signing("reveal", POLICE.user_id)


WRITES = [
    "UPDATE {} SET {} = {}",
    "DELETE FROM {}",
    "TRUNCATE {}",
]


@pytest.mark.parametrize("using", ["default", "owner"])
@pytest.mark.parametrize(("table", "column"), [("audit_event", "verb"), ("audit_seal", "seq")])
@pytest.mark.parametrize("statement", WRITES)
def test_nobody_changes_deletes_or_empties_the_trail(using, table, column, statement):
    add_probe()
    before = sql(f"SELECT count(*) FROM {table}", using="owner")

    with pytest.raises(DatabaseError, match=r"permission denied|never changed"):
        sql(statement.format(table, column, column), using=using)

    assert sql(f"SELECT count(*) FROM {table}", using="owner") == before


def test_the_application_cannot_write_past_the_functions():
    with pytest.raises(DatabaseError, match="permission denied"), as_one(AUDITOR):
        sql("INSERT INTO audit_seal (event_id, seq, prev_hash, hash) VALUES (1, 1, '', '')")
    for call in ("actip_private.audit_write('open','','',null,'','{}','{}','')", "actip_private.audit_head"):
        with pytest.raises(DatabaseError, match="permission denied"), as_one(AUDITOR):
            sql(f"SELECT * FROM {call}")


def test_only_readers_of_the_log_see_events():
    key = add_probe()
    with as_one(AUDITOR):
        assert Event.objects.filter(record_id=key).count() == 1
    with as_one(POLICE):
        assert Event.objects.count() == 0
    with transaction.atomic():
        assert Event.objects.count() == 0


def test_history_is_for_whoever_reaches_the_matter(matter):
    key = add_probe(matter=matter)
    with as_one(POLICE):
        trail.record("open", record_type="probes", record_id=key, matter_id=matter)

        (entry,) = trail.history("probes", key)

    assert (entry.verb, entry.user_id, entry.fields) == ("create", POLICE.user_id, ["id", "matter_id", "name"])
    assert entry.is_by_hand
    with as_one(AUDITOR):
        assert len(trail.history("probes", key)) == 1
    with as_one(ELSEWHERE):
        assert trail.history("probes", key) == []
    with transaction.atomic():
        assert trail.history("probes", key) == []


def test_history_of_a_kind_of_record_that_the_role_does_not_see_is_empty(matter):
    key = add_probe(matter=matter)
    assert set_code("MED", key) == 0  # police: at most to know that it exists
    assert set_code("SUS", key) == 1


def set_code(code: str, key: str) -> int:
    sql("UPDATE actip_private.audit_code SET code = %s WHERE slug = 'probes'", [code], "owner")
    with as_one(POLICE):
        return len(trail.history("probes", key))


def test_who_opened_a_record_is_for_auditors(matter):
    key = add_probe(matter=matter)
    with as_one(POLICE):
        trail.record("open", record_type="probes", record_id=key, matter_id=matter)
        assert not trail.opened_by("probes", key)

    with as_one(AUDITOR):
        (event,) = trail.opened_by("probes", key)
        assert (event.user_id, str(event)) == (POLICE.user_id, f"open probes {key}")


@contextmanager
def broken(fault: str, mended: str):
    sql(fault, using="owner")
    try:
        yield
    finally:
        sql(mended, using="owner")


def test_a_read_that_cannot_be_audited_is_not_served():
    def read():
        with as_one(POLICE):
            trail.record("open", record_type="probes", record_id=key)
            return sql("SELECT name FROM probe.record WHERE id = %s", [key])

    key = add_probe(name="Somchai")
    function = "EXECUTE ON FUNCTION actip.audit"
    with broken(f"REVOKE {function} FROM actip_app", f"GRANT {function} TO actip_app"), pytest.raises(trail.NotAudited):
        read()

    assert read() == [("Somchai",)]


def test_a_record_whose_opening_cannot_be_audited_is_not_fetched():
    kind = catalogue.get("cases")
    function = "EXECUTE ON FUNCTION actip.audit"
    with (
        broken(f"REVOKE {function} FROM actip_app", f"GRANT {function} TO actip_app"),
        pytest.raises(trail.NotAudited),
        as_one(POLICE),
    ):
        door.opened(kind, uuid.uuid4())
    with pytest.raises(trail.NotAudited):
        door.opened(kind, uuid.uuid4())  # outside a transaction

    with pytest.raises(Http404), as_one(POLICE):
        door.opened(kind, uuid.uuid4())


def test_a_write_that_cannot_be_sealed_is_undone():
    fault = "ALTER TABLE audit_seal ADD CONSTRAINT no_more CHECK (seq < 0) NOT VALID"
    with broken(fault, "ALTER TABLE audit_seal DROP CONSTRAINT no_more"), pytest.raises(DatabaseError, match="no_more"):
        add_probe(name="Never")
    connections["default"].close()

    assert sql("SELECT count(*) FROM probe.record WHERE name = 'Never'") == [(0,)]
    key = add_probe(name="Now")
    assert sql("SELECT count(*) FROM probe.record WHERE id = %s", [key]) == [(1,)]
