"""Records are merged, or a merge is undone, while a programme starts in one of them: each waits for the other in one order."""

import threading
import time

import pytest
from django.core.exceptions import ValidationError
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
def scene():
    """A record that is locked before hers, and a programme of hers that waits for its start."""
    with transaction.atomic():
        witness = Witness(World())
        pol = witness.world.user("POL")
        with person.as_user(pol):
            kept = make("people", by=pol)
            while kept.pk > witness.victim.pk:
                kept = make("people", by=pol)
        return witness, kept, witness.programme(until="approve")


def waiting() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def until_waiting(wanted: int) -> None:
    deadline = time.monotonic() + 10
    while waiting() < wanted and time.monotonic() < deadline:
        time.sleep(0.02)


def while_it_starts(scene, call) -> list:
    """What came of a call that is the first to wait for the record that is kept, and of the start."""
    witness, kept, programme = scene
    _name, facts = STEPS[-1]
    held = threading.Event()

    def start():
        until_waiting(1)
        with person.as_user(witness.wpo), transaction.atomic():
            return actions.move(programme, "start", by=witness.wpo, facts=facts)

    def hold():
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SELECT FROM victims_person WHERE id = %s FOR UPDATE", [kept.pk])
            held.set()
            until_waiting(2)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    answers = at_once(call, start)
    holder.join()
    return [getattr(answer, "status", answer) for answer in answers]


def seen(scene) -> set:
    witness, kept, _programme = scene
    with transaction.atomic(), person.as_user(witness.world.user("POL")):
        return set(Person.objects.filter(pk__in=[kept.pk, witness.victim.pk]).values_list("pk", flat=True))


def test_a_programme_starts_while_the_merge_is_undone(scene):
    witness, kept, _programme = scene
    pol = witness.world.user("POL")
    with transaction.atomic():
        merge = merged(witness.world, "POL", kept, witness.victim)

    def undo():
        with person.as_user(pol), transaction.atomic():
            return actions.move(merge, "undo", by=pol, facts={"undo_reason": "คนละคน"})

    assert while_it_starts(scene, undo) == ["undone", "running"]
    assert seen(scene) == {kept.pk}


def test_a_programme_starts_while_the_records_are_merged(scene):
    witness, kept, _programme = scene
    pol = witness.world.user("POL")
    with transaction.atomic():
        second = witness.world.add_user("POL", pol.agency.code, "POL-second")
    with transaction.atomic(), person.as_user(pol):
        merge = make("merges", by=pol, person=kept, merged=witness.victim)

    def approve():
        with person.as_user(second), transaction.atomic():
            return actions.move(merge, "approve", by=second)

    assert while_it_starts(scene, approve) == ["approved", "running"]
    assert seen(scene) == set()


def test_nothing_begins_in_a_record_while_it_is_being_merged():
    with transaction.atomic():
        world = World()
        pol, second = world.user("POL"), world.add_user("POL", "police", "POL-second")
        with person.as_user(pol):
            kept, other = (make("people", by=pol) for _ in range(2))
            merge = make("merges", by=pol, person=kept, merged=other)
    is_merged = threading.Event()

    def approve():
        with person.as_user(second), transaction.atomic():
            approved = actions.move(merge, "approve", by=second)
            is_merged.set()
            until_waiting(1)
            return approved.status

    def begin():
        is_merged.wait(10)
        with person.as_user(pol), transaction.atomic():
            return make("screenings", by=pol, person=other)

    status, begun = at_once(approve, begin)

    assert status == "approved"
    assert isinstance(begun, ValidationError)
    assert begun.code == "person_merged_is_read_only"
