"""The whole story of a woman from Myanmar and her brother through pages: who comes next finds it, who is not assigned finds nothing."""

import logging

import pytest

from tests.victims.hands import Pages
from tests.victims.sweeping import CANARIES
from tests.victims.telling import Telling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]


def test_from_the_inspection_to_the_way_home(world, caplog):
    with caplog.at_level(logging.DEBUG):
        Telling(world, Pages, by_code=False).told()

    written = " ".join(record.getMessage() for record in caplog.records)
    assert not [name for name in CANARIES if name in written]
