"""A head of a claim may be corrected until the claim is filed; one that comes later is asked for at once."""

from decimal import Decimal

import pytest

from actip.accounts import person
from actip.records import actions
from tests.compensation.conftest import refused
from tests.compensation.test_court import Court, filed

pytestmark = pytest.mark.django_db


def test_a_head_is_corrected_until_the_claim_is_filed_and_one_that_comes_later_is_asked_for_at_once(world):
    case = Court(world)
    filed(case)
    draft = case.make("claims", person=case.victim, case=case.case)
    head = case.make("claim-heads", claim=draft, head="pain", amount=Decimal("9.00"))
    with person.as_user(case.user):
        head.amount = Decimal("7.00")
        actions.save(head, by=case.user)
    assert case.balances()["court.asked"] == 150000, "what was not filed is not asked for"

    case.make("claim-heads", claim=case.claim, head="treatment", amount=Decimal("1.00"))
    assert case.balances()["court.asked"] == 150001


def test_filing_a_claim_asks_for_what_stands_in_it_and_in_no_other(world):
    case = Court(world)
    draft = case.make("claims", person=case.victim, case=case.case)
    case.make("claim-heads", claim=draft, head="pain", amount=Decimal("7.00"))
    gone = case.make("claim-heads", claim=case.claim, head="treatment", amount=Decimal("5.00"))
    case.move(gone, "withdraw", withdraw_reason="คำนวณใหม่")
    filed(case)
    assert case.balances()["court.asked"] == 150000


def test_a_filed_head_keeps_its_sum_its_name_and_its_claim(world):
    case = Court(world)
    another = case.make("claims", person=case.victim, case=case.case)
    filed(case)
    with person.as_user(case.user):
        head = case.claim.heads.first()
        for what in ("amount = 1", "head = 'other'", f"claim_id = '{another.pk}'"):
            assert refused(f"UPDATE compensation_claimhead SET {what} WHERE id = %s", [head.pk]) == "42501", what
        assert refused("UPDATE compensation_claimhead SET version = version + 1 WHERE id = %s", [head.pk]) == ""
