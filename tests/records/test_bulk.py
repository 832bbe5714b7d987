"""Many matters at once are the system's business alone, and each of them is reached and listed like any other."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, transaction

from actip.access.models import Feed, Matter
from actip.records import bulk

pytestmark = pytest.mark.django_db
THEN = datetime(2019, 5, 1, 3, tzinfo=UTC)


def test_matters_opened_at_once_are_reached_by_their_agency_and_stand_where_they_belong(world):
    keys = [uuid.uuid4() for _ in range(3)]

    with bulk.loading("a test"):
        bulk.open_matters("person", world.province, [(key, f"P62-TEST-{n}", THEN) for n, key in enumerate(keys)])
        bulk.touched((key, THEN) for key in keys)

    with world.as_("PMJ"):
        assert {matter.touched_at for matter in Matter.objects.all()} == {THEN}
        assert set(Feed.objects.values_list("touched_at", flat=True)) == {THEN}
    with world.as_("DAT"):
        assert not Matter.objects.exists()


@pytest.mark.parametrize("role", ["PMJ", "DAT", "ADM"])
def test_nobody_but_the_system_opens_or_dates_matters_by_the_thousand(world, role):
    with world.as_(role):
        with pytest.raises(ProgrammingError, match="only the system opens"), transaction.atomic():
            bulk.open_matters("person", world.province, [(uuid.uuid4(), "P62-TEST-0", THEN)])
        with pytest.raises(ProgrammingError, match="only the system dates"), transaction.atomic():
            bulk.touched([(uuid.uuid4(), THEN)])


def test_nothing_to_load_is_no_error(world):
    with bulk.loading("a test"):
        bulk.open_matters("person", world.province, [])
        bulk.touched([])
        bulk.insert([])
