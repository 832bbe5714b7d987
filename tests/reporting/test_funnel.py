"""The path of the referral mechanism: reports and people apart, within reach; of the country no group under five."""

from datetime import date

import pytest

from actip.accounts import person
from actip.records import actions
from reporting import funnel
from tests.access.conftest import _plain_static  # noqa: F401  a fixture
from tests.api.conftest import Caller
from tests.factories import make
from tests.victims.browsers import browsing
from tests.victims.test_identification import FOUND
from tests.victims.test_screening import DONE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]


@pytest.fixture
def told(world):
    """Two reports that tell of five people: three are screened, one of them twice; two are decided, one is a victim; one
    more person is met without a report.
    """
    lab, pmj = world.user("LAB"), world.user("PMJ")
    with person.as_user(lab):
        reports = [
            make("reports", by=lab, received_at="2026-01-05T10:00+07:00", people_count=count) for count in (3, 2)
        ]
        people = [make("people", by=lab, report=report) for report in (reports[0], reports[0], reports[1], None)]
        for one in (people[0], *people[:3]):
            screening = make("screenings", by=lab, person=one)
            actions.move(screening, "record", by=lab, facts=DONE | {"outcome": "none_found"})
        for one in people:
            actions.assign(one.matter, by=lab, agency=world.province, basis="protection")
    with person.as_user(pmj):
        for one, step, more in (
            (people[0], "decide_victim", {}),
            (people[3], "decide_not_victim", {"referral": "health"}),
        ):
            found = make("identification-decisions", by=pmj, person=one)
            actions.move(found, step, by=pmj, facts=FOUND | more)
    return people


def counted(user, year: int = 2026) -> dict:
    with person.as_user(user):
        national = funnel.is_national(user)
        return {step.code: (step.reports, step.people) for step in funnel.steps(year, national=national)}


def test_reports_and_people_are_counted_apart(world, told):
    path = {"notified": (2, 5), "screened": (2, 3), "identified": (None, None), "victims": (None, None)}
    assert counted(world.user("LAB")) == path, "who may only know that there are decisions counts none"
    assert counted(world.user("PMJ")) == path | {"notified": (0, 0), "identified": (1, 2), "victims": (1, 1)}
    assert counted(world.user("LAB"), 2025) == path | {"notified": (0, 0), "screened": (0, 0)}
    stranger = world.add_user("PMJ", "province_two")
    assert set(counted(stranger).values()) == {(0, 0)}


def test_somebody_entered_twice_counts_once(world, told):
    lab, second = world.user("LAB"), world.add_user("LAB", "labour", "second")
    with person.as_user(lab):
        merge = make("merges", by=lab, person=told[0], merged=told[1])
    with person.as_user(second):
        actions.move(merge, "approve", by=second)
    assert counted(lab)["screened"] == (2, 2)


def test_somebody_entered_three_times_counts_once(world, told):
    lab, second = world.user("LAB"), world.add_user("LAB", "labour", "second")
    for kept, other in ((told[1], told[2]), (told[0], told[1])):
        with person.as_user(lab):
            merge = make("merges", by=lab, person=kept, merged=other)
        with person.as_user(second):
            actions.move(merge, "approve", by=second)
    assert counted(lab)["screened"] == (2, 1)


def test_a_superseded_decision_counts_no_more(world, told):
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        first = told[3].identifications.get()
        again = make("identification-decisions", by=pmj, person=told[3], supersedes=first, new_facts="พยานใหม่")
        assert counted(pmj)["identified"] == (1, 2), "while the new one is open the old one stands"
        actions.move(again, "decide_victim", by=pmj, facts=FOUND | {"decided_on": date(2026, 2, 1)})
    assert counted(pmj)["identified"] == (1, 2)
    assert counted(pmj)["victims"] == (1, 2)


def test_of_the_country_no_group_under_five_is_told(world, told):
    reader = world.user("NAT")
    assert counted(reader) == {
        "notified": (None, 5),
        **dict.fromkeys(("screened", "identified", "victims"), (None, None)),
    }
    with person.as_user(world.user("HOT")):
        assert funnel.is_national(world.user("HOT")) is None
        assert funnel.steps(2026, national=True) == []


@pytest.mark.parametrize(("cleared", "told"), [(0, 5), (1, None), (4, None), (5, 10)])
def test_the_victims_leave_no_small_group_of_others_over(world, cleared, told):
    """Six identified and five of them victims: the one who is none would be told of."""
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        for number in range(5 + cleared):
            found = make("identification-decisions", by=pmj, person=make("people", by=pmj))
            step, more = ("decide_victim", {}) if number < 5 else ("decide_not_victim", {"referral": "health"})
            actions.move(found, step, by=pmj, facts=FOUND | more)

    path = counted(world.user("NAT"))
    assert (path["identified"], path["victims"]) == ((None, told), (None, 5))
    assert counted(pmj)["identified"] == (0, 5 + cleared)  # of what she reaches herself nothing is hidden


def test_page_and_api_say_the_same(world, told):
    with browsing(world.user("PMJ")) as browser:
        page = browser.get("/dashboard/referral-path/?year=2026")
        assert page.status_code == 200
        assert "Screened" in page.content.decode()
        assert "/dashboard/referral-path/" in browser.get("/dashboard/").content.decode()
    with browsing(world.user("HOT")) as browser:
        assert browser.get("/dashboard/referral-path/").status_code == 403
        assert "/dashboard/referral-path/" not in browser.get("/dashboard/").content.decode()
    body = Caller(world.user("PMJ"), record_types=["indicators"]).get("indicators/referral-path/?year=2026").body
    assert {each["step"]: (each["reports"], each["people"]) for each in body["steps"]} == counted(world.user("PMJ"))
    assert Caller(world.user("HOT"), record_types=["indicators"]).get("indicators/referral-path/").status == 403
    ungiven = Caller(world.add_user("PMJ", "province", "ungiven"), record_types=["people"])
    assert ungiven.get("indicators/referral-path/").status == 403
