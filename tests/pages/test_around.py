"""What stands around what is recorded: the bar of a record, and the head of paper."""

import re

import pytest

pytestmark = pytest.mark.django_db


def test_the_bar_of_a_record_says_once_what_kind_it_is(story, sign_in):
    identity = story.records()["suspect-identities"]

    bar = sign_in("POL").get(f"/suspect-identities/{identity.pk}/").context["identity"]

    assert (bar["kind"], bar["tags"]) == ("Suspect identity", [])


def test_paper_says_who_opened_the_page(story, sign_in, client):
    page = sign_in("POL").get(f"/cases/{story.case.pk}/").content.decode()
    mark = re.search(r'<p class="print-only print-mark">([^<]+)</p>', page)[1]

    assert mark.startswith(f"Opened by {story.world.user('POL')}, {story.world.police}, ")
    assert "print-mark" not in client.get("/sign-in/").content.decode()
