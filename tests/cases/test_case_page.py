"""One screen tells the story of a case: stage, holder, clocks, people, charges, next hearing, evidence, what happened last."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actip.accounts import person
from tests.access.conftest import browsing
from tests.cases.test_story import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]
EVERYBODY = ("Held by", "Clocks", "Suspects and charges", "Next hearing", "What happened last", "Links to other cases")


@pytest.fixture
def told(world, trial):
    """A trial with a hearing ahead, a victim and an item of evidence."""
    court_case = trial.filed()
    trial.make("CRT", "hearings", court_case=court_case, starts_at=timezone.now() + timedelta(days=3))
    trial.victim = trial.make("POL", "people", case=trial.case)
    trial.item = trial.make("POL", "evidence", case=trial.case, description="SEEN-ITEM")
    return trial


def page_of(case, user) -> str:
    with browsing(signed_in(user)) as browser:
        return browser.get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize("role", ["POL", "SPV", "PRO", "CRT"])
def test_each_who_works_on_it_reads_the_story_on_one_page(world, told, role):
    page = page_of(told.case, world.user(role))
    assert [part for part in EVERYBODY if part not in page] == []
    assert "Indicted" in page
    assert "physical" in page.lower() or "SEEN-ITEM" in page
    assert f"/evidence/{told.item.pk}/" in page
    # the person is given to the police alone: her supervisor reads her too, the others learn nothing of her
    assert (f"/people/{told.victim.pk}/" in page) == (role in ("POL", "SPV"))


def test_who_reads_the_case_and_not_its_evidence_sees_none(world, told):
    from actip.records import actions

    with world.as_("POL"):
        actions.assign(told.case.matter, by=world.user("POL"), agency=world.rights, basis="case_team")
    page = page_of(told.case, world.user("RLP"))
    assert "Suspects and charges" in page
    assert f"/evidence/{told.item.pk}/" not in page
    stranger = world.add_user("POL", "police_two", "stranger")
    with browsing(signed_in(stranger)) as browser:
        assert browser.get(f"/cases/{told.case.pk}/").status_code == 404


def test_an_alarm_about_an_item_stands_out(world, told):
    told.make("POL", "evidence-alarms", evidence=told.item)
    assert "Stops submission to court" in page_of(told.case, world.user("POL"))


def test_the_page_costs_the_same_however_much_there_is(world, told):
    pol = world.user("POL")
    with person.as_system("a session"):
        user = signed_in(pol)

    def cost() -> int:
        with browsing(user) as browser:
            browser.get(f"/cases/{told.case.pk}/")
            with CaptureQueriesContext(connection) as found:
                assert browser.get(f"/cases/{told.case.pk}/").status_code == 200
        return len(found)

    told.make("POL", "evidence-alarms", evidence=told.item)
    few = cost()
    for number in range(4):
        suspect = told.make("POL", "suspects", case=told.case)
        told.make("POL", "case-charges", case=told.case, suspect=suspect)
        told.make("POL", "people", case=told.case)
        item = told.make("POL", "evidence", case=told.case, seal_number=f"S-1{number}")
        told.make("POL", "evidence-alarms", evidence=item)
    assert cost() == few


@pytest.mark.parametrize("role", ["POL", "PRO", "CRT"])
def test_a_charge_leads_to_the_people_of_its_case_whom_the_reader_may_open(world, told, role):
    """The person is given to the police alone: the others learn neither that she is there nor that somebody is hidden."""
    with browsing(signed_in(world.user(role))) as browser:
        page = browser.get(f"/case-charges/{told.charges[0].pk}/").content.decode()
    assert (f"/people/{told.victim.pk}/" in page) == (role == "POL")
    assert ("People whom the case concerns" in page) == (role == "POL")
