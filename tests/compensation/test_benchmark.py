"""The benchmark of money copies one row of each kind a hundred thousand times: that row must be one that the database takes."""

import pytest
from django.db import transaction

from actip.accounts import person
from actip.accounts.models import Agency, User
from actip.records import bulk
from benchmarks import money
from compensation.models import FundPayment, Order, Receipt

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


def test_the_rows_that_the_benchmark_copies_are_whole():
    with transaction.atomic(), person.as_system("the benchmark's people"):
        ministry = Agency.objects.create(
            code="msdhs", kind="msdhs", name_th="กระทรวง", name_en="Ministry", province="TH-10"
        )
        for name in ("dat-msdhs", "pmj-province-1300", "fap-fund", "pay-fund"):
            User.objects.create(username=name, role=name[:3].upper(), agency=ministry, password="!")
    with bulk.loading("a benchmark"):
        money.one_of_each()
    with transaction.atomic(), person.as_system("looks"):
        assert [model.objects.count() for model in (Order, Receipt, FundPayment)] == [1, 1, 1]
