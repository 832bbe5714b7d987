"""The pool over the API: read and answered by programs of the agency that took the tips in, and by nobody else."""

import pytest

from actip.accounts import person
from actip.audit.models import Event
from cases.models import Report, Tip
from tests.cases.tips import lines, send  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


def test_tips_are_listed_oldest_first_by_pages_and_by_filter(world, send, caller, monkeypatch):  # noqa: F811
    monkeypatch.setattr("cases.intake.tips_api.PAGE", 2)
    send("TIC", lines(*({"external_id": str(n), "received_at": f"2026-11-2{n}T09:00:00Z"} for n in range(5))))
    program = caller("TIC")

    first = program.get("tips/")
    assert [tip["external_id"] for tip in first.body["results"]] == ["0", "1"]
    second = program.get(first.body["next"])
    assert [tip["external_id"] for tip in second.body["results"]] == ["2", "3"]
    assert program.get(second.body["next"]).body["next"] is None
    assert [tip["external_id"] for tip in program.get("tips/?external_id=3").body["results"]] == ["3"]
    assert program.get("tips/?danger=high").status == 400
    assert program.get("tips/?secret=1").status == 400


def test_a_tip_is_taken_out_or_closed_once(world, send, caller):  # noqa: F811
    send("TIC", lines({}, {"external_id": "101"}))
    program = caller("TIC")
    one, two = (tip["links"]["self"] for tip in program.get("tips/").body["results"])

    taken = program.post(f"{one}moves/take-out/")
    assert taken.status == 200
    assert program.post(f"{one}moves/take-out/").status == 409
    assert program.post(f"{two}moves/close/", {"close_reason": " "}).status == 400
    assert program.post(f"{two}moves/close/", {"close_reason": "โฆษณา"}).body["close_reason"] == "โฆษณา"
    assert program.get("tips/").body["results"] == []

    with world.as_("TIC"):
        assert str(Report.objects.get().pk) == taken.body["report"]
    assert program.get(one).body["report"] == taken.body["report"]
    with person.as_system("audit"):
        assert Event.objects.filter(verb="open", record_type="tips", record_id=str(taken.body["id"])).count() == 1


def test_tips_of_another_agency_are_not_there(world, send, caller):  # noqa: F811
    send("TIC", lines({}))
    with world.as_("TIC"):
        key = Tip.objects.get().pk
    stranger = caller("POL")

    assert stranger.get("tips/").body["results"] == []
    assert stranger.get(f"tips/{key}/").status == 404
    assert stranger.get(f"tips/?after={key}").status == 404
    assert stranger.post(f"tips/{key}/moves/take-out/").status == 404
    assert stranger.post(f"tips/{key}/moves/close/", {"close_reason": "x"}).status == 404


@pytest.mark.parametrize("role", ["SPV", "PRO", "SHG"])
def test_a_role_that_changes_no_reports_answers_none(world, send, caller, role):  # noqa: F811
    send("TIC", lines({}))
    with world.as_("TIC"):
        key = Tip.objects.get().pk

    assert caller(role).post(f"tips/{key}/moves/take-out/").status == 403


def test_a_program_without_reports_in_its_list_finds_no_pool(world, caller):
    assert caller("TIC", record_types=["cases"]).get("tips/").status == 403


def test_a_list_that_tells_tips_whole_is_in_the_trail(world, send, caller):  # noqa: F811
    send("TIC", lines({}, {"external_id": "101"}))
    program = caller("TIC")
    ids = [tip["id"] for tip in program.get("tips/").body["results"]]
    program.get("tips/?external_id=none")  # nothing was told

    with world.as_("AUD"):
        seen = Event.objects.get(verb="open", record_type="tips").detail
    assert seen == {"rows": len(ids), "first": ids[0], "last": ids[-1]}
