"""The workflow of a report and the compartment of its reporter: what each step needs, keeps and never tells."""

import pytest
from django.core.exceptions import ValidationError

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions
from actip.records.pages import lookalikes
from cases.catalogue.reports import REPORTS
from cases.models import Report, Reporter
from tests.access.conftest import refuses, sql
from tests.factories import build, make
from tests.factories.cases import TRIAGED, referred

pytestmark = pytest.mark.django_db


# Place --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "ok"),
    [
        ({"latitude": "13.7563", "longitude": "100.5018"}, True),
        ({"latitude": "12.5657", "longitude": "104.9910"}, True),  # just across the border
        ({"latitude": "51.5", "longitude": "-0.12"}, False),
        ({"latitude": "51.5", "longitude": "-0.12", "country": "GB", "province": ""}, True),
        ({"latitude": "100.5018", "longitude": "13.7563"}, False),
        ({"latitude": "13.7563"}, False),
        ({"province": ""}, False),
        ({"province": "", "is_online": True}, True),
        ({"province": "", "country": "MM"}, True),
        ({"province": "", "latitude": "13.7563", "longitude": "100.5018"}, True),
        ({"province": "", "district": "ท่าเรือแหลมฉบัง"}, True),
        ({"country": "MM"}, False),
    ],
)
def test_a_place_is_in_or_near_thailand_or_says_where_it_is(hot, values, ok):
    if ok:
        assert make("reports", by=hot, **values).pk
    else:
        with pytest.raises(ValidationError):
            make("reports", by=hot, **values)


# Triage -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("facts", [{}, {"danger": "concern"}, {"danger": "unknown", "duplicates": "none_found"}])
def test_triage_needs_the_danger_and_a_look_at_duplicates(hot, facts):
    report = make("reports", by=hot)

    with pytest.raises(ValidationError):
        actions.move(report, "triage", by=hot, facts=facts)

    done = actions.move(report, "triage", by=hot, facts=TRIAGED)
    assert (done.status, done.triaged_by, done.triaged_at is not None) == ("triaged", hot, True)


def test_an_untriaged_report_is_neither_referred_nor_linked_nor_closed(world, hot):
    report = make("reports", by=hot)

    for step, facts in (("refer", {"referred_to": world.police}), ("close", {"close_reason": "nothing in it"})):
        with pytest.raises(ValidationError):
            actions.move(report, step, by=hot, facts=facts)


# Referral -----------------------------------------------------------------------------------------------------------


def test_a_referral_is_acknowledged_by_accepting_it(world, hot):
    report = referred(make("reports", by=hot), by=hot, to=world.police)
    assert report.acknowledged_at is None
    assert refuses("UPDATE cases_report SET acknowledged_at = now() WHERE id = %s", [report.pk])

    with world.as_("POL"):
        actions.move(Assignment.objects.get(state="offered"), "accept", by=world.user("POL"))

    report.refresh_from_db()
    assert report.acknowledged_at is not None


def test_what_was_declined_is_referred_again_and_what_is_offered_waits(world, hot):
    report = referred(make("reports", by=hot), by=hot, to=world.police)
    with pytest.raises(ValidationError, match=r"has not answered|ยังไม่ตอบ"):
        actions.move(report, "refer", by=hot, facts={"referred_to": world.labour})

    with world.as_("POL"):
        offer = Assignment.objects.get(state="offered")
        actions.move(offer, "decline", by=world.user("POL"), facts={"reason": "อยู่นอกพื้นที่"})
    report = actions.move(report, "refer", by=hot, facts={"referred_to": world.labour})

    assert (report.status, report.referred_to, report.acknowledged_at) == ("referred", world.labour, None)
    with world.as_("POL"):
        assert not Report.objects.exists()
    with world.as_("LAB"):
        assert Report.objects.get() == report


# What may be the same -----------------------------------------------------------------------------------------------


def test_each_possible_duplicate_says_why_and_how_surely(hot):
    told = {"external_id": "A-7", "latitude": "13.7563", "longitude": "100.5018"}
    same = make("reports", by=hot, **told)
    near = make("reports", by=hot, latitude="13.7600", longitude="100.5000")
    make("reports", by=hot, province="TH-50", exploitation="begging")

    found = lookalikes.of(build("reports", **told), REPORTS)

    assert [item["label"].split()[-1] for item in found] == [same.number, near.number]
    assert found[0]["score"] == 100
    assert 50 <= found[1]["score"] < 100
    assert "km" in found[1]["why"] or "กม." in found[1]["why"]


