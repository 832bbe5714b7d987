"""A bed is given once a night: the database itself refuses the second booking, also of two officers at once."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.utils import translation

from actip.accounts import person
from actip.records import actions
from tests.access.conftest import sql
from tests.factories import build, make
from tests.victims.browsers import browsing
from tests.worlds import World
from victims.models import Bed, Placement

OFFICERS = 32
FIRST = date(2026, 2, 1)


class Home:
    """A home with one bed, and as many people as are wanted, met by the province."""

    def __init__(self, guests: int):
        self.world = World()
        self.officer = self.world.user("PMJ")
        with person.as_system("a home"):
            self.shelter = make("shelters", agency=self.world.shelter)
            self.bed = make("beds", shelter=self.shelter)
            self.elsewhere = make("beds", shelter=make("shelters", agency=self.world.shelter_two))
        with person.as_user(self.officer):
            self.guests = [make("people", by=self.officer) for _ in range(guests)]

    def offer(self, guest: int, **values) -> Placement:
        values = {"bed": self.bed, "first_night": FIRST} | values
        return make("placements", by=self.officer, person=self.guests[guest], shelter=self.shelter, **values)


@pytest.fixture
def home(db):
    return Home(guests=3)


def test_a_home_that_accepts_chooses_among_its_own_beds(home):
    with person.as_user(home.officer):
        stay = home.offer(0, bed=None, first_night=None)
        offered = [stay.fitting("bed", Bed.objects.all(), asked) for asked in ({"bed"}, {"bed", "shelter"})]
        found = [set(rows) for rows in offered]

    assert found == [{home.bed}, {home.bed, home.elsewhere}]


def at_once(work, times: int) -> list:
    """Run the work in as many threads, each over its own connection; what each returned or raised."""
    start, found = threading.Barrier(times), [None] * times

    def run(place: int) -> None:
        try:
            start.wait(60)
            with translation.override("en"):  # a thread begins in the language of the settings
                found[place] = work(place)
        except Exception as error:  # noqa: BLE001  looked at by the test
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def winners() -> int:
    with transaction.atomic(), person.as_system("count"):
        return Placement.objects.filter(bed__isnull=False).count()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_of_32_officers_who_book_one_bed_at_once_exactly_one_gets_it():
    with transaction.atomic():
        home = Home(guests=OFFICERS)

    def book(place: int):
        with transaction.atomic(), person.as_user(home.officer):
            return home.offer(place)

    found = at_once(book, OFFICERS)

    won = [each for each in found if isinstance(each, Placement)]
    refused = [each for each in found if isinstance(each, ValidationError)]
    assert (len(won), len(refused)) == (1, OFFICERS - 1), found
    assert all("taken" in str(each) for each in refused)
    assert winners() == 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_control_looking_first_and_writing_then_gives_a_bed_twice():
    """What the constraint is for: with it taken away, everybody who looked before anybody wrote gets the same bed."""
    with transaction.atomic():
        home = Home(guests=4)
    looked = threading.Barrier(4)

    def book(place: int):
        with transaction.atomic(), person.as_user(home.officer):
            is_free = not Placement.objects.filter(bed=home.bed, first_night=FIRST).exists()
            looked.wait(60)
            return home.offer(place) if is_free else None

    with connections["owner"].cursor() as owner:
        owner.execute("ALTER TABLE victims_placement DROP CONSTRAINT placement_bed_once_a_night")
    try:
        at_once(book, 4)
        assert winners() == 4
    finally:
        with connections["owner"].cursor() as owner:
            owner.execute("UPDATE victims_placement SET bed_id = NULL, first_night = NULL, nights = NULL")
            owner.execute(
                "ALTER TABLE victims_placement ADD CONSTRAINT placement_bed_once_a_night EXCLUDE USING gist (nights WITH &&)"
            )


def test_other_nights_of_the_bed_are_free_and_the_day_of_leaving_too(home):
    with person.as_user(home.officer):
        home.offer(0, last_night=FIRST + timedelta(days=6))
        with pytest.raises(ValidationError, match="taken"):
            home.offer(1, first_night=FIRST + timedelta(days=6))
        home.offer(1, first_night=FIRST + timedelta(days=7))
        with pytest.raises(ValidationError, match="taken"):  # that one stays until she leaves
            home.offer(2, first_night=date(2031, 1, 1))


def test_who_leaves_early_frees_the_nights_that_are_left(home):
    with person.as_user(home.officer):
        stay = home.offer(0)
        actions.move(stay, "accept", by=home.officer)
        actions.move(stay, "place", by=home.officer, facts={"placed_on": FIRST})
        actions.move(stay, "leave", by=home.officer, facts={"left_on": date(2026, 3, 1), "left_reason": "returned"})
        with pytest.raises(ValidationError, match="taken"):
            home.offer(1, first_night=date(2026, 2, 28))
        assert home.offer(1, first_night=date(2026, 3, 1)).pk


def test_a_declined_offer_holds_no_bed(home):
    with person.as_user(home.officer):
        actions.move(home.offer(0), "decline", by=home.officer, facts={"decline_reason": "full"})
        assert home.offer(1).pk


def test_nobody_is_placed_in_a_bed_that_somebody_has_not_left(home):
    with person.as_user(home.officer):
        stays = [home.offer(0, last_night=FIRST), home.offer(1, first_night=FIRST + timedelta(days=1))]
        for stay in stays:
            actions.move(stay, "accept", by=home.officer)
        actions.move(stays[0], "place", by=home.officer, facts={"placed_on": FIRST})
        with pytest.raises(ValidationError, match="still placed"):
            actions.move(stays[1], "place", by=home.officer, facts={"placed_on": FIRST + timedelta(days=1)})


def test_raw_sql_cannot_book_a_taken_bed_nor_choose_the_nights_that_count(home):
    with person.as_user(home.officer):
        home.offer(0)
        other = home.offer(1, bed=None, first_night=None)
        with pytest.raises(IntegrityError, match="placement_bed_once_a_night"), transaction.atomic():
            sql(
                "UPDATE victims_placement SET bed_id = %s, first_night = %s, nights = 'empty' WHERE id = %s",
                [home.bed.pk, FIRST, other.pk],
            )
        with pytest.raises(IntegrityError, match="another home"), transaction.atomic():
            sql(
                "UPDATE victims_placement SET bed_id = %s, first_night = %s WHERE id = %s",
                [home.elsewhere.pk, FIRST, other.pk],
            )
        assert sql("UPDATE victims_placement SET bed_id = NULL WHERE id = %s RETURNING nights", [other.pk]) == [(None,)]


def test_a_bed_is_booked_only_while_it_is_there(home):
    keeper = home.world.user("SHG")
    with person.as_user(home.officer):
        stay = home.offer(0, last_night=FIRST + timedelta(days=2))
        with pytest.raises(ValidationError, match="not there for all of these nights"):
            home.offer(1, first_night=date(2019, 12, 31), last_night=date(2019, 12, 31))
    with person.as_user(keeper):
        bed = Bed.objects.get(pk=home.bed.pk)
        bed.open_until = FIRST
        with pytest.raises(ValidationError, match="Somebody has this bed"):
            actions.save(bed, by=keeper)
        bed.refresh_from_db()
        bed.open_until = stay.last_night
        actions.save(bed, by=keeper)
    with person.as_user(home.officer), pytest.raises(ValidationError):
        home.offer(1, first_night=FIRST + timedelta(days=3))


def test_beds_are_entered_by_the_home_itself_and_called_after_it(home):
    keeper, stranger = home.world.user("SHG"), home.world.add_user("SHG", "shelter_two")
    with person.as_user(stranger), pytest.raises(actions.OutOfReach):
        make("beds", by=stranger, shelter=home.shelter)
    with person.as_user(keeper):
        assert make("beds", by=keeper, shelter=home.shelter).pk
        for code in ("XX-1-1", f"{home.shelter.code}-นางสาวสมใจ"):
            with pytest.raises(ValidationError):
                make("beds", by=keeper, shelter=home.shelter, code=code)
        with pytest.raises(IntegrityError), transaction.atomic():
            sql("UPDATE victims_bed SET code = 'XX-1' WHERE id = %s", [home.bed.pk])


def test_a_person_is_offered_a_bed_of_the_home_alone(home):
    with person.as_user(home.officer), pytest.raises(ValidationError, match="another home"):
        home.offer(0, bed=home.elsewhere)
    assert build("beds", shelter=home.shelter).code.startswith(home.shelter.code)


@pytest.mark.usefixtures("_plain_static")
def test_a_bed_is_chosen_on_the_form_of_a_stay(home):
    typed = {"person": home.guests[0].number, "kind": "government_long_term", "shelter": home.shelter.pk, "offered_on": "31/01/2569",
             "agreement": "consent", "bed": home.bed.pk, "first_night": "01/02/2569", "moves_freely": "on", "phones_freely": "on"}  # fmt: skip
    with browsing(home.officer) as browser:
        shown = browser.get("/placements/new/").content.decode()
        assert home.bed.code in shown
        assert browser.client.post("/placements/new/", typed).status_code == 302
        assert browser.client.post("/placements/new/", typed | {"person": home.guests[1].number}).status_code == 422
    with browsing(home.world.user("WPO")) as browser:
        assert browser.get("/witness-costs/new/").status_code == 200
