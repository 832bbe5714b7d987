"""What serves only the running of the program is deleted when it is over, and nothing else is."""

import io
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from actip.access import checks
from actip.accounts import clients, person
from actip.accounts.models import ApiToken, Bucket
from actip.audit.models import Event
from actip.records import daily
from actip.records.models import Request
from actip.setup import doctor, tidy
from tests.access.test_grants import WITHOUT_ROW_SECURITY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def kept(world):
    """Of each kind a row that is over since some time, and one that will be in an hour."""

    def keep(ago: timedelta) -> None:
        with person.as_system("a client"):
            client = clients.register(client_id="a", like=world.user("POL"), purpose="test", record_types=["*"])
        for name, end in (("old", timezone.now() - ago), ("new", timezone.now() + timedelta(hours=1))):
            task = {"args_kwargs": {}, "backend_name": "default", "run_after": end, "status": "SUCCESSFUL"}
            Bucket.objects.create(key=name, level=1, filled_at=end - DAY)
            Session.objects.create(session_key=name, session_data="", expire_date=end)
            ApiToken.objects.create(hash=name, client=client, expires_at=end)
            DBTaskResult.objects.create(task_path=name, finished_at=end - 30 * DAY, **task)
            AccessAttempt.objects.create(username=name, failures_since_start=1)
            AccessAttempt.objects.filter(username=name).update(attempt_time=end - timedelta(minutes=15))
            with world.as_("POL"):
                Request.objects.create(user=world.user("POL"), key=name, fingerprint=name)
                Request.objects.filter(key=name).update(created_at=end - DAY)

    return keep


def left(world) -> dict[str, list[str]]:
    with world.as_("POL"):
        requests = list(Request.objects.order_by("key").values_list("key", flat=True))
    return {
        "buckets": list(Bucket.objects.order_by("key").values_list("key", flat=True)),
        "sessions": list(Session.objects.order_by("session_key").values_list("session_key", flat=True)),
        "attempts": list(AccessAttempt.objects.order_by("username").values_list("username", flat=True)),
        "tasks": list(DBTaskResult.objects.order_by("task_path").values_list("task_path", flat=True)),
        "tokens": list(ApiToken.objects.order_by("hash").values_list("hash", flat=True)),
        "requests": requests,
    }


def events() -> int:
    with person.as_system("a test counts"):
        return Event.objects.count()


def test_what_is_over_goes_and_what_is_not_stays(world, kept, monkeypatch):
    monkeypatch.setattr(checks, "refuse", lambda: None)  # it closes the connection, and with it this test
    kept(timedelta(hours=1))
    before, out = events(), io.StringIO()

    call_command("tidy", stdout=out)

    assert set(map(tuple, left(world).values())) == {("new",)}
    assert "1 token buckets" in out.getvalue()
    assert events() == before


def test_it_goes_in_pieces(world, kept, monkeypatch):
    monkeypatch.setattr(tidy, "BATCH", 3)
    long_ago = timezone.now() - 9 * DAY
    Bucket.objects.bulk_create(Bucket(key=str(n), level=1, filled_at=long_ago) for n in range(10))

    assert "10 token buckets" in tidy.run()
    assert not Bucket.objects.exists()


def test_a_task_that_waits_or_runs_is_never_deleted(world):
    for status in ("READY", "RUNNING"):
        DBTaskResult.objects.create(
            task_path=status,
            args_kwargs={},
            backend_name="default",
            run_after=timezone.now() - 900 * DAY,
            status=status,
        )

    tidy.run()

    assert DBTaskResult.objects.count() == 2


def test_only_tables_that_hold_nothing_of_a_matter_are_touched():
    assert {kind.table for kind in tidy.KEPT} <= {*WITHOUT_ROW_SECURITY, "records_request"}


def test_the_system_changes_no_request_that_is_not_over(world, kept):
    kept(timedelta(hours=1))
    with person.as_system("a test"), transaction.atomic():
        assert [one.key for one in Request.objects.all()] == ["old"]
        assert Request.objects.filter(key="new").delete()[0] == 0


def test_it_is_done_every_day_and_the_notice_does_not_wait_for_it(world, kept, monkeypatch):
    kept(timedelta(hours=1))
    assert any("1 expired sessions" in sentence for sentence in daily.run_all())

    sent = []
    monkeypatch.setattr(daily.digest, "run", lambda: sent.append(1) or "sent")
    monkeypatch.setattr(tidy, "KEPT", (None,))
    said = daily.run_all()
    assert sent
    assert [sentence for sentence in said if sentence.startswith("FAILED")]


def test_doctor_says_when_it_has_not_been_done(world, kept):
    kept(timedelta(hours=30))
    assert doctor.examine("tidy")["tidy"] == [], "an evening's delay is no trouble"

    Session.objects.filter(session_key="old").update(expire_date=timezone.now() - 3 * DAY)
    [found] = doctor.examine("tidy")["tidy"]
    assert "expired sessions" in found.wrong
    assert "manage.py tidy" in found.mend

    tidy.run()
    assert doctor.examine("tidy")["tidy"] == []
