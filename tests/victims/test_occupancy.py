"""Occupancy: exact for those who run the home, on any day; for others only how many beds are free tonight."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from tests.access.conftest import sql
from tests.api.conftest import Caller
from tests.factories import make
from tests.victims.browsers import browsing
from victims.pages.occupancy import calendar, free_beds, occupancy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]


class Inn:
    """A home of ten stated beds with two beds entered, one stay that ended and one that goes on."""

    def __init__(self, world):
        self.officer, self.keeper = world.user("PMJ"), world.user("SHG")
        with person.as_system("a home"):
            self.shelter = make("shelters", agency=world.shelter, beds=10)
            self.other = make("shelters", agency=world.shelter_two, beds=3)
        self.today = timezone.localdate()

    def stay(self, since: int, until: int | None = None, **values):
        with person.as_user(self.officer):
            guest = make("people", by=self.officer, first_contact_on=self.day(since))
            stay = make(
                "placements", by=self.officer, person=guest, shelter=self.shelter, offered_on=self.day(since), **values
            )
            actions.move(stay, "accept", by=self.officer)
            stay = actions.move(stay, "place", by=self.officer, facts={"placed_on": self.day(since)})
            if until is not None:
                actions.move(stay, "leave", by=self.officer, facts={"left_on": self.day(until), "left_reason": "other"})
        return stay

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)


@pytest.fixture
def inn(world):
    return Inn(world)


def test_how_full_a_home_is_now_and_was_on_any_day_and_the_average_stay(inn):
    inn.stay(20, until=10)
    inn.stay(15, until=11)
    inn.stay(12)
    ended = inn.stay(9, until=8)
    with person.as_system("that one was in the other home"):
        sql("UPDATE victims_placement SET shelter_id = %s WHERE id = %s", [inn.other.pk, ended.pk])
    with person.as_user(inn.keeper):
        people = {ago: occupancy(inn.shelter, inn.day(ago))["people"] for ago in (21, 20, 15, 12, 11, 10, 0)}
        now = occupancy(inn.shelter, inn.today)
        ended = {ago: occupancy(inn.shelter, inn.day(ago))["stays_ended"] for ago in (12, 11, 10, 0, -354, -355)}
        assert occupancy(inn.other, inn.today) is None  # of another agency
    assert ended == {12: 0, 11: 1, 10: 2, 0: 2, -354: 1, -355: 0}
    assert people == {21: 0, 20: 1, 15: 2, 12: 3, 11: 2, 10: 1, 0: 1}
    assert now == {"beds": 10, "people": 1, "stays_ended": 2, "average_days": 7}


def test_others_learn_only_how_many_beds_are_free_tonight(inn, world):
    inn.stay(5)
    with person.as_system("a bed kept for somebody who is still to come"):
        beds = [make("beds", shelter=inn.shelter) for _ in range(3)]
    with person.as_user(inn.officer):
        guest = make("people", by=inn.officer)
        make("placements", by=inn.officer, person=guest, shelter=inn.shelter, bed=beds[0], first_night=inn.today)
        assert free_beds() == {inn.shelter.pk: 8, inn.other.pk: 3}
        another = make("people", by=inn.officer)
        make("placements", by=inn.officer, person=another, shelter=inn.shelter, bed=beds[1], first_night=inn.day(-7))
    inn.stay(1, bed=beds[2], first_night=inn.day(1))
    with person.as_system("closed"):
        make("shelters", agency=world.shelter, beds=5, is_open=False)
    with person.as_user(inn.officer):
        assert free_beds() == {inn.shelter.pk: 7, inn.other.pk: 3}, "kept for another night; slept in; no home any more"
        assert occupancy(inn.shelter, inn.today) is None
        assert calendar(inn.shelter, inn.today) == []
    roles = ("POL", "SPV", "PRO", "FND", "AUD", "ADM", "MDT", "IMM")
    for user in (*map(world.user, roles), world.add_user("ADM", "shelter")):
        with person.as_user(user):
            assert free_beds() == {}, user
            assert occupancy(inn.shelter, inn.today) is None, user


def test_the_calendar_shows_the_nights_of_a_bed_to_its_home(inn):
    with person.as_system("a bed, and one of another home"):
        bed = make("beds", shelter=inn.shelter, open_until=inn.day(-3))
        make("beds", shelter=inn.other)
    with person.as_user(inn.officer):
        guest = make("people", by=inn.officer)
        make(
            "placements",
            by=inn.officer,
            person=guest,
            shelter=inn.shelter,
            bed=bed,
            first_night=inn.day(-1),
            last_night=inn.day(-2),
        )
    with person.as_user(inn.keeper):
        (nights,) = calendar(inn.shelter, inn.today, 5)
        assert len(calendar(inn.shelter, inn.today, 99)[0]["nights"]) == 62
    assert nights["bed"] == bed.code
    assert [night["is"] for night in nights["nights"]] == ["free", "taken", "taken", "free", "gone"]


def test_the_page_of_free_beds(inn, world):
    inn.stay(3)
    with browsing(inn.keeper) as browser:
        page = browser.get("/free-beds/").content.decode()
        past = browser.get(f"/free-beds/?on={inn.day(9):%d/%m/%Y}").content.decode()
    assert "People that night" in page
    assert inn.other.code in page
    assert "People that night" in past
    with browsing(inn.officer) as browser:
        page = browser.get("/free-beds/").content.decode()
    assert inn.shelter.code in page
    assert "People that night" not in page
    with browsing(world.user("POL")) as browser:
        assert browser.get("/free-beds/").status_code == 403
    assert Client().get("/free-beds/").status_code == 302


def test_programs_are_told_the_same_and_of_a_day_that_is_none_in_words(inn, world):
    keeper = Caller(inn.keeper)
    inn.stay(3)

    told, wrong = keeper.get("free-beds/").body, keeper.get("free-beds/?on=9/1/69")

    assert {"shelter": inn.other.code, "beds": 3} in told["free"]
    assert [home["people"] for home in told["own"] if home["shelter"] == inn.shelter.code] == [1]
    assert wrong.status == 400
    assert [each["attr"] for each in wrong.body["errors"]] == ["on"]
    assert "four digits" in wrong.body["detail"]


def test_the_page_says_when_more_people_are_there_than_its_beds_show(inn):
    """A placement need not name a bed: without a word the home would look empty."""
    sentence = "have no bed in their placement"
    with person.as_system("a bed"):
        bed = make("beds", shelter=inn.shelter)
    inn.stay(3, bed=bed, first_night=inn.day(3))
    with browsing(inn.keeper) as browser:
        assert sentence not in browser.get("/free-beds/").content.decode()

    inn.stay(2)

    with browsing(inn.keeper) as browser:
        assert sentence in browser.get("/free-beds/").content.decode()


def test_beds_that_are_all_entered_count_while_they_are_there(inn):
    with person.as_system("its three beds, of which one is gone, one that is to come, and another home's"):
        for until in (None, inn.day(-9), inn.day(1)):
            make("beds", shelter=inn.other, open_until=until)
        make("beds", shelter=inn.other, open_from=inn.day(-1))
        make("beds", shelter=inn.shelter)
    with person.as_user(inn.officer):
        assert free_beds()[inn.other.pk] == 2


def test_a_bed_is_offered_for_entry_by_whoever_runs_the_home_alone(inn):
    with browsing(inn.keeper) as browser:
        hers, others = (browser.get(f"/shelters/{home.pk}/").content.decode() for home in (inn.shelter, inn.other))

    assert "New: bed" in hers
    assert "New: bed" not in others
