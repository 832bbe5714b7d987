"""What pages say before and after somebody is entered, programs are told as well: who may be the same, what looks wrong, where beds are free."""

import pytest

from actip.accounts import person
from tests.api.conftest import body_of
from tests.factories import make

pytestmark = pytest.mark.django_db
TYPED = {"full_name": "Aye Aye Khine", "document_kind": "pink_card", "document": "0012345678901"}


@pytest.fixture
def met(world):
    pol = world.user("POL")
    with person.as_user(pol):
        found = make("people", by=pol)
        make("identities", by=pol, person=found)
    return found


def test_possible_matches_come_with_score_and_reason_and_nothing_is_added(world, met, police, stranger):
    asked = police.post("identities/lookalikes/", TYPED)

    assert asked.status == 200
    (match,) = asked.body["results"]
    assert (match["record_type"], match["id"]) == ("people", str(met.pk))
    assert match["score"] > 90
    assert "the same document" in match["why"]
    assert police.get(match["links"]["self"]).status == 200
    assert "Aye" not in asked.text
    assert stranger.post("identities/lookalikes/", TYPED).body == {"results": []}
    assert police.get("identities/").body["count"] == 1


def test_who_may_not_enter_identities_is_told_nothing(world, caller, met):
    for role in ("NGO", "LAB", "HOT"):
        assert caller(role).post("identities/lookalikes/", TYPED).status == 403, role
    of = {
        slug: caller(user=world.add_user("POL", "police", slug), record_types=[slug])
        for slug in ("identities", "people")
    }
    assert of["identities"].post("identities/lookalikes/", TYPED).body == {"results": []}, "people are not in its list"
    assert of["people"].post("identities/lookalikes/", TYPED).status == 403


def test_what_looks_wrong_is_said_and_never_refused(world, met, police):
    with world.as_("POL"):
        other = make("people", by=world.user("POL"))
    sent = {"person": str(other.pk), "full_name": "Sai Lin", "document_kind": "pink_card", "document": "123"}
    made = police.post("identities/", sent)
    assert made.status == 201
    assert "13 digits" in made.body["warnings"][0]
    changed = police.patch(f"identities/{made.body['id']}/", {"phone": "12"}, If_Match="*")
    assert "telephone" in changed.body["warnings"][0]
    assert "warnings" not in police.get(f"identities/{made.body['id']}/").body


def test_free_beds_and_occupancy(world, caller):
    with person.as_system("homes"):
        own, other = make("shelters", agency=world.shelter, beds=4), make("shelters", agency=world.shelter_two, beds=2)
        make("beds", shelter=own)
    body = caller("SHG").get("free-beds/?on=2026-01-05").body
    assert {each["shelter"]: each["beds"] for each in body["free"]} == {own.code: 4, other.code: 2}
    (home,) = body["own"]
    assert (home["shelter"], home["beds"], home["people"]) == (own.code, 4, 0)
    assert home["calendar"][0]["nights"][0] == {"night": "2026-01-05", "is": "free"}
    province = caller("PMJ")
    assert province.get("free-beds/").body["own"] == []
    assert province.get("free-beds/?on=someday").status == 400
    assert caller("POL").get("free-beds/").status == 403
    limited = caller(user=world.add_user("PMJ", "province", "limited"), record_types=["people"])
    assert limited.get("free-beds/").status == 403


def test_a_home_that_does_not_fit_is_said(world, caller):
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        guest = make("people", by=pmj)
    with person.as_system("a home"):
        home = make("shelters", agency=world.shelter, ages=["under_15"])
    sent = body_of("placements", person=str(guest.pk), shelter=home.code, override_reason="The only place tonight")
    made = caller("PMJ").post("placements/", sent)
    assert made.status == 201, made.body
    assert "age" in made.body["warnings"][0]
