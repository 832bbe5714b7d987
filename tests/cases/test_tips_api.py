"""The pool over the API: read and answered by programs of the agency that took the tips in, and by nobody else."""

import uuid

import pytest

from actip.accounts import person
from actip.audit.models import Event
from cases.models import Report, Tip
from tests.cases.tips import lines

pytestmark = pytest.mark.django_db
WHY = "ไม่เกี่ยวกับการค้ามนุษย์"


def numbered(count: int, **more) -> bytes:
    """Tips 0, 1, 2 ..., each received a minute after the one before."""
    return lines(
        *(
            {"external_id": str(n), "received_at": f"2026-11-20T{9 + n // 60:02}:{n % 60:02}:00Z"} | more
            for n in range(count)
        )
    )


def the_tip(world) -> Tip:
    with world.as_("TIC"):
        return Tip.objects.get()


def looks(record_id="") -> list[dict]:
    with person.as_system("audit"):
        return [
            event.detail for event in Event.objects.filter(verb="open", record_type="tips", record_id=record_id)
        ]  # fmt: skip


def test_a_program_reads_the_pool_page_by_page_oldest_first(world, send, caller):
    send("TIC", numbered(201))
    program = caller("TIC")

    first = program.get("tips/").body
    second = program.get(first["next"]).body

    assert [tip["external_id"] for tip in first["results"]] == [str(n) for n in range(200)]
    assert ([tip["external_id"] for tip in second["results"]], second["next"]) == (["200"], None)


def test_a_page_keeps_the_filter_and_goes_on_after_a_tip_that_was_answered(world, send, caller):
    send("TIC", numbered(202, danger="immediate"))
    send("TIC", lines({"external_id": "other", "danger": "concern", "received_at": "2026-11-20T23:00:00Z"}))
    program = caller("TIC")
    page = program.get("tips/?danger=immediate").body
    program.post(f"tips/{page['results'][-1]['id']}/moves/close/", {"close_reason": WHY})

    rest = program.get(page["next"]).body["results"]

    assert [tip["external_id"] for tip in rest] == ["200", "201"]


def test_two_tips_of_one_second_are_each_on_one_page(world, send, caller):
    send("TIC", lines(*({"external_id": str(n)} for n in range(203))))
    program = caller("TIC")
    first = program.get("tips/").body

    told = [tip["id"] for tip in first["results"] + program.get(first["next"]).body["results"]]

    assert (len(told), len(set(told))) == (203, 203)


def test_each_look_is_in_the_trail(world, send, caller):
    send("TIC", numbered(3))
    program = caller("TIC")
    told = [tip["id"] for tip in program.get("tips/").body["results"]]
    one = program.get(f"tips/{told[1]}/").body

    assert (one["external_id"], one["report"], one["answered_at"]) == ("1", None, None)
    assert looks() == [{"rows": 3, "first": told[0], "last": told[2]}]
    assert len(looks(told[1])) == 1


def test_an_empty_page_is_no_look(world, caller):
    assert caller("TIC").get("tips/").body == {"next": None, "results": []}
    assert looks() == []


def test_a_tip_is_taken_out_once_and_names_its_report(world, send, caller):
    send("TIC", lines({"danger": "immediate"}))
    tip, program = the_tip(world), caller("TIC")

    taken = program.post(f"tips/{tip.pk}/moves/take-out/")
    again = program.post(f"tips/{tip.pk}/moves/take-out/")
    closed = program.post(f"tips/{tip.pk}/moves/close/", {"close_reason": WHY})

    with world.as_("TIC"):
        report = Report.objects.get()
        assert (taken.status, taken.body["report"], report.danger) == (200, str(report.pk), "immediate")
        assert Tip.objects.get().answered_by == program.user
    assert {(each.status, "answered this tip already" in str(each.body)) for each in (again, closed)} == {(409, True)}
    assert program.get("tips/").body["results"] == []


def test_a_tip_is_closed_with_a_reason_alone(world, send, caller):
    send("TIC", lines({}))
    tip, program = the_tip(world), caller("TIC")
    for body in ({}, {"close_reason": " "}, {"close_reason": "ก" * 501}, [WHY]):
        assert program.post(f"tips/{tip.pk}/moves/close/", body).status == 400, body
    assert program.get(f"tips/{tip.pk}/").body["answered_at"] is None

    told = program.post(f"tips/{tip.pk}/moves/close/", {"close_reason": f" {WHY} "}).body

    assert (told["close_reason"], told["report"], bool(told["answered_at"])) == (WHY, None, True)
    with world.as_("TIC"):
        assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("query", "word"),
    [("dangr=immediate", "dangr"), ("danger=mild", "danger"), ("since=31/2/2569", "since"), ("after=x", "UUID")],
)
def test_what_the_list_does_not_understand_is_said(world, send, caller, query, word):
    send("TIC", lines({}))
    answer = caller("TIC").get(f"tips/?{query}")

    assert (answer.status, word in str(answer.body)) == (400, True)


def test_another_agency_finds_no_tip_by_any_address(world, send, caller):
    send("TIC", lines({}))
    tip = the_tip(world)
    stranger = caller(user=world.add_user("POL", "police_two"))
    never = uuid.uuid4()

    for there in (tip.pk, never):
        assert stranger.get(f"tips/{there}/").status == 404
        assert stranger.post(f"tips/{there}/moves/take-out/").status == 404
        assert stranger.post(f"tips/{there}/moves/close/", {"close_reason": WHY}).status == 404
        assert stranger.get(f"tips/?after={there}").status == 404
    assert stranger.get("tips/").body["results"] == []
    with world.as_("TIC"):
        assert Tip.objects.get().answered_at is None


def test_who_may_not_read_or_answer_reports_is_refused(world, send, caller):
    send("TIC", lines({}))
    tip = the_tip(world)
    unlisted, payer = caller("TIC", record_types=["cases"]), caller("PAY")
    anybody = caller("POL")
    anybody.headers.pop("Authorization")

    for program, status in ((unlisted, 403), (payer, 403), (anybody, 401)):
        assert program.get("tips/").status == status
        assert program.get(f"tips/{tip.pk}/").status == status
        assert program.post(f"tips/{tip.pk}/moves/take-out/").status == status
        assert program.post(f"tips/{tip.pk}/moves/close/", {"close_reason": WHY}).status == status
    assert looks(str(tip.pk)) == []
    with world.as_("TIC"):
        assert Tip.objects.get().answered_at is None
