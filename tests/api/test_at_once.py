"""Two requests at the same moment, each over its own connection: one is done, the other is told."""

import threading
import uuid

import pytest
from django.db import connections, transaction

from actip.accounts import person
from actip.records.models import Request
from cases.models import Case
from tests.api.conftest import Caller, body_of
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def officers(settings):
    """One officer in two browsers."""
    settings.SESSIONS_AT_ONCE = 5
    with transaction.atomic():
        user = World().user("POL")
    return [Caller(user, session=True) for _ in range(2)]


def at_once(*calls) -> list:
    """Start the calls together; their answers in the order of the calls."""
    start, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int) -> None:
        start.wait()
        try:
            answers[place] = calls[place]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_step_pressed_twice_is_made_once(officers):
    case = officers[0].add("cases", **body_of("cases"))
    path = f"cases/{case['id']}/moves/inquire/"

    answers = at_once(*(lambda caller=caller: caller.post(path, {}, If_Match='"1"') for caller in officers))

    assert sorted(answer.status for answer in answers) == [200, 412]
    assert officers[0].get(f"cases/{case['id']}/").body["version"] == 2


def test_a_create_sent_twice_is_made_once(officers):
    key, body = str(uuid.uuid4()), body_of("cases")

    answers = at_once(*(lambda caller=caller: caller.post("cases/", body, Idempotency_Key=key) for caller in officers))

    assert sorted({answer.status for answer in answers}) in ([201], [201, 409])
    with transaction.atomic(), person.as_user(officers[0].user):
        assert (Case.objects.count(), Request.objects.count()) == (1, 1)


def test_of_two_changes_one_is_kept(officers):
    case = officers[0].add("cases", **body_of("cases"))
    path = f"cases/{case['id']}/"

    answers = at_once(
        lambda: officers[0].patch(path, {"province": "TH-50"}, If_Match='"1"'),
        lambda: officers[1].patch(path, {"province": "TH-83"}, If_Match='"1"'),
    )

    kept = next(answer for answer in answers if answer.status == 200)
    assert sorted(answer.status for answer in answers) == [200, 412]
    assert officers[0].get(path).body["province"] == kept.body["province"]
