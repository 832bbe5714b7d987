"""Whoever may not know of matters (who pays, who executes an order) gets the ids of her few records: hers, and no others."""

import pytest

from actip.accounts import person
from actip.records import catalogue, hers, listing
from tests.access import policy
from tests.access.conftest import acting, ids, sql

KINDS = [kind for kind in catalogue.all_types() if hers.is_direct(kind)]


@pytest.mark.parametrize("role", policy.ROLES)
def test_the_ids_are_those_of_rows_that_row_security_shows(scene, role):
    with acting(scene.users[role]):
        for kind in KINDS:
            told = ids(f"SELECT unnest(actip.few_{kind.table}())")
            seen = ids(f"SELECT id FROM {kind.table}")
            assert told <= seen, kind.slug
            if not listing._may("VPR", "exist"):
                assert told == seen, kind.slug


def test_payers_and_who_executes_find_some(scene):
    """The control of the test above."""
    found = {}
    for role in ("PAY", "LED"):
        with acting(scene.users[role]):
            found[role] = {kind.slug for kind in KINDS if ids(f"SELECT unnest(actip.few_{kind.table}())")}

    assert "fund-payments" in found["PAY"]
    assert found["LED"]


@pytest.mark.django_db
def test_who_has_many_and_the_system_get_none_and_ask_all(scene):
    with person.as_system("counts"):
        assert [sql(f"SELECT actip.few_{kind.table}()") for kind in KINDS] == [[(None,)]] * len(KINDS)
        kind = catalogue.get("fund-payments")
        assert "IN (" not in str(hers.named(kind, kind.model.objects.all()).query)
