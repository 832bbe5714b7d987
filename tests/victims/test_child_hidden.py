"""A child's file leaves no trace for whoever is not cleared for children."""

import pytest

from actip.accounts import person
from actip.records import actions
from tests.access.conftest import sql
from tests.factories import make
from tests.victims.test_care import make_child, shg  # noqa: F401  a fixture too

pytestmark = pytest.mark.django_db


def test_what_is_written_in_a_childs_file_moves_no_last_touched(world, shg):  # noqa: F811
    """Else whoever is not cleared would see that something was written of the child which she cannot find."""
    child = make_child(world, shg)
    with person.as_system("touched yesterday: within one transaction the hour is one"):
        sql("SELECT actip.date_matters(ARRAY[%s]::uuid[], ARRAY[now() - interval '1 day'])", [child.pk])
    touched = "SELECT touched_at FROM access_matter WHERE id = %s", [child.pk]
    with person.as_user(shg):
        before = sql(*touched)
        file = make("child-files", by=shg, person=child)
        file.risk = "high"
        actions.save(file, by=shg)
        assert sql(*touched) == before
        make("services", by=shg, plan=make("care-plans", by=shg, person=child))
        assert sql(*touched) != before, "the control"
