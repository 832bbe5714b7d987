"""Rates are shipped with their source; a limit is set by command and an unconfirmed one is loaded switched off."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from actip.accounts import person
from compensation.models import ExchangeRate, Limit
from compensation.reference import load

pytestmark = pytest.mark.django_db
SET = {"valid_from": "2026-01-01", "basis": "ระเบียบกองทุน", "source": "คำสั่งที่ 1/2569"}


def test_rates_are_loaded_once_and_what_is_to_be_confirmed_is_off():
    with person.as_system("load reference data"):
        load()
        again = load()
        rows = Limit.objects.filter(regime="state_comp")
        assert {row.is_active for row in rows if row.confidence == "C"} == {False}
        assert rows.get(kind="treatment", is_active=True).amount == Decimal(40000)
    assert again.startswith("Limits of amounts: 0 added, 0 changed")


def test_a_limit_is_set_and_an_unconfirmed_one_stays_off(world):
    call_command("set_limit", "alone", "20000.50", verbosity=0, **SET)
    call_command("set_limit", "ceiling", "3000", kind="living", confidence="C", verbosity=0, **SET)

    with world.as_("FAP"):
        assert [(row.measure, row.amount, row.is_active) for row in Limit.objects.filter(regime="fund").order_by("measure")] == [
            ("alone", Decimal("20000.50"), True), ("ceiling", Decimal(3000), False),
        ]  # fmt: skip


@pytest.mark.parametrize("wrong", [{"amount": "many"}, {"amount": "0"}, {"approver": "nobody"}, {"valid_from": "soon"}])
def test_a_wrong_limit_is_not_set(wrong):
    options = {"amount": "10"} | SET | wrong
    with pytest.raises(CommandError):
        call_command("set_limit", "alone", options.pop("amount"), verbosity=0, **options)


def test_a_rate_of_a_day_is_kept_with_its_source_and_once(db):
    call_command("set_rate", "usd", "33.10", on_day="2026-01-31", source="Bank of Thailand", verbosity=0)
    with person.as_system("a test"):
        kept = ExchangeRate.objects.get(currency="USD", on_day="2026-01-31")
    assert (kept.rate, kept.source, kept.confidence) == (Decimal("33.10"), "Bank of Thailand", "A")
    for wrong in ({"rate": "x"}, {"on_day": "soon"}, {"currency": "THB"}, {"rate": "0"}, {}):
        values = {"currency": "USD", "rate": "34", "on_day": "2026-01-31", "source": "x"} | wrong
        with pytest.raises(CommandError):
            call_command("set_rate", values.pop("currency"), values.pop("rate"), verbosity=0, **values)
