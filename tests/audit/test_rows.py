"""Every write of an audited table leaves an event, whoever wrote and however; values never reach the trail."""

import json
import uuid

import pytest
from django.db import DatabaseError, transaction

from actip.audit import trail
from tests.audit.conftest import ELSEWHERE, POLICE, add_probe, as_one, events, sql

pytestmark = pytest.mark.usefixtures("committing")


def verbs(key) -> list[tuple[str, dict]]:
    return [(verb, json.loads(detail)) for verb, detail in events(key, "verb, detail::text")]


def test_sql_by_hand_is_seen_as_such_with_names_of_columns_and_no_values():
    key = add_probe(name="Somchai")
    with as_one(POLICE):
        sql("UPDATE probe.record SET name = 'Somsri', version = 2 WHERE id = %s", [key])
        sql("DELETE FROM probe.record WHERE id = %s", [key])

    found = events(key, "verb, fields, user_id, role, audit_event::text")

    assert [row[:2] for row in found] == [("create", ["id", "name"]), ("change", ["name"]), ("delete", [])]
    assert {row[2:4] for row in found} == {(POLICE.user_id, "POL")}
    assert not any("Som" in row[4] for row in found)
    assert [detail for _, detail in verbs(key)] == [{"by_hand": True}] * 3


def test_an_action_gives_its_own_verb():
    key = add_probe()
    with as_one(POLICE), trail.label("move", {"move": "refer", "from": "open", "to": "referred"}, "as ordered"):
        sql("UPDATE probe.record SET note = 'x' WHERE id = %s", [key])

    assert verbs(key)[1] == ("move", {"move": "refer", "from": "open", "to": "referred"})
    assert events(key, "purpose")[1] == ("as ordered",)


@pytest.mark.parametrize("look", ["open", "reveal", "export", "refuse", "sign_in"])
def test_a_write_is_never_told_as_a_look(look):
    """Histories leave looks out: a change under such a name would be in none of them. It counts as made by hand."""
    key = add_probe()
    with as_one(POLICE), trail.label(look, {"rows": 1}):
        sql("UPDATE probe.record SET note = 'x' WHERE id = %s", [key])

    assert verbs(key)[1] == ("change", {"by_hand": True})


def test_saving_leaves_the_verb_to_each_row():
    with as_one(POLICE), trail.label("create"):
        key = "0b0f3c0e-0000-4000-8000-00000000000a"
        sql("DELETE FROM probe.record WHERE id = %s", [key])
        sql("INSERT INTO probe.record (id, name) VALUES (%s, 'x')", [key])
        sql("UPDATE probe.record SET name = 'y' WHERE id = %s", [key])

    assert verbs(key)[-2:] == [("create", {}), ("change", {})]


def test_a_verb_for_one_record_is_not_given_to_others_written_on_the_way():
    mine, other = add_probe(), add_probe()
    with as_one(POLICE), trail.label("move", {"move": "close"}, record_id=mine):
        sql("UPDATE probe.record SET note = 'x' WHERE id IN (%s, %s)", [mine, other])

    assert verbs(mine)[1] == ("move", {"move": "close"})
    assert verbs(other)[1] == ("change", {"within": "move"})


def test_a_label_ends_with_its_block_and_blocks_nest():
    key = add_probe()
    with as_one(POLICE):
        with trail.label("move"):
            with trail.label("assign"):
                sql("UPDATE probe.record SET note = '1' WHERE id = %s", [key])
            sql("UPDATE probe.record SET note = '2' WHERE id = %s", [key])
        with pytest.raises(ValueError), trail.label("move"):
            raise ValueError
        sql("UPDATE probe.record SET note = '3' WHERE id = %s", [key])
    with as_one(POLICE):
        sql("UPDATE probe.record SET note = '4' WHERE id = %s", [key])

    assert [verb for verb, _ in verbs(key)[1:]] == ["assign", "move", "change", "change"]
    assert [detail.get("by_hand", False) for _, detail in verbs(key)[1:]] == [False, False, True, True]


def test_a_label_survives_a_statement_that_fails():
    with as_one(POLICE), pytest.raises(DatabaseError), transaction.atomic(), trail.label("move"):
        sql("SELECT 1/0")

    with as_one(POLICE):
        assert sql("SELECT current_setting('actip.act', true)")[0][0] in ("", None)


def test_a_touch_alone_is_no_event_but_any_other_column_is():
    key = add_probe()
    with as_one(POLICE):
        sql("UPDATE probe.record SET version = 2 WHERE id = %s", [key])
    assert len(events(key)) == 1

    with as_one(POLICE):
        sql("UPDATE probe.record SET version = 3, note = 'x' WHERE id = %s", [key])
    assert len(events(key)) == 2


def test_the_owner_of_the_database_is_seen_too():
    key = add_probe()
    sql("UPDATE probe.record SET note = 'x' WHERE id = %s", [key], "owner")

    assert events(key, "kind, user_id, reason")[1] == ("nobody", None, "database role actip_migrator")


def test_emptying_a_table_is_seen():
    with transaction.atomic(using="owner"):
        sql("TRUNCATE probe.record CASCADE", using="owner")
        seen = sql("SELECT verb, record_type, detail FROM audit_event ORDER BY id DESC LIMIT 2", using="owner")
        transaction.set_rollback(True, using="owner")

    assert ("delete", "probes", '{"all": true, "by_hand": true}') in seen


def test_what_is_undone_leaves_no_event():
    with as_one(POLICE):
        sql("INSERT INTO probe.record (id, name) VALUES ('0b0f3c0e-0000-4000-8000-00000000000b', 'x')")
        transaction.set_rollback(True)

    assert events("0b0f3c0e-0000-4000-8000-00000000000b") == []


def test_a_label_that_an_earlier_request_left_on_the_connection_says_nothing_of_the_next_ones_writes():
    key = uuid.uuid4()
    with as_one(ELSEWHERE):
        sql("""SELECT set_config('actip.act', '{"verb": "merge", "detail": {}, "purpose": "left behind"}', false)""")
    try:
        with as_one(POLICE):
            sql("INSERT INTO probe.record (id, name) VALUES (%s, 'x')", [str(key)])
    finally:
        sql("SELECT set_config('actip.act', '', false)")

    assert verbs(key) == [("create", {"by_hand": True})]
