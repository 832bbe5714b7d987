"""Tiers 4 and 5 stay on the pages: over the API a list tells no more of them than a record does."""

import pytest

from actip.accounts import person
from actip.audit.models import Event
from actip.records import catalogue, export
from actip.records.api.filters import filterset
from actip.records.api.reading import columns
from actip.records.api.schema import EVERYTHING
from tests.factories import make
from tests.victims.browsers import browsing

pytestmark = pytest.mark.django_db
SENSITIVE = [kind for kind in catalogue.all_types() if export.tier(kind) >= 4]


@pytest.fixture
def note(world):
    """What a doctor wrote of somebody whom the province protects."""
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        victim = make("people", by=pmj)
    with person.as_system("a doctor's note"):
        return make("health-notes", person=victim)


def test_a_list_says_of_a_doctors_note_whose_it_is_and_no_more(caller, note):
    found = caller("PMJ").get("health-notes/").body["results"]

    assert [set(each) for each in found] == [{"id", "version", "person", "links"}]
    assert found[0]["person"] == str(note.person_id)


@pytest.mark.parametrize("asked", ["kind=examination", "is_attached=false", "noted_on_from=2026-01-01"])
def test_what_is_not_told_cannot_be_found_out_by_filtering(caller, note, asked):
    assert caller("PMJ").get(f"health-notes/?{asked}").status == 400
    assert len(caller("PMJ").get(f"health-notes/?person={note.person_id}").body["results"]) == 1


@pytest.mark.parametrize("kind", SENSITIVE, ids=lambda kind: kind.slug)
def test_no_list_and_no_filter_of_the_api_tells_more_than_a_record_does(kind):
    told = {*columns(kind, EVERYTHING), *filterset(kind, EVERYTHING).base_filters}

    for name in told - {"id", "number", "version", "updated_since"}:
        assert kind.model._meta.get_field(name).is_relation, name


def test_looking_through_a_list_of_them_is_in_the_trail(world, caller, note):
    caller("PMJ").get("health-notes/")
    with browsing(world.user("PMJ")) as browser:
        assert browser.get("/health-notes/").status_code == 200
        with person.as_user(world.user("AUD")):
            events = Event.objects.filter(verb="open", record_type="lists", detail__of="health-notes")
            assert [event.detail["rows"] for event in events] == [1, 1]


def test_looking_through_somebodys_health_notes_is_in_the_trail(world, note):
    with browsing(world.user("PMJ")) as browser:
        assert browser.get(f"/people/{note.person_id}/?tab=health-notes").status_code == 200
        browser.get(f"/people/{note.person_id}/?tab=identities")  # the control: of tier 3
        with person.as_user(world.user("AUD")):
            events = Event.objects.filter(verb="open", record_type="lists", record_id=str(note.person_id))
            assert [event.detail for event in events] == [{"of": "health-notes", "rows": 1}]
