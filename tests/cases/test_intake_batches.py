"""Tips by the hundred thousand: each is kept once, in the pool of its own agency, in the audit trail, and in nobody's list."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from actip.access.models import Feed, Matter
from actip.accounts import person
from cases.intake import batches, pool
from cases.models import Report, Tip
from tests.cases.tips import TIP, lines
from tests.conftest import empty
from tests.worlds import World

pytestmark = pytest.mark.django_db


def test_a_batch_waits_in_the_pool_of_its_own_agency(world, send):
    answer = send("TIC", lines({}, {"external_id": "101", "danger": "immediate", "province": "TH-50"}))

    assert (answer.status_code, answer.json()["created"]) == (200, 2)
    with world.as_("TIC"):
        found = list(pool.tips(world.ticac.pk).order_by("external_id"))
        assert [(each.agency, each.channel, each.is_online) for each in found] == [(world.ticac, "ncmec", True)] * 2
        assert found[0].summary == TIP["summary"]
        assert not Report.objects.exists()
        assert not Matter.objects.exists()
    with world.as_("POL"):
        assert not Tip.objects.exists()


def test_the_pool_takes_nobodys_list_and_leaving_it_enters_the_lists(world, send):
    send("TIC", lines({}))
    user = world.user("TIC")

    with person.as_user(user):
        assert not Feed.objects.exists()
        report = pool.take_out(Tip.objects.get(), by=user)
        assert report.status == "received"
        assert set(Feed.objects.values_list("kind", "status")) == {("report", "received")}


def test_what_a_tip_tells_becomes_the_report_and_the_tip_names_it(world, send):
    send("TIC", lines({"danger": "immediate", "province": "TH-50", "people_count": 3, "children_count": 2}))
    user = world.user("TIC")

    with person.as_user(user):
        tip = Tip.objects.get()
        report = pool.take_out(tip, by=user)
        tip.refresh_from_db()
        assert (tip.report, tip.answered_by) == (report, user)
        assert [getattr(report, name) for name in pool.TOLD] == [getattr(tip, name) for name in pool.TOLD]
        assert Report.objects.get().intake_agency == world.ticac


def test_a_tip_is_answered_once(world, send):
    send("TIC", lines({}))
    user = world.user("TIC")

    with person.as_user(user):
        tip = Tip.objects.get()
        pool.close(tip, "โฆษณา ไม่มีบุคคล", by=user)
        for answer in (lambda: pool.take_out(tip, by=user), lambda: pool.close(tip, "อีกครั้ง", by=user)):
            with pytest.raises(ValidationError):
                answer()
        assert not Report.objects.exists()


def test_nothing_is_closed_without_a_reason(world, send):
    send("TIC", lines({}))
    user = world.user("TIC")

    with person.as_user(user):
        with pytest.raises(ValidationError):
            pool.close(Tip.objects.get(), "  ", by=user)
        assert pool.tips(world.ticac.pk).exists()


def test_the_same_tips_sent_again_are_known_and_kept_once(world, send):
    first = send("TIC", lines({}, {"external_id": "101"}, {"external_id": "101"}))
    again = send("TIC", lines({"external_id": "101"}, {}, {"external_id": "102"}))

    assert (first.json()["created"], first.json()["known"]) == (2, 1)
    assert (again.json()["created"], again.json()["known"]) == (1, 2)
    with world.as_("TIC"):
        assert Tip.objects.count() == 3


def test_one_agencys_numbers_tell_another_nothing(world, send):
    send("TIC", lines({}))
    other = world.add_user("TIC", "police_two")

    answer = send("TIC", lines({}), user=other)

    assert answer.json() == {"read": 1, "created": 1, "known": 0, "refused": 0, "refusals": []}
    with person.as_user(other):
        assert Tip.objects.get().agency == world.police_two


BAD = [
    ({"external_id": ""}, "external_id"), ({"received_at": "yesterday"}, "received_at"), ({"received_at": "2569-11-20T09:00:00Z"}, "received_at"),
    ({"danger": "high"}, "danger"), ({"people_count": 0}, "people_count"), ({"people_count": True}, "people_count"),
    ({"people_count": 1, "children_count": 2}, "more children"), ({"province": "TH-99"}, "province"), ({"agency": "police"}, "agency"),
    ({"file": "aGVsbG8="}, "file"), ({"latitude": "51.5", "longitude": "0.1"}, "far from Thailand"), ({"latitude": 13.7}, "both"),
    ({"summary": "a\0b"}, "summary"), ({"latitude": "NaN", "longitude": 1}, "latitude"), ({"is_online": False}, "province"),
    ({"channel": "post"}, "channel"), ({"country": "MM", "province": "TH-10"}, "abroad"), ({"summary": "x" * 30_000}, "summary"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "named"), BAD)
def test_a_line_that_is_wrong_is_refused_by_number_and_the_others_are_kept(world, send, wrong, named):
    answer = send("TIC", lines({"external_id": "1"}, wrong, {"external_id": "2"}))

    assert (answer.status_code, answer.json()["created"]) == (200, 2)
    (refusal,) = answer.json()["refusals"]
    assert refusal["line"] == 2
    assert named in refusal["reason"]


@pytest.mark.parametrize("line", [b"{", b"[]", b"\xff\xfe", b'"text"', b"{" * 50_000])
def test_what_is_no_object_is_refused(world, send, line):
    answer = send("TIC", line + b"\n" + lines({}))

    assert (answer.json()["created"], answer.json()["refusals"][0]["line"]) == (1, 1)


def test_a_far_point_is_kept_when_the_country_is_named(world, send):
    answer = send("TIC", lines({"latitude": "51.5", "longitude": "0.1", "country": "GB"}))

    assert answer.json()["created"] == 1


def test_csv_is_read_with_quotes_and_line_breaks_inside(world, send):
    body = 'external_id,received_at,summary,people_count\n7,2026-11-20T09:00:00Z,"one, two\nthree",2\n8,2026-11-20,,1\n9,2026-11-20T09:00:00+07:00,ไทย,\n'

    answer = send("TIC", body.encode(), kind="text/csv")

    assert (answer.json()["created"], answer.json()["refused"]) == (2, 1)
    assert answer.json()["refusals"][0]["line"] == 4
    with world.as_("TIC"):
        assert Tip.objects.get(external_id="7").summary == "one, two\nthree"


def test_what_the_database_alone_refuses_is_found_by_halves(world, send, monkeypatch):
    monkeypatch.setattr("cases.intake.tips._together", lambda made: None)

    answer = send("TIC", lines(*({"external_id": str(n), "children_count": 5 if n == 3 else 0} for n in range(6))))

    assert (answer.json()["created"], [each["line"] for each in answer.json()["refusals"]]) == (5, [4])


@pytest.mark.parametrize(
    ("kind", "query", "status"),
    [
        ("application/json", "", 415),
        ("text/csv", "?channel=nothing", 400),
        ("application/x-ndjson", "?channel=ticac", 200),
    ],
)
def test_other_types_and_channels_are_refused(world, send, kind, query, status):
    assert send("TIC", lines({}), kind=kind, query=query).status_code == status


def test_too_many_lines_at_a_time_are_refused_whole(world, send, monkeypatch):
    monkeypatch.setattr("cases.intake.api.MOST_LINES", 3)
    monkeypatch.setattr(batches, "CHUNK", 1)

    answer = send("TIC", lines(*({"external_id": str(n)} for n in range(5))))

    assert answer.status_code == 413
    with world.as_("TIC"):
        assert not Tip.objects.exists()


def test_a_client_whose_list_lacks_reports_is_refused_and_one_that_has_them_is_not(world, send):
    """Protect-U, E-Inform, Line and the hotlines post through clients of their agency, each limited to its record types."""
    assert send("HOT", lines({}), record_types=["cases", "people"]).status_code == 403
    assert send("HOT", lines({}), record_types=["reports"], query="?channel=protect_u").status_code == 200
    with world.as_("HOT"):
        assert Tip.objects.get().channel == "protect_u"


@pytest.mark.parametrize("role", ["SPV", "PRO", "SHG", "AUD"])
def test_a_role_that_may_not_write_reports_sends_none(world, send, role):
    assert send(role, lines({})).status_code == 403


# The command --------------------------------------------------------------------------------------------------------


@pytest.fixture
def committed(transactional_db):
    """The command keeps on a connection of its own, which sees what is committed."""
    empty()
    with transaction.atomic():
        return World()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_file_is_imported_and_again_from_where_it_stopped(committed, tmp_path, capsys):
    file, refused = tmp_path / "tips.jsonl", tmp_path / "refused.csv"
    file.write_bytes(lines({"external_id": "1"}, {"external_id": ""}, {"external_id": "2"}) + b"\n{\n")

    for _time in range(2):
        call_command("import_reports", str(file), agency="ticac", refused=refused, verbosity=1)

    told = capsys.readouterr().out
    assert "2 tips kept, 0 were kept already, 2 refused" in told
    assert "0 tips kept, 2 were kept already, 2 refused" in told
    assert [line.split(",")[0] for line in refused.read_text("utf-8-sig").splitlines()] == ["line", "2", "5"]
    with committed.as_("TIC"), transaction.atomic():
        assert Tip.objects.count() == 2


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_file_of_csv_is_imported(committed, tmp_path):
    file = tmp_path / "tips.csv"
    file.write_text("external_id,received_at,summary\n1,2026-11-20T09:00:00Z,x\n", encoding="utf-8-sig")

    call_command("import_reports", str(file), agency="ticac", channel="foreign_state", verbosity=0)

    with committed.as_("TIC"), transaction.atomic():
        assert Tip.objects.get().channel == "foreign_state"


@pytest.mark.parametrize(
    ("name", "agency"), [("tips.txt", "ticac"), ("tips.jsonl", "nobody"), ("missing.csv", "ticac")]
)
def test_a_command_that_cannot_work_says_why(world, tmp_path, name, agency):
    if name != "missing.csv":
        (tmp_path / name).write_bytes(lines({}))

    with pytest.raises(CommandError):
        call_command("import_reports", str(tmp_path / name), agency=agency)


def test_pooled_tips_are_counted_in_no_figure(world, send):
    from reporting import cells
    from reporting.indicators import BY_CODE

    send("TIC", lines({"received_at": (timezone.now() - timedelta(days=1)).isoformat()}))

    with world.as_("TIC"):
        assert not any(n for n, _amount in cells.figures(BY_CODE["reports"]).values())
        pool.take_out(Tip.objects.get(), by=world.user("TIC"))
        assert any(n for n, _amount in cells.figures(BY_CODE["reports"]).values())
