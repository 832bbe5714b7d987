"""Whoever may not know of matters (who pays, who executes an order) gets the ids of her few records: hers, and no others."""

import pytest
from django.db import transaction

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


@pytest.mark.parametrize("role", policy.ROLES)
def test_the_view_of_what_is_paid_tells_nothing_that_the_policy_does_not_show(scene, role):
    """A view that goes past row security: it shows ids, and those alone that this role pays."""
    for kind in KINDS:
        if kind.payable:
            with acting(scene.users[role]):
                told = ids(f"SELECT id FROM actip.paid_{kind.table}")
                seen = ids(f"SELECT id FROM {kind.table} WHERE status = ANY(%s)", [list(kind.payable)])
                pays = policy.letter(role, kind.slug) == "p"
                assert told == (seen if pays else set()), kind.slug
                assert [column for (column,) in sql(COLUMNS, [f"paid_{kind.table}"])] == ["id"]


COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = ('actip.' || %s)::regclass AND attnum > 0"


def test_nobody_set_sees_nothing_in_it_and_the_payer_something(scene):
    view = "SELECT id FROM actip.paid_compensation_fundpayment"
    with transaction.atomic():
        assert ids(view) == set()
    with acting(scene.users["PAY"]):
        assert ids(view)
