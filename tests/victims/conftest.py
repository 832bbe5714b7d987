"""A victim whom the police entered and the province protects; sentences are read in English, pages without hashed files."""

import pytest
from django.utils import translation

from tests.access.conftest import _plain_static  # noqa: F401  a fixture
from tests.access.story import Story


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def story(world):
    return Story(world)
