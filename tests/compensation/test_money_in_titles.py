"""What a link calls a payment says that its figure is baht: no column stands above it there."""

from decimal import Decimal

from django.utils import translation

from actip.accounts import person
from actip.records import actions, shapes
from tests.factories import make


def test_a_payment_is_called_by_an_amount_of_baht(money):
    payment = money.ask("4500.00")
    with money.world.as_("PAY"):
        assert shapes.title(payment).endswith(" · THB 4,500")
        with translation.override("th"):
            assert shapes.title(payment).endswith(" · 4,500 บาท")


def test_what_has_a_currency_of_its_own_is_called_by_that(world):
    with world.as_("POL"):
        case = make("cases", by=world.user("POL"))
    with person.as_system("shared with the office"):
        actions.assign(case.matter, by=None, agency=world.agencies["amlo"], basis="case_team")
    with world.as_("AML"):
        asset = make("assets", by=world.user("AML"), case=case, value=Decimal("4500"), currency="USD")
        title = shapes.title(asset)
    assert ("4,500 · " in title, "THB" in title) == (True, False)
