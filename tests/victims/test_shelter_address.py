"""A shelter's address is entered by command, never on a page, and changed the same way."""

import io

import pytest
from django.core.management import CommandError, call_command

from actip.accounts import person
from actip.records import actions
from tests.access.conftest import refuses, tried
from tests.factories import make
from tests.rows import copied
from victims.models import ShelterAddress

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelter(world):
    with person.as_system("a test's shelter"):
        return make("shelters", agency=world.shelter)


def enter(monkeypatch, text: str, code: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    call_command("shelter_address", code, reason="new house", verbosity=0, stdout=io.StringIO())


def test_an_address_is_entered_and_changed(world, shelter, monkeypatch):
    enter(monkeypatch, "1 ถนนหนึ่ง\n021111111\nหลังวัด", shelter.code)
    enter(monkeypatch, "2 ถนนสอง\n", shelter.code)

    with world.as_("SHG"):
        place = ShelterAddress.objects.get()
        shown = actions.reveal(place, by=world.user("SHG"), reason="Visit tomorrow")
    assert shown == {"address": "2 ถนนสอง", "phone": "021111111", "directions": "หลังวัด"}


def test_an_unknown_shelter_or_an_empty_address_is_refused(world, shelter, monkeypatch):
    with pytest.raises(CommandError, match="no shelter"):
        enter(monkeypatch, "1 ถนนหนึ่ง", "SH-NONE")
    with pytest.raises(CommandError, match="standard input"):
        enter(monkeypatch, "\n", shelter.code)


def test_other_shelters_and_the_police_see_no_address(world, shelter, monkeypatch):
    enter(monkeypatch, "1 ถนนหนึ่ง", shelter.code)
    stranger = world.add_user("SHG", "shelter_two")

    for user in (stranger, world.user("POL"), world.user("DAT")):
        with person.as_user(user):
            assert not ShelterAddress.objects.exists()


def test_nobody_writes_an_address_past_the_command(world, shelter, monkeypatch):
    """Not even of another of their own homes that has none yet."""
    enter(monkeypatch, "1 ถนนหนึ่ง", shelter.code)
    with person.as_system("a second home"):
        second = make("shelters", agency=world.shelter)
        address = ShelterAddress.objects.get()
    another = copied("victims_shelteraddress", address, shelter_id=str(second.pk))
    with world.as_("SHG"):
        assert refuses(*another)
    with person.as_system("the control"):
        assert tried(*another)
