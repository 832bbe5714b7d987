"""A victim whom the police entered and the province protects; pages without hashed files."""

import pytest

from tests.access.conftest import _plain_static  # noqa: F401  a fixture
from tests.access.story import Story


@pytest.fixture
def story(world):
    return Story(world)
