"""The same story by programs: everything but what the API never carries (tiers 4 and 5), which stays on pages."""

import pytest

from tests.api.conftest import Caller
from tests.victims.hands import Program
from tests.victims.telling import Telling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]


def test_from_the_inspection_to_the_way_home(world):
    Telling(world, lambda user: Program(user, Caller(user)), by_code=True).told()
