"""Nothing lost, nothing done twice: versions and repeated requests."""

import hashlib
import json
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from actip.accounts import person
from actip.records.api import conditions
from actip.records.api.conditions import lock_name
from actip.records.models import Request
from cases.models import Case
from tests.api.conftest import body_of
from tests.factories.cases import TRIAGED

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(police):
    return police.add("cases", **body_of("cases"))


def test_a_change_takes_the_etag_that_was_read_and_gives_the_next(police, case):
    read = police.get(f"cases/{case['id']}/")

    changed = police.patch(f"cases/{case['id']}/", {"province": "TH-50"}, If_Match=read["ETag"])

    assert read["ETag"] == '"1"'
    assert (changed.status, changed["ETag"], changed.body["province"]) == (200, '"2"', "TH-50")
    assert changed.body["version"] == 2


@pytest.mark.parametrize("path", ["", "moves/inquire/"])
def test_without_if_match_nothing_changes(police, case, path):
    method = "POST" if path else "PATCH"

    answer = police.call(method, f"cases/{case['id']}/{path}", {})

    assert (answer.status, answer.body["code"]) == (428, "if_match_required")
    assert Case.objects.count() == 0, "nobody acts here"


@pytest.mark.parametrize("tag", ['"1"', 'W/"2"', "2", '"0"'])
def test_a_stale_or_weak_version_is_refused_with_the_present_one(police, case, tag):
    police.patch(f"cases/{case['id']}/", {"province": "TH-50"}, If_Match='"1"')

    late = police.patch(f"cases/{case['id']}/", {"province": "TH-10"}, If_Match=tag)
    step = police.post(f"cases/{case['id']}/moves/inquire/", If_Match=tag)

    assert (late.status, late.body["code"], late["ETag"]) == (412, "stale", '"2"')
    assert step.status == 412
    assert police.get(f"cases/{case['id']}/").body["province"] == "TH-50"


def test_nobody_is_said_to_have_been_quicker_where_she_may_not_write(caller, world):
    """A bed of another agency's home is read by the same role, and changed by its own agency alone."""
    shelter = caller("SHG")
    home = shelter.add("shelters", **body_of("shelters", agency=world.shelter.pk))
    bed = shelter.add("beds", shelter=home["id"], code=f"{home['code']}-1", open_from="2020-01-01")
    other = caller(user=world.add_user("SHG", "shelter_two"))
    assert other.get(f"beds/{bed['id']}/").status == 200

    answer = other.patch(f"beds/{bed['id']}/", {"code": f"{home['code']}-2"}, If_Match='"1"')

    assert (answer.status, answer.body["code"]) == (404, "not_found")


def test_put_asks_for_what_is_required_and_keeps_the_rest(police, case):
    short = police.call("PUT", f"cases/{case['id']}/", {"province": "TH-50"}, If_Match='"1"')
    whole = police.call("PUT", f"cases/{case['id']}/", body_of("cases", province="TH-50"), If_Match='"1"')

    assert short.status == 400
    assert {each["attr"] for each in short.body["errors"]} == {"opened_on", "investigator", "exploitation"}
    assert (whole.status, whole.body["province"]) == (200, "TH-50")


def test_a_protected_field_comes_back_as_null_and_stays(police, case):
    suspect = police.add("suspects", **body_of("suspects", case=case["id"]))
    identity = police.add("suspect-identities", **body_of("suspect-identities", suspect=suspect["id"]))
    path = f"suspect-identities/{identity['id']}/"

    police.patch(path, {"full_name": None, "phone": ""}, If_Match='"1"')

    revealed = police.post(f"{path}reveal/", {"reason": "To check the name"}).body["revealed"]
    assert (revealed["full_name"], revealed["phone"]) == ("สมศักดิ์ ทดสอบ", "")


def test_the_record_that_something_hangs_below_stays(police, case):
    suspect = police.add("suspects", **body_of("suspects", case=case["id"]))

    answer = police.patch(f"suspects/{suspect['id']}/", {"case": case["id"]}, If_Match='"1"')

    assert answer.status == 400


def test_a_repeated_create_is_answered_and_not_done_again(police):
    key, body = str(uuid.uuid4()), body_of("cases")

    first = police.post("cases/", body, Idempotency_Key=key)
    again = police.post("cases/", body, Idempotency_Key=key)

    assert (first.status, again.status) == (201, 201)
    assert first.body["id"] == again.body["id"]
    assert first["Location"] == again["Location"] == f"/api/v1/cases/{first.body['id']}/"
    assert again["Idempotency-Replayed"] == "true"
    assert police.get("cases/").body["count"] == 1


def test_a_repeated_move_is_answered_though_the_version_went_on(police, case):
    key = str(uuid.uuid4())

    answers = [
        police.post(f"cases/{case['id']}/moves/inquire/", {}, If_Match='"1"', Idempotency_Key=key) for _ in range(2)
    ]

    assert [(each.status, each.body["status"]) for each in answers] == [(200, "inquiry")] * 2
    assert answers[1].body["version"] == 2


