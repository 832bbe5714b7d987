"""The tamper drill: whoever owns the database changes the trail; verifying names the first event where it shows.

Each drill runs in a transaction of the owner that is undone, so that the chain is whole again for the next.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import transaction

from actip.audit import anchor, chain, trail
from actip.setup.secrets import new_key
from tests.audit.conftest import AUDITOR, POLICE, add_probe, as_one, sql

pytestmark = pytest.mark.usefixtures("committing")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
BREAK_OPEN = "ALTER TABLE audit_event DISABLE TRIGGER USER; ALTER TABLE audit_seal DISABLE TRIGGER USER"


@pytest.fixture(autouse=True)
def _anchor_key(settings):
    settings.ACTIP_ANCHOR_KEY = new_key()


@pytest.fixture
def numbers() -> list[int]:
    """Numbers of five sealed events in a row."""
    for _ in range(5):
        add_probe()
    last = chain.head()[0]
    return list(range(last - 4, last + 1))


@contextmanager
def tampered(*statements: str) -> Iterator[None]:
    with transaction.atomic(using="owner"):
        for statement in (BREAK_OPEN, *statements):
            sql(statement, using="owner")
        yield
        transaction.set_rollback(True, using="owner")


def event_of(number: int) -> int:
    return sql("SELECT event_id FROM audit_seal WHERE seq = %s", [number], "owner")[0][0]


def verify(since: int = 0) -> int:
    walk = chain.Walk(since=since)
    for _ in walk.run():
        pass
    return walk.checked


def assert_found(number: int, what: str, since: int = 0) -> None:
    with pytest.raises(chain.Broken, match=rf"\b{number}\b.*{what}") as fault:
        verify(since)
    assert str(number) in re.findall(r"\d+", str(fault.value))


def test_the_chain_is_read_by_who_reads_the_trail(numbers):
    for somebody, there in ((AUDITOR, True), (POLICE, False)):
        with as_one(somebody):
            assert sql("SELECT count(*) > 0 FROM audit_seal") == [(there,)], somebody


def test_an_untouched_chain_holds(numbers):
    with tampered():
        assert verify() == numbers[-1]
    assert verify(since=numbers[1]) == 3


def test_a_chain_is_one_though_it_is_read_in_pieces(numbers, monkeypatch):
    monkeypatch.setattr(chain, "PIECE", 2)
    walk = chain.Walk()
    assert list(walk.run())[-1] == walk.checked == numbers[-1]
    assert walk.head == chain.head()
    for number in numbers[1:4]:  # whether the first, the last or the only one of a piece
        gone = f"DELETE FROM audit_event WHERE id = {event_of(number)}", f"DELETE FROM audit_seal WHERE seq = {number}"
        with tampered(*gone):
            assert_found(number, "was removed")


def test_an_empty_trail_has_no_head():
    with tampered("DELETE FROM audit_seal"):
        assert chain.head() == (0, "")


EDITS = {
    "at": "at + interval '1 microsecond'",
    "kind": "'system'",
    "user_id": "user_id + 1",
    "agency_id": "NULL",
    "role": "'DSI'",
    "reason": "'none'",
    "verb": "'open'",
    "record_type": "'cases'",
    "record_id": "'0'",
    "matter_id": "gen_random_uuid()",
    "purpose": "'ordered'",
    "fields": "'{name}'",
    "detail": "'{}'",
    "request_id": "'other'",
}


@pytest.mark.parametrize("column", EDITS)
def test_an_edited_event_is_named(numbers, column):
    event = event_of(numbers[2])
    with tampered(f"UPDATE audit_event SET {column} = {EDITS[column]} WHERE id = {event}"):
        assert_found(event, "was changed")
        assert_found(event, "was changed", since=numbers[0])


def test_every_column_of_an_event_is_edited_in_this_drill():
    columns = sql("SELECT attname FROM pg_attribute WHERE attrelid = 'audit_event'::regclass AND attnum > 0")
    assert {name for (name,) in columns} == {*EDITS, "id"}


def test_a_deleted_event_is_named(numbers):
    event = event_of(numbers[2])
    with tampered(f"DELETE FROM audit_event WHERE id = {event}"):
        assert_found(event, "was removed: its seal is left")


def test_an_event_deleted_with_its_seal_is_named(numbers):
    gone = f"DELETE FROM audit_event WHERE id = {event_of(numbers[2])}"
    with tampered(gone, f"DELETE FROM audit_seal WHERE seq = {numbers[2]}"):
        assert_found(numbers[2], "was removed")


def test_a_removed_event_is_found_though_the_numbers_were_closed_up(numbers):
    with tampered(
        f"DELETE FROM audit_event WHERE id = {event_of(numbers[2])}",
        f"DELETE FROM audit_seal WHERE seq = {numbers[2]}",
        f"UPDATE audit_seal SET seq = -seq WHERE seq > {numbers[2]}",
        "UPDATE audit_seal SET seq = -seq - 1 WHERE seq < 0",
    ):
        assert_found(numbers[2], "was changed")


@pytest.mark.parametrize("column", ["hash", "prev_hash"])
def test_an_edited_seal_is_named(numbers, column):
    event = event_of(numbers[2])
    with tampered(f"UPDATE audit_seal SET {column} = sha256({column}) WHERE seq = {numbers[2]}"):
        assert_found(event, "was changed")


def test_two_exchanged_events_are_found(numbers):
    one, two = event_of(numbers[1]), event_of(numbers[3])
    with tampered(
        f"UPDATE audit_seal SET event_id = -1 WHERE event_id = {one}",
        f"UPDATE audit_seal SET event_id = {one} WHERE event_id = {two}",
        f"UPDATE audit_seal SET event_id = {two} WHERE event_id = -1",
    ):
        assert_found(two, "was changed")


COPY = """INSERT INTO audit_event (id, at, kind, role, reason, verb, record_type, record_id, purpose, fields, detail, request_id)
VALUES (999999999, now(), 'user', '', '', 'open', '', '', '', '{}', '{}', '')"""


def test_an_inserted_event_is_named(numbers):
    with tampered(COPY):
        assert_found(999999999, "was inserted")


def test_an_event_inserted_with_a_made_up_seal_is_named(numbers):
    seal = f"INSERT INTO audit_seal SELECT 999999999, seq + 1, hash, sha256(hash) FROM audit_seal WHERE seq = {numbers[-1]}"
    with tampered(COPY, seal):
        assert_found(999999999, "was changed")


def cut(number: int) -> tuple[str, str]:
    return (
        f"DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_seal WHERE seq >= {number})",
        f"DELETE FROM audit_seal WHERE seq >= {number}",
    )


def test_a_cut_end_shows_by_the_anchor_alone(numbers, tmp_path):
    call_command("anchor_audit", tmp_path / "heads", verbosity=0)
    with tampered(*cut(numbers[3])):
        verify()  # the chain by itself cannot know
        with pytest.raises(CommandError, match=f"was cut: number {numbers[-1]} was anchored"):
            call_command("verify_audit", anchor=tmp_path / "heads")

    call_command("verify_audit", anchor=tmp_path / "heads")


def test_a_head_anchored_before_anything_happened_holds_for_ever(numbers):
    anchor.check([{"seq": 0, "hash": ""}])


def test_a_chain_written_again_shows_by_the_anchor(numbers, tmp_path):
    anchor.append(tmp_path / "heads", NOW)
    rewrite = "; ".join(
        [
            *cut(numbers[-1]),
            "ALTER TABLE audit_event ENABLE TRIGGER USER",
            "SELECT actip_private.audit_write('open', '', '', NULL, '', '{}', '{}', '')",
            "SET CONSTRAINTS ALL IMMEDIATE",
        ]
    )
    with tampered(rewrite):
        assert verify() == numbers[-1]
        with pytest.raises(chain.Broken, match=f"written again between numbers .* and {numbers[-1]}"):
            anchor.check(anchor.read(tmp_path / "heads"))


def test_an_anchor_is_signed(numbers, tmp_path, settings):
    file = tmp_path / "heads"
    anchor.append(file, NOW)
    anchor.append(file, NOW)
    assert [kept["seq"] for kept in anchor.read(file)] == [numbers[-1]] * 2

    lines = file.read_text()
    file.write_text(lines.replace(f'"seq": {numbers[-1]}', '"seq": 1'))
    with pytest.raises(chain.Broken, match="line 1 of the anchor file was not signed"):
        anchor.read(file)
    file.write_text(lines)
    settings.ACTIP_ANCHOR_KEY = new_key()
    with pytest.raises(chain.Broken, match="not signed by this key"):
        anchor.read(file)


def test_a_missing_key_or_place_for_anchors_is_one_sentence(settings, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("anchor_audit", tmp_path / "no" / "heads")
    settings.ACTIP_ANCHOR_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="ACTIP_ANCHOR_KEY is missing"):
        call_command("anchor_audit", tmp_path / "heads")


def test_the_command_fails_with_a_sentence(numbers, tmp_path):
    event = event_of(numbers[2])
    sentence = rf"does not hold: event {event}, number {numbers[2]} .* was changed"
    edit = f"UPDATE audit_event SET verb = 'open' WHERE id = {event}"
    with tampered(edit), pytest.raises(CommandError, match=sentence):
        call_command("verify_audit")
    with pytest.raises(CommandError, match="number 999999 of the chain was removed"):
        call_command("verify_audit", since=999999)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_audit", anchor=tmp_path / "missing")


def test_events_of_one_transaction_stand_in_their_order():
    keys = [f"order-{number}" for number in range(20)]

    with as_one(POLICE):
        for key in keys:
            trail.record("open", record_type="probes", record_id=key)

    rows = sql(
        "SELECT e.record_id, s.seq FROM audit_event e JOIN audit_seal s ON s.event_id = e.id"
        " ORDER BY s.seq DESC LIMIT 20",
        using="owner",
    )
    assert [key for key, _ in reversed(rows)] == keys
    assert sql("SELECT count(*) FROM actip_private.audit_turn", using="owner") == [(0,)]