def test_reports_without_a_province_are_compared_by_their_district_or_point(hot):
    by_place = make("reports", by=hot, province="", district="ท่าเรือ ก")
    by_point = make("reports", by=hot, province="", latitude="13.7563", longitude="100.5018")

    for typed, same in (
        ({"district": "ท่าเรือ ก"}, by_place),
        ({"latitude": "13.7570", "longitude": "100.5010"}, by_point),
    ):
        found = lookalikes.of(build("reports", province="", **typed), REPORTS)
        assert [item["label"].split()[-1] for item in found] == [same.number]


def test_the_same_telephone_of_the_reporter_is_found_without_opening_it(world, hot):
    first = make("reports", by=hot, province="TH-50", exploitation="begging")
    second = make("reports", by=hot)
    for report in (first, second):
        make("reporters", by=hot, report=report, phone="081-234-5678")

    found = lookalikes.of(second, REPORTS)

    assert first.number in found[0]["label"]
    for report in (first, second):
        actions.assign(report.matter, by=hot, agency=world.prosecutor, basis="case_team")
    with world.as_("PRO"):  # reads both reports, writes neither
        assert lookalikes.of(Report.objects.get(pk=second.pk), REPORTS) == []
        assert sql("SELECT * FROM actip.same_reporter(%s, 5)", [second.pk]) == []


def test_a_reporters_telephone_tells_of_no_report_of_another_agency(world, hot):
    """Neither from hers to theirs nor from theirs to hers: who called both is nobody's business."""
    with world.as_("LAB"):
        theirs = make("reports", by=world.user("LAB"))
        make("reporters", by=world.user("LAB"), report=theirs, phone="081-234-5678")
    mine, other = make("reports", by=hot), make("reports", by=hot)
    make("reporters", by=hot, report=mine, phone="081-234-5678")
    make("reporters", by=hot, report=other, phone="081-234-5679")

    assert sql("SELECT * FROM actip.same_reporter(%s, 5)", [mine.pk]) == []
    assert sql("SELECT * FROM actip.same_reporter(%s, 5)", [theirs.pk]) == []
    with person.as_system("the control"):
        assert sql("SELECT * FROM actip.same_reporter(%s, 5)", [mine.pk]) == [(theirs.pk,)]


def test_lookalikes_show_nothing_out_of_reach(world, hot):
    with world.as_("LAB"):
        make("reports", by=world.user("LAB"), external_id="A-7")
    typed = build("reports", external_id="A-7")

    assert lookalikes.of(typed, REPORTS) == []
    with world.as_("LAB"):
        assert lookalikes.of(typed, REPORTS) != []


# The reporter -------------------------------------------------------------------------------------------------------


def test_the_reporter_is_there_for_writers_of_the_report_alone(world, hot):
    report = make("reports", by=hot)
    make("reporters", by=hot, report=report)
    for agency in (world.police, world.prosecutor):
        actions.assign(report.matter, by=hot, agency=agency, basis="case_team")

    for role, sees in (("POL", True), ("PRO", False), ("SPV", False)):
        with world.as_(role):
            assert Report.objects.count() == 1
            assert Reporter.objects.exists() == sees, role
            assert (
                bool(
                    sql(
                        "SELECT * FROM actip.history('reporters', %s)",
                        [str(Reporter.objects.first() and Reporter.objects.first().pk)],
                    )
                )
                == sees
            )


def test_a_reporter_leaves_in_no_file(world, hot):
    from django.core.exceptions import PermissionDenied

    from actip.records import catalogue, export

    with pytest.raises(PermissionDenied):
        export.check(catalogue.get("reporters"))
    export.check(REPORTS)


def test_an_anonymous_reporter_keeps_no_name(hot):
    report = make("reports", by=hot, is_anonymous=True)

    with pytest.raises(ValidationError):
        make("reporters", by=hot, report=report)
    assert make("reporters", by=hot, report=report, full_name="").pk


def test_a_reporter_says_something(hot):
    with pytest.raises(ValidationError):
        make("reporters", by=hot, report=make("reports", by=hot), full_name="", phone="")