def test_a_key_is_of_one_request_and_one_user(police, stranger):
    key = str(uuid.uuid4())
    police.post("cases/", body_of("cases"), Idempotency_Key=key)

    other = police.post("cases/", body_of("cases", province="TH-50"), Idempotency_Key=key)
    theirs = stranger.post("cases/", body_of("cases"), Idempotency_Key=key)

    assert (other.status, other.body["code"]) == (422, "idempotency_key_reused")
    assert theirs.status == 201
    assert "Idempotency-Replayed" not in theirs.response.headers


def test_what_is_kept_of_a_request_does_not_tell_what_it_held(police):
    """A body holds a document's number: thirteen digits are tried out in minutes, if only the text goes into the hash."""
    body = json.dumps(body_of("cases"))
    police.post("cases/", body, Idempotency_Key=str(uuid.uuid4()))

    with person.as_user(police.user):
        kept = Request.objects.get().fingerprint
    assert kept != hashlib.sha256(f"POST /api/v1/cases/\n{body}".encode()).hexdigest()


def test_after_a_day_a_key_may_be_used_for_another_request(police):
    key = str(uuid.uuid4())
    kept = {"user": police.user, "key": key, "fingerprint": "x" * 64, "status": 201, "record_type": "cases"}
    with person.as_user(police.user), time_machine.travel(timezone.now() - conditions.KEPT - timedelta(minutes=1)):
        Request.objects.create(**kept, record_id=uuid.uuid4())

    made = police.post("cases/", body_of("cases"), Idempotency_Key=key)

    assert (made.status, made.response.headers.get("Idempotency-Replayed")) == (201, None)
    with person.as_user(police.user):
        assert [str(one.record_id) for one in Request.objects.all()] == [made.body["id"]]


def test_refused_work_is_not_kept(police):
    key = str(uuid.uuid4())

    refused = police.post("cases/", {}, Idempotency_Key=key)
    mended = police.post("cases/", body_of("cases"), Idempotency_Key=key)

    assert (refused.status, mended.status) == (400, 201)


@pytest.mark.parametrize("key", ["short", "a b c d e f g h", "ก" * 20, "x" * 201, ""])
def test_a_strange_key_is_refused(police, key):
    assert police.post("cases/", body_of("cases"), Idempotency_Key=key).status == 400


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_same_request_under_way_is_a_conflict(police):
    key = str(uuid.uuid4())
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock_name(police.user.pk, key)])

        answer = police.post("cases/", body_of("cases"), Idempotency_Key=key)

    assert (answer.status, answer.body["code"]) == (409, "in_flight")


def test_of_two_payers_one_is_told(police, case):
    """The second of two who made the same step from the same version."""
    first = police.post(f"cases/{case['id']}/moves/inquire/", {}, If_Match='"1"')
    second = police.post(f"cases/{case['id']}/moves/inquire/", {}, If_Match='"1"')
    blind = police.post(f"cases/{case['id']}/moves/inquire/", {}, If_Match="*")

    assert [first.status, second.status, blind.status] == [200, 412, 409]
    assert blind.body["code"] == "state"


def test_a_record_in_a_closed_state_stays_as_it_is(police, case):
    closed = case
    for step, facts in [
        ("inquire", {}),
        ("suspend", {}),
        ("close", {"closed_on": "2026-02-01", "close_reason": "Nobody is found"}),
    ]:
        closed = police.move("cases", closed, step, **facts)

    answer = police.patch(f"cases/{case['id']}/", {"province": "TH-50"}, If_Match="*")

    assert (answer.status, answer.body["code"]) == (409, "state")


def test_a_repeated_decline_is_answered_though_the_matter_is_out_of_reach(world, caller, police):
    hot, key = caller("HOT"), str(uuid.uuid4())
    report = hot.move("reports", hot.add("reports", **body_of("reports")), "triage", **TRIAGED)
    hot.move("reports", report, "refer", referred_to=world.police.code)
    offer = police.get("assignments/?state=offered").body["results"][0]
    path = f"assignments/{offer['id']}/moves/decline/"

    first, again = (police.post(path, {"reason": "Not ours"}, If_Match='"1"', Idempotency_Key=key) for _ in range(2))

    assert (first.status, again.status) == (200, 204)
    assert again["Idempotency-Replayed"] == "true"


def test_a_record_of_a_request_holds_no_content(world, police):
    police.post("cases/", body_of("cases"), Idempotency_Key=str(uuid.uuid4()))

    from actip.accounts import person

    with person.as_user(police.user):
        kept = Request.objects.get()
    assert (kept.status, kept.record_type, len(kept.fingerprint)) == (201, "cases", 64)
