"""Drafts: found again by whoever typed them, and none once they cannot be opened any more."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from actip.accounts import person
from actip.records import drafts
from actip.records.models import Draft, Request
from tests.access.conftest import refuses, tried

pytestmark = pytest.mark.django_db


def test_a_draft_is_found_by_whoever_typed_it_alone(world):
    with world.as_("HOT"):
        typed = QueryDict("summary=x&csrfmiddlewaretoken=y&_language=th&next=/&checked=1&pick-place=z")
        drafts.keep(world.user("HOT"), "reports/new/", typed)
        assert drafts.find(world.user("HOT"), "reports/new/").typed == QueryDict("summary=x")
        assert drafts.find(world.user("HOT"), "cases/new/") is None
    with world.as_("POL"):
        assert drafts.find(world.user("POL"), "reports/new/") is None
        assert not Draft.objects.exists()
    with person.as_system("the control: keys are renewed"):
        assert Draft.objects.exists()


def test_a_draft_moved_to_another_form_opens_nowhere(world):
    """It is sealed for its place: whoever copies the row elsewhere has nothing."""
    with world.as_("HOT"):
        drafts.keep(world.user("HOT"), "reports/new/", QueryDict("summary=x"))
        Draft.objects.update(form="cases/new/")

        assert drafts.find(world.user("HOT"), "cases/new/") is None


def test_of_very_many_drafts_the_newest_are_kept_and_each_once(world, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 3)
    with world.as_("HOT"):
        user = world.user("HOT")
        for form in ("a", "b", "c", "d", "e", "d"):
            drafts.keep(user, form, QueryDict(f"summary={form}"))
        assert [form for form, _saved in drafts.of(user)] == ["d", "e", "c"]
        assert Draft.objects.filter(user=user).count() == 3
        drafts.discard(user, "e")
        assert [form for form, _saved in drafts.of(user)] == ["d", "c"]


def test_a_draft_larger_than_any_form_is_not_kept(world, monkeypatch):
    monkeypatch.setattr(drafts, "LARGEST", len('{"summary": ["xxxx"]}'))
    with world.as_("HOT"):
        drafts.keep(world.user("HOT"), "reports/new/", QueryDict("summary=xxxx"))
        with pytest.raises(drafts.TooLarge):
            drafts.keep(world.user("HOT"), "reports/new/", QueryDict("summary=xxxxx"))
        assert drafts.find(world.user("HOT"), "reports/new/").typed == QueryDict("summary=xxxx")


def test_a_form_opened_from_another_record_has_a_draft_of_its_own(rf):
    key = "0b0f3c0e-0000-4000-8000-00000000000a"
    named = drafts.name(rf.get(f"/people/new/?case={key}&tab=x"))

    assert (drafts.name(rf.get("/people/new/?tab=x")), named) == ("people/new/", f"people/new/?case={key}")
    assert drafts.url("people/new/") == "/people/new/?draft=continue"
    assert drafts.url(named) == f"/people/new/?case={key}&draft=continue"


def test_a_repeated_request_is_its_makers_and_the_systems_to_delete_once_it_is_over(world):
    hot = world.user("HOT")
    with world.as_("HOT"):
        for key, days in (("new", 0), ("old", 2)):
            made = Request.objects.create(user=hot, key=key, fingerprint="x")
            Request.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=days))
    with world.as_("POL"):
        assert not Request.objects.exists()
    with person.as_system("tidying"):
        assert [request.key for request in Request.objects.all()] == ["old"]
        assert tried("DELETE FROM records_request")
        assert refuses("UPDATE records_request SET key = 'x'")
