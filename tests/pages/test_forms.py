"""Forms say where they lead back to, ask what cannot be known from elsewhere, and offer choices that can be told apart."""

import pytest

from actip.accounts import person
from actip.records import catalogue, forms, linking
from tests.factories import make

pytestmark = pytest.mark.django_db


def test_a_form_leads_back_to_where_it_was_opened_from(story, sign_in):
    client = sign_in("POL")

    alone, below = client.get("/people/new/"), client.get(f"/people/new/?case={story.case.pk}")

    assert (alone.context["back_url"], alone.context["crumbs"][0]["label"]) == ("/people/", "People")
    assert below.context["back_url"] == f"/cases/{story.case.pk}/"


def test_where_she_returns_to_is_asked_and_not_taken_from_where_she_was_exploited(story, sign_in):
    form = sign_in("PMJ").get(f"/returns/new/?person={story.victim.pk}").context["form"]

    with story.world.as_("PMJ"):
        assert form.initial["person"] == story.victim.pk
    assert "province" not in form.initial


def test_alike_choices_are_told_apart_by_whom_they_are_about(story):
    """Two suspects with the same charge: the charge that is chosen says whose it is."""
    police, kind = story.world.user("POL"), catalogue.get("judgments")
    with person.as_user(police):
        other = make("suspects", by=police, case=story.case, nationality="KH")
        make("case-charges", by=police, case=story.case, suspect=other, provision=story.charge.provision)
        form = forms.form_class(kind, ("charge",))(kind=kind, matter_id=story.case.pk)
        labels = [label for key, label in form.fields["charge"].choices if key]

    assert len(labels) == len(set(labels)) == 2


def test_the_number_that_is_asked_for_looks_like_one_of_its_kind(story, sign_in):
    form = sign_in("POL").get("/people/new/").context["form"]

    assert "C69-" in form.fields["case"].help_text
    assert "R69-" in form.fields["report"].help_text


def test_beside_a_step_the_way_out_is_back(story, sign_in):
    page = sign_in("POL").get(f"/case-charges/{story.charge.pk}/moves/drop/").content.decode()

    assert ">Back</a>" in page
    assert ">Cancel</a>" not in page


@pytest.fixture
def two_cases(story, monkeypatch):
    """More suspects than a list should hold: one in her first case, two in another."""
    monkeypatch.setattr(linking, "OPTIONS", 2)
    police = story.world.user("POL")
    with person.as_user(police):
        other = make("cases", by=police)
        return other, [make("suspects", by=police, case=other, nationality=code) for code in ("KH", "MM")]


REMAND = {"basis": "police", "requested_on": "1/2/2569", "days": "12"}


def test_of_too_many_records_the_number_of_the_file_is_typed(story, sign_in, two_cases):
    client = sign_in("POL")
    assert "Too many to list" in client.get("/remands/new/").content.decode()

    number = story.case.matter.number
    sent = client.post("/remands/new/", REMAND | {"suspect": number.lower()})
    if sent.status_code != 302:  # what else is asked is not what this is about
        assert "suspect" not in sent.context["form"].errors, sent.context["form"].errors
        assert sent.context["form"].cleaned_data["suspect"] == story.suspect


def test_where_a_file_has_several_one_of_them_is_chosen(sign_in, two_cases):
    case, suspects = two_cases
    client = sign_in("POL")

    asked = client.post("/remands/new/", REMAND | {"suspect": case.matter.number})
    form = asked.context["form"]
    assert form.errors["suspect"] == ["There are several under this number: choose one of them."]
    offered = {str(key) for key, _label in form.fields["suspect"].widget.choices if key}
    assert offered == {str(suspect.pk) for suspect in suspects}

    chosen = client.post("/remands/new/", REMAND | {"suspect": str(suspects[1].pk)})
    if chosen.status_code != 302:
        assert chosen.context["form"].cleaned_data["suspect"] == suspects[1]


def test_a_draft_with_a_typed_number_goes_on(story, sign_in, two_cases):
    client, number = sign_in("POL"), story.case.matter.number
    client.post("/drafts/case-charges/new/", {"suspect": number, "case": number})

    page = client.get("/case-charges/new/?draft=continue")

    assert page.status_code == 200
    assert page.context["form"]["suspect"].value() == number


def test_what_is_added_below_a_suspect_is_of_her_case(story, sign_in):
    form = sign_in("POL").get(f"/case-charges/new/?suspect={story.suspect.pk}").context["form"]

    assert form.initial["case"] == story.case.pk


def test_of_too_many_agencies_the_code_is_typed(story, sign_in, monkeypatch):
    monkeypatch.setattr(linking, "OPTIONS", 2)
    client, url = sign_in("POL"), f"/cases/{story.case.pk}/assign/"

    assert "Its code" in client.get(url).content.decode()
    assert client.post(url, {"agency": "DSI", "basis": "case_team"}).status_code == 302
    assert client.post(url, {"agency": "nowhere", "basis": "case_team"}).context["form"].errors["agency"]


def test_a_number_out_of_reach_is_one_that_is_not_there(story, sign_in, two_cases):
    other = story.world.add_user("POL", "police_two")
    with person.as_user(other):
        hidden = make("suspects", by=other, case=make("cases", by=other))
        number = hidden.matter.number

    form = sign_in("POL").post("/remands/new/", REMAND | {"suspect": number}).context["form"]
    assert form.errors["suspect"] == ["There is no such number that you may link to."]
