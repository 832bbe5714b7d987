"""Where an opening in an emergency ends: at another person, after her stay, and with the officer's own reach."""

import pytest

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions
from tests.access.conftest import ids
from tests.factories import make
from tests.victims.browsers import browsing
from tests.victims.test_glass import WHY, broken, pol, spv  # noqa: F401  fixtures too
from victims import glass
from victims.models import BrokenGlass, HealthNote, Placement, ShelterAddress

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]


def test_it_opens_no_other_person_whom_she_reaches_and_nothing_after_the_stay(world, story, pol, spv):  # noqa: F811
    pmj = world.user("PMJ")
    with person.as_user(pol):
        another = make("people", by=pol, case=story.case)
        actions.assign(another.matter, by=pol, agency=world.province, basis="protection")
    with person.as_user(pmj):
        make("placements", by=pmj, person=another, shelter=story.home)
    found = broken(story, pol, spv)
    with person.as_user(pol):
        assert Placement.objects.count() == 2  # the control
        assert set(ShelterAddress.objects.values_list("shelter", flat=True)) == {story.shelter.pk}
    with person.as_system("a test writes another kind"):
        BrokenGlass.objects.filter(pk=found.pk).update(code="MED")
    with person.as_user(pol):
        assert not ShelterAddress.objects.exists(), "what opens health notes opens no address"
    with person.as_system("and back"):
        BrokenGlass.objects.filter(pk=found.pk).update(code="LOC")
    with person.as_user(pmj):
        actions.move(story.stay, "decline", by=pmj, facts={"decline_reason": "full"})
    with person.as_user(pol):
        assert not ShelterAddress.objects.exists(), "she is not there any more"


def test_an_officer_who_loses_the_person_loses_the_hour_as_well(story, pol, spv):  # noqa: F811
    broken(story, pol, spv)
    with person.as_system("taken off the case"):
        Assignment.objects.filter(matter=story.victim.matter, agency=pol.agency).update(state="ended")
    with person.as_user(pol):
        assert not ShelterAddress.objects.exists()


def test_an_officer_who_goes_to_another_unit_takes_no_opening_along(world, story, pol, spv):  # noqa: F811
    with person.as_user(pol):
        actions.assign(story.victim.matter, by=pol, agency=world.police_two, basis="case_team")
    broken(story, pol, spv)
    with person.as_system("moved"):
        type(pol).objects.filter(pk=pol.pk).update(agency=world.police_two)
        pol.refresh_from_db()
    with person.as_user(pol):
        assert Placement.objects.exists()  # the control: she reaches the person there as well
        assert not ShelterAddress.objects.exists()


def test_a_prosecutor_who_loses_the_person_loses_her_notes_as_well(world, story):
    pro, second, shg = world.user("PRO"), world.add_user("PRO", "prosecutor", "pro-two"), world.user("SHG")
    with person.as_system("assigned, and to another person"):
        another = make("people", by=world.user("POL"))
        for victim in (story.victim, another):
            Assignment.objects.create(matter=victim.matter, agency=world.prosecutor, basis="case_team")
    with person.as_user(shg):
        make("health-notes", by=shg, person=story.victim)
    broken(story, pro, second, "health-notes")
    with person.as_user(pro):
        assert HealthNote.objects.exists()  # the control
    with person.as_system("taken off this one"):
        Assignment.objects.filter(matter=story.victim.matter, agency=world.prosecutor).update(state="ended")
    with person.as_user(pro):
        assert not HealthNote.objects.exists()


def test_who_opened_in_an_emergency_stands_in_no_history_but_the_auditors(world, story, pol, spv):  # noqa: F811
    """It is a look, and of what others may not know of; whoever reviews it finds it in her own work."""
    opened = broken(story, pol, spv)
    with person.as_user(spv):
        glass.review(opened, by=spv, finding="justified", text="Seen the order.")
    of_one = "SELECT verb FROM actip.history('people', %s)", [str(story.victim.pk)]
    of_all = "SELECT verb FROM actip.matter_history(%s, 100)", [story.victim.matter_id]
    for role in ("POL", "SPV", "PMJ", "SHG"):
        with world.as_(role):
            for asked in (of_one, of_all):
                verbs = ids(*asked)
                assert "create" in verbs, role
                assert not verbs & {"break_glass", "review_glass"}, role
    with browsing(world.user("AUD")) as browser:
        page = browser.get(f"/people/{story.victim.pk}/history/").content.decode()
    assert WHY in page
    assert "Seen the order." in page
