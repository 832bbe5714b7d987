"""Batches of tips in the database: taken up for one's own agency alone, told of by one event, and unread while they are staged."""

import hashlib
import uuid

import pytest
from django.db import ProgrammingError, connection, transaction

from actip.accounts import person
from actip.audit.models import Event
from cases.intake import pool
from cases.models import IntakeBatch, Tip
from tests.access.conftest import refuses, sql, tried
from tests.cases.tips import lines
from tests.factories import make

pytestmark = pytest.mark.django_db


def stage(batch, external_id: str = "1") -> None:
    sql(
        "INSERT INTO actip.staged_tip (batch, line, id, external_id, channel, received_at, exploitation, danger, people_count,"
        " province, district, country, is_online, language, summary) VALUES"
        " (%s, 1, %s, %s, 'ncmec', now(), 'unknown', 'unknown', 1, '', '', 'TH', true, 'unknown', 'x')",
        [batch, uuid.uuid4(), external_id],
    )


def test_a_batch_cannot_be_written_for_another_agency(world):
    batch = uuid.uuid4()
    with world.as_("TIC"):
        stage(batch)
        assert sql("SELECT created FROM actip.take_in(%s, %s)", [batch, world.police.pk]) == [(1,)]

        assert Tip.objects.get().agency == world.ticac
    with world.as_("POL"):
        assert not Tip.objects.exists()


@pytest.mark.parametrize(("role", "allowed"), [("SPV", False), ("PRO", False), ("HOT", True)])
def test_only_who_may_create_reports_takes_a_batch_up(world, role, allowed):
    batch = uuid.uuid4()
    with world.as_(role):
        stage(batch)
        assert tried("SELECT created FROM actip.take_in(%s)", [batch]) == allowed


def test_nobody_reads_what_is_staged_or_writes_a_batch(world):
    with world.as_("TIC"):
        stage(uuid.uuid4())
        assert refuses("SELECT * FROM actip.staged_tip")
        assert refuses("DELETE FROM actip.staged_tip")
        assert refuses(
            "INSERT INTO cases_intakebatch (id, agency_id, at, created, known, digest) VALUES (%s, %s, now(), 1, 0, '')",
            [uuid.uuid4(), world.ticac.pk],
        )


def test_a_tip_cannot_be_added_by_hand_into_a_batch(world, send):
    """Rows of a batch are told of by its event alone, so nobody else may add one to it, or take one away."""
    send("TIC", lines({}))
    columns = ", ".join(
        field.column for field in Tip._meta.concrete_fields if field.column not in ("id", "external_id")
    )

    with world.as_("TIC"):
        assert refuses(
            f"INSERT INTO cases_tip (id, external_id, {columns}) SELECT gen_random_uuid(), 'x', {columns} FROM cases_tip"
        )
        assert refuses("DELETE FROM cases_tip")


def test_a_tip_keeps_what_it_tells_and_is_answered_in_ones_own_name(world, send):
    send("TIC", lines({}))
    user, other = world.user("TIC"), world.user("POL")

    with person.as_user(user), transaction.atomic():
        closed = "UPDATE cases_tip SET close_reason = 'x', answered_at = now(), answered_by_id = %s"
        assert refuses("UPDATE cases_tip SET danger = 'none_seen'")
        assert refuses(closed, [other.pk])
        assert refuses(f"{closed}, summary = 'y'", [user.pk])
        sql(closed, [user.pk])
        assert refuses(closed, [user.pk])  # once


def test_a_tip_becomes_a_report_of_its_own_agency_alone(world, send):
    send("TIC", lines({}))
    police = world.user("POL")
    with person.as_user(police):
        theirs = make("reports", by=police)
    user = world.user("TIC")

    with person.as_user(user), transaction.atomic():
        mine = make("reports", by=user)
        named = "UPDATE cases_tip SET report_id = %s, answered_at = now(), answered_by_id = %s"
        assert refuses(named, [theirs.pk, user.pk])
        assert tried(named, [mine.pk, user.pk])


def test_what_is_done_to_a_tip_stands_in_the_trail(world, send):
    send("TIC", lines({}, {"external_id": "101"}))
    user = world.user("TIC")

    with person.as_user(user):
        one, two = Tip.objects.order_by("external_id")
        pool.take_out(one, by=user)
        pool.close(two, "ซ้ำ", by=user)
    with person.as_system("audit"):
        assert Event.objects.filter(
            record_type="tips", record_id=str(one.pk), verb="take_out", user_id=user.pk
        ).exists()
        assert Event.objects.filter(record_type="tips", record_id=str(two.pk), verb="close", user_id=user.pk).exists()


def test_one_event_tells_of_all_rows_of_a_batch(world, send):
    send("TIC", lines(*({"external_id": str(n)} for n in range(7))))

    with person.as_system("audit"):
        event = Event.objects.get(verb="take_in")
        batch = IntakeBatch.objects.get(pk=event.record_id)
        keys = sorted(str(key) for key in Tip.objects.filter(batch=batch).values_list("pk", flat=True))
        assert not Event.objects.filter(record_type="tips").exclude(verb="take_in").exists()
    assert (event.detail["created"], event.agency_id) == (len(keys), world.ticac.pk)
    assert event.detail["digest"] == batch.digest == hashlib.sha256(",".join(keys).encode()).hexdigest()


def test_the_batches_of_another_agency_are_not_there(world, send):
    send("TIC", lines({}))

    with world.as_("POL"):
        assert not IntakeBatch.objects.exists()
    with world.as_("TIC"):
        assert IntakeBatch.objects.get().created == 1


def test_nobody_takes_anything_in(db):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM actip.take_in(%s)", [uuid.uuid4()])


def test_a_batch_is_read_by_who_reads_reports_in_the_agency_that_sent_it(world, send):
    assert send("TIC", lines({}, {"external_id": "101"})).json()["created"] == 2
    seen = "SELECT count(*) FROM cases_intakebatch"
    with world.as_("TIC"):
        assert sql(seen) == [(1,)]
    with person.as_system("the control"):
        assert sql(seen) == [(1,)]
    for stranger in (world.user("POL"), world.add_user("PAY", "ticac"), world.add_user("TIC", "police_two")):
        with person.as_user(stranger):
            assert sql(seen) == [(0,)], stranger


def test_a_tip_is_answered_by_who_writes_reports_there(world, send):
    """A supervisor reads the pool of her agency; she does not close what waits in it."""
    assert send("TIC", lines({})).json()["created"] == 1
    close = "UPDATE cases_tip SET close_reason = 'x', answered_by_id = actip.me_user()"
    boss = world.add_user("SPV", "ticac")
    with world.as_("TIC"):
        assert tried(close)
    with person.as_user(boss):
        assert sql("SELECT count(*) FROM cases_tip") == [(1,)]
        assert refuses(close)
    with person.as_user(world.add_user("TIC", "police_two")):
        assert sql("SELECT count(*) FROM cases_tip") == [(0,)]
        assert refuses(close)
