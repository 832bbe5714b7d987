"""Writers at the same time keep one chain and never wait for each other in a circle."""

import threading
import uuid

import pytest
from django.db import connections

from actip.audit import chain, trail
from tests.audit.conftest import POLICE, add_probe, as_one, sql

pytestmark = pytest.mark.usefixtures("committing")


def together(*works) -> list[BaseException]:
    """Run all at once, each in a thread with a connection of its own; returns what went wrong."""
    start, faults = threading.Barrier(len(works)), []

    def run(work):
        try:
            start.wait(10)
            work()
        except BaseException as fault:  # noqa: BLE001 - handed to the test
            faults.append(fault)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return faults


def verify() -> int:
    walk = chain.Walk()
    for _ in walk.run():
        pass
    return walk.checked


def test_many_writers_keep_one_chain():
    before = verify()

    def work():
        for _ in range(15):
            with as_one(POLICE):
                trail.record("open", record_type="probes", record_id=uuid.uuid4())
                sql("INSERT INTO probe.record (id, name) VALUES (gen_random_uuid(), 'x')")

    assert together(*[work] * 6) == []
    assert verify() == before + 6 * 15 * 2


def test_a_writer_does_not_wait_for_one_who_has_not_finished():
    with as_one(POLICE):
        trail.record("open", record_type="probes", record_id=uuid.uuid4())

        assert together(add_probe) == []


@pytest.mark.parametrize("seal_at_once", [False, True], ids=["at commit", "control: at once"])
def test_a_locked_parent_and_the_chain_do_not_block_each_other(seal_at_once):
    """One adds a child (its deferred foreign key wants the parent) while another, who locked the parent, commits.

    Were events sealed in the order of the statements, the first would hold the chain and want the parent, the second
    hold the parent and want the chain.
    """
    parent = add_probe()
    locked, added = threading.Event(), threading.Event()

    def add_child():
        locked.wait(10)
        with as_one(POLICE):
            trail.record("open", record_type="probes", record_id=uuid.uuid4())
            if seal_at_once:
                sql("SET CONSTRAINTS ALL IMMEDIATE")
                sql("SET CONSTRAINTS ALL DEFERRED")
            sql("INSERT INTO probe.child (id, record_id) VALUES (gen_random_uuid(), %s)", [parent])
            added.set()

    def change_parent():
        with as_one(POLICE):
            sql("SELECT FROM probe.record WHERE id = %s FOR UPDATE", [parent])
            locked.set()
            added.wait(10)
            sql("SELECT pg_sleep(0.3)")  # the other is committing by now
            sql("UPDATE probe.record SET note = 'changed' WHERE id = %s", [parent])

    faults = together(add_child, change_parent)

    assert ["deadlock" in str(fault) for fault in faults] == ([True] if seal_at_once else [])
    verify()
