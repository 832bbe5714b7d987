"""What becomes of a report: merged into another, or carried into a case, within reach alone."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions
from cases.models import Case, CasePlace, Report
from tests.access.conftest import refuses, tried
from tests.factories import make
from tests.factories.cases import TRIAGED, referred
from victims.models import Person

pytestmark = pytest.mark.django_db


def triaged(user, **values) -> Report:
    return actions.move(make("reports", by=user, **values), "triage", by=user, facts=TRIAGED)


# Merging ------------------------------------------------------------------------------------------------------------


def test_the_survivor_keeps_what_the_merged_report_told(hot):
    survivor = make("reports", by=hot, summary="เรื่องแรก", danger="concern", people_count=2, exploitation="unknown")
    report = make("reports", by=hot, summary="เรื่องที่สอง", people_count=5, district="เมือง", interpreter_needed=True)
    report = actions.move(report, "triage", by=hot, facts={"danger": "immediate", "duplicates": "some_found"})

    merged = actions.move(report, "merge", by=hot, facts={"merged_into": survivor})

    survivor.refresh_from_db()
    assert (merged.status, merged.merged_into) == ("merged", survivor)
    assert "เรื่องแรก" in survivor.summary
    assert "เรื่องที่สอง" in survivor.summary
    assert report.number in survivor.summary
    assert (survivor.danger, survivor.people_count, survivor.district) == ("immediate", 5, "เมือง")
    assert (survivor.exploitation, survivor.interpreter_needed) == ("forced_labour", True)


def test_a_merged_report_is_only_read(hot):
    survivor = make("reports", by=hot)
    merged = actions.move(triaged(hot), "merge", by=hot, facts={"merged_into": survivor})

    merged.summary = "anders"
    with pytest.raises(actions.OutOfReach):
        actions.save(merged, by=hot)
    with pytest.raises(actions.OutOfReach):
        make("reporters", by=hot, report=merged)
    assert refuses("UPDATE cases_report SET status = 'received', merged_into_id = NULL WHERE id = %s", [merged.pk])
    assert tried("UPDATE cases_report SET people_count = 3 WHERE id = %s", [survivor.pk])


def test_a_report_is_not_merged_into_itself_nor_into_one_that_has_ended(hot):
    report, closed = triaged(hot), triaged(hot)
    closed = actions.move(closed, "close", by=hot, facts={"close_reason": "ไม่มีมูล"})

    for survivor in (report, closed):
        with pytest.raises(ValidationError):
            actions.move(report, "merge", by=hot, facts={"merged_into": survivor})


def test_what_is_out_of_reach_is_merged_into_as_little_as_what_never_was(world, hot):
    with world.as_("LAB"):
        theirs = make("reports", by=world.user("LAB"))
    report = triaged(hot)

    with pytest.raises(actions.OutOfReach):
        actions.move(report, "merge", by=hot, facts={"merged_into": theirs})
    statement = "UPDATE cases_report SET status = 'merged', merged_into_id = %s WHERE id = %s"
    assert refuses(statement, [theirs.pk, report.pk])
    assert tried(statement, [make("reports", by=hot).pk, report.pk])


def test_a_report_that_is_only_read_is_not_merged_into(world, hot):
    """Who merges writes into the survivor: reading it is not enough."""
    survivor, report = make("reports", by=hot), triaged(hot)
    for each in (survivor, report):
        actions.assign(each.matter, by=hot, agency=world.prosecutor, basis="case_team")

    with world.as_("PRO"):
        assert Report.objects.count() == 2
        assert refuses(
            "UPDATE cases_report SET status = 'merged', merged_into_id = %s WHERE id = %s", [survivor.pk, report.pk]
        )


# Into a case --------------------------------------------------------------------------------------------------------


def test_a_case_opened_from_a_report_takes_everything_along(world):
    pol = world.user("POL")
    with person.as_user(pol):
        report = triaged(pol, is_online=True)
        victim = make("people", by=pol, report=report)
        case = make("cases", by=pol, report=report)

        report.refresh_from_db()
        assert (report.status, report.linked_case) == ("linked", case)
        assert Person.objects.get(pk=victim.pk).case == case


def test_what_was_told_and_where_stands_in_the_case(world):
    pol = world.user("POL")
    point = {"latitude": "13.75630", "longitude": "100.50180"}
    with person.as_user(pol):
        report = triaged(pol, summary="โรงงานปลากระป๋อง", district="เมือง", **point)
        case = make("cases", by=pol, report=report)
        (place,) = case.places.all()
        assert case.facts == "โรงงานปลากระป๋อง"
        assert (place.province, place.district, str(place.latitude), str(place.longitude)) == (
            "TH-10",
            "เมือง",
            *point.values(),
        )
        assert (place.precision, place.from_on) == ("about", timezone.localtime(report.received_at).date())
        own = make("cases", by=pol, report=triaged(pol), facts="ข้อเท็จจริงของคดี")
        assert own.facts == "ข้อเท็จจริงของคดี"
        abroad = make("cases", by=pol, report=triaged(pol, province="", country="MM"))
        assert [each.country for each in abroad.places.all()] == ["MM"]
        online = make("cases", by=pol, report=triaged(pol, province="", is_online=True))
        assert not online.places.exists()


def test_over_the_api_a_case_takes_as_much_along(world, caller):
    pol = world.user("POL")
    with person.as_user(pol):
        report = triaged(pol, summary="แพปลา")
        victim = make("people", by=pol, report=report)
    values = {"opened_on": "2026-01-05", "investigator": "ahtd", "exploitation": "forced_labour", "province": "TH-10"}
    made = caller("POL").post("cases/", values | {"report": str(report.pk)})
    assert (made.status, made.body["facts"]) == (201, "แพปลา")
    with person.as_user(pol):
        assert str(Person.objects.get(pk=victim.pk).case_id) == made.body["id"]
        assert CasePlace.objects.get().province == "TH-10"


def test_people_of_a_merged_report_go_with_the_one_that_goes_on(world):
    pol = world.user("POL")
    with person.as_user(pol):
        merged, survivor = triaged(pol), triaged(pol)
        victim = make("people", by=pol, report=merged)
        actions.move(merged, "merge", by=pol, facts={"merged_into": survivor})
        case = make("cases", by=pol, report=Report.objects.get(pk=survivor.pk))
        assert Person.objects.get(pk=victim.pk).case == case


def test_a_report_that_is_linked_to_a_case_brings_its_people(world):
    pol = world.user("POL")
    with person.as_user(pol):
        case, report = make("cases", by=pol), triaged(pol)
        victim = make("people", by=pol, report=report)
        actions.move(report, "link", by=pol, facts={"linked_case": case})
        assert Person.objects.get(pk=victim.pk).case == case


def test_people_of_the_report_who_are_out_of_reach_stay_where_they_are(world):
    pol, pmj = world.user("POL"), world.user("PMJ")
    with person.as_user(pmj):
        report = referred(make("reports", by=pmj), by=pmj, to=world.police)
        victim = make("people", by=pmj, report=report)
    with person.as_user(pol):
        actions.move(Assignment.objects.get(state="offered"), "accept", by=pol)
        make("cases", by=pol, report=Report.objects.get())
    with person.as_user(pmj):
        assert Person.objects.get(pk=victim.pk).case is None


def test_a_case_is_opened_only_from_a_report_that_was_triaged(world):
    pol = world.user("POL")
    with person.as_user(pol):
        survivor = make("reports", by=pol)
        merged = actions.move(triaged(pol), "merge", by=pol, facts={"merged_into": survivor})
        for report in (survivor, merged):
            with pytest.raises(ValidationError):
                make("cases", by=pol, report=report)
        assert not Case.objects.exists()


def test_a_report_is_linked_to_a_case_within_reach_alone(world):
    pol, other = world.user("POL"), world.add_user("POL", "police_two")
    with person.as_user(other):
        theirs = make("cases", by=other)
    with person.as_user(pol):
        own, report = make("cases", by=pol), triaged(pol)
        with pytest.raises(ValidationError):  # as for a case that never was
            actions.move(report, "link", by=pol, facts={"linked_case": theirs})
        assert refuses(
            "UPDATE cases_report SET status = 'linked', linked_case_id = %s WHERE id = %s", [theirs.pk, report.pk]
        )
        assert actions.move(report, "link", by=pol, facts={"linked_case": own}).linked_case == own
