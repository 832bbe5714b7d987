"""Products that several people made: a row and a share for each, and no more shared than it was sold for."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actip.accounts import person
from actip.records import actions
from tests.access.conftest import sql
from tests.factories import make
from victims.models import ProductSale

pytestmark = pytest.mark.django_db


@pytest.fixture
def shg(world):
    return world.user("SHG")


def cared_for(world):
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        found = make("people", by=pmj)
        actions.assign(found.matter, by=pmj, agency=world.shelter, basis="protection")
    return found


def test_the_makers_of_one_sale_share_no_more_than_its_price(world, story, shg):
    others = [cared_for(world) for _ in range(3)]
    sale = {"sale_number": "12/2569", "price": Decimal("900.00"), "makers": 3}
    with person.as_user(shg):
        with pytest.raises(ValidationError, match="number of the sale"):
            make("product-sales", by=shg, person=story.victim, sale_number="")
        for maker in (story.victim, others[0]):
            make("product-sales", by=shg, person=maker, share=Decimal("400.00"), **sale)
        for values, sentence in (
            ({"share": Decimal("101.00")}, "exceed"),
            ({"price": Decimal("800.00")}, "another sale"),
        ):
            with pytest.raises(ValidationError, match=sentence):
                make("product-sales", by=shg, person=others[1], **({"share": Decimal("1.00")} | sale | values))
        with pytest.raises(ValidationError, match="entered already"):
            make("product-sales", by=shg, person=story.victim, share=Decimal("1.00"), **sale)
        make("product-sales", by=shg, person=others[1], share=Decimal("100.00"), **sale)
        with pytest.raises(ValidationError, match="All makers"):
            make("product-sales", by=shg, person=others[2], share=Decimal("0.00"), **sale)
        with pytest.raises(IntegrityError, match="more is shared"), transaction.atomic():
            sql("UPDATE victims_productsale SET share = 500 WHERE person_id = %s", [others[1].pk])


def test_a_number_belongs_to_the_book_of_one_home(world, story, shg):
    """Another home may use it too, and learns nothing of this one's sales."""
    elsewhere = world.add_user("SHG", "shelter_two")
    other = cared_for(world)
    with person.as_system("assigned"):
        actions.assign(other.matter, by=None, agency=world.shelter_two, basis="protection")
    sale = {"sale_number": "1/2569", "price": Decimal("900.00"), "makers": 2, "share": Decimal("900.00")}
    with person.as_user(shg):
        make("product-sales", by=shg, person=story.victim, **sale)
    with person.as_user(elsewhere):
        assert make("product-sales", by=elsewhere, person=other, **sale).pk
        sql("UPDATE victims_productsale SET seller_id = %s", [world.shelter.pk])
        assert ProductSale.objects.get().seller_id == world.shelter_two.pk, "whose sale it is, the database says"
