"""A merge is undone while a programme starts in one of its records: each waits for the other in one order, and both happen."""

import threading
import time

import pytest
from django.db import connections, transaction

from actip.accounts import person
from actip.records import actions
from tests.compensation.test_races import at_once
from tests.factories import make
from tests.victims.test_two_records import merged
from tests.victims.test_witness import STEPS, Witness
from tests.worlds import World
from victims.models import Person

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def about_to_start():
    """Merged into a record that is locked before hers, and a programme of hers that waits for its start."""
    with transaction.atomic():
        witness = Witness(World())
        pol = witness.world.user("POL")
        with person.as_user(pol):
            kept = make("people", by=pol)
            while kept.pk > witness.victim.pk:
                kept = make("people", by=pol)
        programme = witness.programme(until="approve")
        return witness, programme, merged(witness.world, "POL", kept, witness.victim), kept


def waiting() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def until_waiting(wanted: int) -> None:
    deadline = time.monotonic() + 10
    while waiting() < wanted and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_programme_starts_while_the_merge_is_undone(about_to_start):
    witness, programme, merge, kept = about_to_start
    pol, (_name, facts) = witness.world.user("POL"), STEPS[-1]
    undoing = threading.Event()

    def undo():
        undoing.set()
        with person.as_user(pol), transaction.atomic():
            return actions.move(merge, "undo", by=pol, facts={"undo_reason": "คนละคน"})

    def start():
        undoing.wait()
        until_waiting(1)
        with person.as_user(witness.wpo), transaction.atomic():
            return actions.move(programme, "start", by=witness.wpo, facts=facts)

    def hold():
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SELECT FROM victims_person WHERE id = %s FOR UPDATE", [kept.pk])
            held.set()
            until_waiting(2)

    held = threading.Event()
    holder = threading.Thread(target=lambda: (hold(), connections.close_all()))
    holder.start()
    held.wait(10)
    answers = at_once(undo, start)
    holder.join()

    assert [getattr(answer, "status", answer) for answer in answers] == ["undone", "running"]
    with transaction.atomic(), person.as_user(pol):
        assert not Person.objects.filter(pk=witness.victim.pk).exists()
        assert Person.objects.filter(pk=kept.pk).exists()
