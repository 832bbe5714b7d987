"""Batches of tips in the database: taken up for one's own agency alone, told of by one event, and unread while they are staged."""

import hashlib
import uuid

import pytest
from django.db import ProgrammingError, connection, transaction

from actip.accounts import person
from actip.audit.models import Event
from cases.models import IntakeBatch, Report
from tests.access.conftest import refuses, sql, tried
from tests.cases.tips import lines
from tests.factories import make

pytestmark = pytest.mark.django_db


def stage(batch, external_id: str = "1") -> None:
    sql(
        "INSERT INTO actip.staged_report (batch, line, id, external_id, channel, received_at, exploitation, danger, people_count,"
        " province, district, country, is_online, language, summary) VALUES"
        " (%s, 1, %s, %s, 'ncmec', now(), 'unknown', 'unknown', 1, '', '', 'TH', true, 'unknown', 'x')",
        [batch, uuid.uuid4(), external_id],
    )


def test_a_batch_cannot_be_written_for_another_agency(world):
    batch = uuid.uuid4()
    with world.as_("TIC"):
        stage(batch)
        assert sql("SELECT created FROM actip.take_in(%s, %s)", [batch, world.police.pk]) == [(1,)]

        assert Report.objects.get().intake_agency == world.ticac
    with world.as_("POL"):
        assert not Report.objects.exists()


@pytest.mark.parametrize(("role", "allowed"), [("SPV", False), ("PRO", False), ("HOT", True)])
def test_only_who_may_create_reports_takes_a_batch_up(world, role, allowed):
    batch = uuid.uuid4()
    with world.as_(role):
        stage(batch)
        assert tried("SELECT created FROM actip.take_in(%s)", [batch]) == allowed


def test_nobody_reads_what_is_staged_or_writes_a_batch(world):
    with world.as_("TIC"):
        stage(uuid.uuid4())
        assert refuses("SELECT * FROM actip.staged_report")
        assert refuses("DELETE FROM actip.staged_report")
        assert refuses(
            "INSERT INTO cases_intakebatch (id, agency_id, at, created, known, digest) VALUES (%s, %s, now(), 1, 0, '')",
            [uuid.uuid4(), world.ticac.pk],
        )


def test_a_row_added_by_hand_cannot_hide_in_a_batch(world, send):
    """Rows of a batch are told of by its event alone, so nobody else may add one to it; without a batch it is told of."""
    send("TIC", lines({}))
    user = world.user("TIC")
    with person.as_user(user), transaction.atomic():
        made = make("reports", by=user)
        batch = IntakeBatch.objects.get()
        assert refuses("UPDATE cases_report SET batch_id = %s WHERE id = %s", [batch.pk, made.pk])
        assert refuses("UPDATE cases_report SET intake_agency_id = %s WHERE id = %s", [world.police.pk, made.pk])
        columns = ", ".join(
            field.column
            for field in Report._meta.concrete_fields
            if field.column not in ("id", "matter_id", "batch_id")
        )
        for column, works in (("NULL", True), (f"'{batch.pk}'", False)):
            key = uuid.uuid4()
            sql("SELECT actip.open_matter(%s, 'report')", [key])
            statement = (
                f"INSERT INTO cases_report (id, matter_id, batch_id, {columns})"
                f" SELECT '{key}', '{key}', {column}, {columns} FROM cases_report WHERE id = '{made.pk}'"
            )
            assert tried(statement) == works


def test_one_event_tells_of_all_rows_of_a_batch(world, send):
    send("TIC", lines(*({"external_id": str(n)} for n in range(7))))

    with person.as_system("audit"):
        event = Event.objects.get(verb="take_in")
        batch = IntakeBatch.objects.get(pk=event.record_id)
        keys = sorted(str(key) for key in Report.objects.filter(batch=batch).values_list("pk", flat=True))
        assert not Event.objects.filter(verb="create", record_type="reports").exists()
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
