"""Forms say where they lead back to, ask what cannot be known from elsewhere, and offer choices that can be told apart."""

import pytest

from actip.accounts import person
from actip.records import catalogue, forms
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
