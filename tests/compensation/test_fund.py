"""Asking the Fund where there is none is refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError

from actip.accounts import person
from compensation.models import FundPayment
from tests.factories import make

pytestmark = pytest.mark.django_db


def test_without_a_fund_nothing_is_asked_and_nothing_kept(world):
    officer = world.user("PMJ")
    with person.as_system("the Fund closes"):
        world.fund.is_active = False
        world.fund.save()

    with person.as_user(officer):
        victim = make("people", by=officer)
        with pytest.raises(ValidationError):
            make("fund-payments", by=officer, person=victim)
        assert not FundPayment.objects.exists()
