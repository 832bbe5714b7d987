"""Drafts: found again by whoever typed them, and none once they cannot be opened any more."""

import pytest
from django.http import QueryDict

from actip.records import drafts
from actip.records.models import Draft

pytestmark = pytest.mark.django_db


def test_a_draft_is_found_by_whoever_typed_it_alone(world):
    with world.as_("HOT"):
        drafts.keep(world.user("HOT"), "reports/new/", QueryDict("summary=x&csrfmiddlewaretoken=y"))
        assert drafts.find(world.user("HOT"), "reports/new/").typed == QueryDict("summary=x")
        assert drafts.find(world.user("HOT"), "cases/new/") is None
    with world.as_("POL"):
        assert drafts.find(world.user("POL"), "reports/new/") is None


def test_a_draft_moved_to_another_form_opens_nowhere(world):
    """It is sealed for its place: whoever copies the row elsewhere has nothing."""
    with world.as_("HOT"):
        drafts.keep(world.user("HOT"), "reports/new/", QueryDict("summary=x"))
        Draft.objects.update(form="cases/new/")

        assert drafts.find(world.user("HOT"), "cases/new/") is None
