"""The root record carries its matter's reach: always the same, written by nobody, told as no change of the record."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from actip.access import decide
from actip.access.models import Assignment, Matter
from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions, catalogue
from cases.models import Suspect
from tests.access.conftest import acting, sql
from tests.factories import make
from tests.victims.test_witness import STEPS, Witness
from tests.worlds import World
from victims.models import WitnessProgramme

ROOTS = {kind.model.MATTER_KIND: kind.table for kind in catalogue.roots()}


def astray() -> list[tuple]:
    """Matters whose root records open to others than they do, or to nobody."""
    with connection.cursor() as cursor, person.as_system("compares"):
        found = []
        for kind, table in ROOTS.items():
            cursor.execute(
                f"SELECT m.id FROM access_matter m LEFT JOIN {table} t ON t.id = m.id"
                f" WHERE m.kind = '{kind}' AND t.reach IS DISTINCT FROM m.reach"
            )
            found += cursor.fetchall()
        return found


@pytest.mark.django_db
def test_whatever_opens_or_closes_a_matter_its_record_follows(world):
    officer, colleague = world.user("POL"), world.add_user("POL", "police_two")
    seen = []
    with person.as_user(officer):
        case = make("cases", by=officer)
        person_of_it = make("people", by=officer, case=case)
    with person.as_user(world.user("HOT")):
        make("reports", by=world.user("HOT"))
    for matter in (case.matter, person_of_it.matter):
        with person.as_user(officer):
            given = actions.assign(matter, by=officer, agency=world.police_two, officer=colleague, basis="case_team")
        with person.as_user(colleague):
            seen.append(catalogue.get("cases").model.objects.count() + catalogue.get("people").model.objects.count())
        with person.as_system("a limited one, the lock, the end of one"):
            hours = timezone.now() + timedelta(hours=1)
            Assignment.objects.create(matter=matter, agency=world.ngo, basis="team", until=hours)
            given.state = "ended"
            given.save()
    with person.as_system("she moves"):
        colleague.agency = world.ticac
        colleague.save()

    assert seen == [1, 1]
    assert astray() == []


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_control_a_record_that_does_not_follow_is_found():
    with transaction.atomic():
        world = World()
    with person.as_user(world.user("POL")), transaction.atomic():
        case = make("cases", by=world.user("POL"))
    with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
        owner.execute("ALTER TABLE cases_case DISABLE TRIGGER USER")
        owner.execute("UPDATE cases_case SET reach = '{}'")
        owner.execute("ALTER TABLE cases_case ENABLE TRIGGER USER")

    with transaction.atomic():
        assert astray() == [(case.pk,)]


@pytest.mark.parametrize("kind", list(catalogue.roots()), ids=lambda kind: kind.slug)
def test_whoever_reads_a_root_record_may_know_of_its_matter_as_widely(kind):
    """Row security asks of the record alone."""
    known = {role: wide for role, code, verb, wide in decide.rows() if (code, verb) == (kind.code, "exist")}
    read = {role: wide for role, code, verb, wide in decide.rows() if (code, verb) == (kind.code, kind.see)}

    assert read
    assert {role: known.get(role) for role in read} == read


def test_what_anybody_writes_into_it_is_written_over(scene):
    with acting(scene.users["POL"]):
        (key,) = {row for (row,) in sql("SELECT id FROM cases_case LIMIT 1")}
        before = sql("SELECT reach FROM cases_case WHERE id = %s", [key])
        sql("UPDATE cases_case SET reach = '{7,8,9}', version = version + 1 WHERE id = %s", [key])
        assert sql("SELECT reach FROM cases_case WHERE id = %s", [key]) == before


@pytest.mark.django_db
def test_whom_a_matter_opens_to_is_no_change_of_its_record(world):
    officer = world.user("POL")
    with person.as_user(officer):
        case = make("cases", by=officer)
    long_ago = timezone.now() - timedelta(days=9)
    with person.as_system("brought in"), connection.cursor() as cursor:
        cursor.execute("SELECT actip.date_matters(%s::uuid[], %s)", [[case.pk], [long_ago]])
    before = Event.objects.filter(record_type="cases").count()

    with person.as_user(officer):
        actions.assign(case.matter, by=officer, agency=world.prosecutor, basis="case_team")

    with person.as_user(officer):
        assert Event.objects.filter(record_type="cases").count() == before
        assert type(case).objects.get().version == case.version
        assert Matter.objects.get(pk=case.pk).touched_at == long_ago


@pytest.mark.parametrize("what", ["assigns", "writes below", "locks"])
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_who_assigns_writes_below_or_locks_waits_for_who_writes_before_holding_the_matter(what):
    """In the other order the two could wait for each other for ever."""
    with transaction.atomic():
        world = World()
    with transaction.atomic():
        root, user, write, done = _somebody(world, what)

    def somebody() -> None:
        try:
            with person.as_user(user), transaction.atomic():
                write()
        finally:
            connections.close_all()

    thread = threading.Thread(target=somebody)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
        owner.execute(f"SELECT FROM {root._meta.db_table} WHERE id = %s FOR NO KEY UPDATE", [root.pk])
        thread.start()
        _until_somebody_waits(owner)
        owner.execute("SELECT FROM access_matter WHERE id = %s FOR UPDATE NOWAIT", [root.pk])
    thread.join(20)

    with person.as_user(user), transaction.atomic():
        assert done().count() == 1


def _somebody(world, what: str) -> tuple:
    """A root record, who writes there and how, and the rows that say that it was done."""
    officer = world.user("POL")
    if what == "locks":
        witness = Witness(world)
        programme, (name, facts) = witness.programme(until="approve"), STEPS[-1]
        running = WitnessProgramme.objects.filter(status="running")
        return (
            witness.victim,
            witness.wpo,
            lambda: actions.move(programme, name, by=witness.wpo, facts=facts),
            running.all,
        )
    with person.as_user(officer):
        case = make("cases", by=officer)
    if what == "assigns":
        given = Assignment.objects.filter(agency=world.police_two)
        return (
            case,
            officer,
            lambda: actions.assign(case.matter, by=officer, agency=world.police_two, basis="case_team"),
            given.all,
        )
    return case, officer, lambda: make("suspects", by=officer, case=case), Suspect.objects.all


def _until_somebody_waits(cursor) -> None:
    for _ in range(2000):
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        if cursor.fetchone()[0]:
            return
        time.sleep(0.01)
    raise AssertionError("nobody waits")
