"""Claimed, ordered, received: each posted as it is recorded, and nothing received beyond what is owed without a word why."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from actip.accounts import person
from actip.records import actions
from compensation import court, ledger
from compensation.models import Claim, Line, Order
from tests.compensation.conftest import refused
from tests.factories import make

pytestmark = pytest.mark.django_db


class Court:
    """A victim's claim, worked on by the prosecutor, who reaches her."""

    def __init__(self, world):
        self.world, self.user = world, world.user("PRO")
        self.police = world.user("POL")
        with person.as_user(self.police):
            self.case = make("cases", by=self.police)
            self.defendants = [make("suspects", by=self.police, case=self.case) for _ in range(2)]
            self.victim = make("people", by=self.police, case=self.case)
            for matter in (self.case.matter, self.victim.matter):
                actions.assign(matter, by=self.police, agency=world.prosecutor, basis="case_team")
        self.claim = self.make("claims", person=self.victim, case=self.case)

    def make(self, slug, **values):
        with person.as_user(self.user):
            return make(slug, by=self.user, **values)

    def move(self, record, name, *, by=None, **facts):
        by = by or self.user
        with person.as_user(by):
            return actions.move(record, name, by=by, facts=facts)

    def order(self, amount="80000.00", **values) -> Order:
        values = {"suspect": self.defendants[0]} | values
        return self.make("orders", claim=self.claim, amount=Decimal(amount), **values)

    def receive(self, order, amount):
        return self.make("receipts", order=order, amount=Decimal(amount))

    def balances(self):
        with person.as_user(self.user):
            assert ledger.out_of_balance() == 0
            return {account: amount for account, amount in ledger.balances().items() if amount}


@pytest.fixture
def case(world) -> Court:
    return Court(world)


def filed(case, **facts) -> Claim:
    case.claim = case.move(case.claim, "inform", informed_on=date(2026, 1, 8))
    case.claim = case.move(case.claim, "wish")
    case.make("claim-heads", claim=case.claim, head="lost_wages", amount=Decimal("100000.00"))
    case.make("claim-heads", claim=case.claim, head="pain", amount=Decimal("50000.00"))
    case.claim = case.move(case.claim, "prepare", prepared_on=date(2026, 1, 10))
    case.claim = case.move(case.claim, "claim", claimed_on=date(2026, 1, 12), **facts)
    return case.claim


def test_the_whole_way_from_notice_to_the_last_baht(case):
    filed(case)
    assert case.balances() == {"court.asked": 150000, "court.claims": -150000}

    order = case.order("80000.00", punitive=Decimal("20000.00"))
    case.claim = case.move(case.claim, "order_part", decided_on=date(2026, 1, 20))
    case.receive(order, "30000.00")
    case.claim = case.move(case.claim, "receive_part")
    with person.as_user(case.user):
        assert (court.claimed(case.claim), court.ordered(case.claim), court.received(case.claim)) == (
            150000,
            80000,
            30000,
        )
    with pytest.raises(ValidationError):
        case.move(case.claim, "receive")

    case.receive(order, "50000.00")
    case.claim = case.move(case.claim, "receive")
    assert case.claim.status == "received"
    assert case.balances() == {
        "court.asked": 150000, "court.claims": -150000, "court.ordered": -60000, "court.punitive": -20000, "court.received": 80000,
    }  # fmt: skip


def test_a_claim_goes_no_further_than_its_records(case):
    case.claim = case.move(case.move(case.claim, "inform", informed_on=date(2026, 1, 8)), "wish")
    with pytest.raises(ValidationError):
        case.move(case.claim, "prepare", prepared_on=date(2026, 1, 10))  # nothing is claimed
    filed_claim = filed_again(case)
    with pytest.raises(ValidationError):
        case.move(filed_claim, "order_full", decided_on=date(2026, 1, 20))  # nothing was ordered
    with pytest.raises(ValidationError):
        case.move(filed_claim, "receive_part")


def test_what_did_not_come_by_itself_is_enforced(case):
    """A part came before the decision was final: the rest is not lost."""
    filed(case)
    order = case.order("80000.00")
    case.claim = case.move(case.claim, "order_part", decided_on=date(2026, 1, 20))
    case.receive(order, "30000.00")
    case.claim = case.move(case.claim, "receive_part")
    case.claim = case.move(case.claim, "request_rest", execution_on=date(2026, 3, 1))
    executor = case.world.user("LED")
    with person.as_user(case.police):
        actions.assign(case.victim.matter, by=case.police, agency=executor.agency, basis="case_team")
    case.claim = case.move(case.claim, "trace", by=executor, traced_on=date(2026, 4, 1))
    case.receive(order, "50000.00")
    assert case.move(case.claim, "receive").status == "received"


def test_what_the_first_court_refused_can_be_ordered_on_appeal(case):
    filed(case)
    case.claim = case.move(case.claim, "refuse", decided_on=date(2026, 1, 20))
    with pytest.raises(ValidationError):
        case.move(case.claim, "ordered_part_on_appeal", decided_on=date(2026, 8, 1))  # nothing was ordered
    order = case.order("80000.00", ordered_on=date(2026, 8, 1))
    case.claim = case.move(case.claim, "ordered_part_on_appeal", decided_on=date(2026, 8, 1))
    case.receive(order, "80000.00")
    assert case.move(case.claim, "receive").status == "received"


def filed_again(case):
    case.make("claim-heads", claim=case.claim)
    case.claim = case.move(case.claim, "prepare", prepared_on=date(2026, 1, 10))
    case.claim = case.move(case.claim, "claim", claimed_on=date(2026, 1, 12))
    return case.claim


def test_punitive_damages_need_grounds_and_are_part_of_the_order(case):
    with pytest.raises(ValidationError):
        case.make("claims", person=case.victim, seeks_punitive=True)
    claim = case.make("claims", person=case.victim, seeks_punitive=True, grounds=["torture", "gain"])
    assert claim.grounds == ["torture", "gain"]
    with pytest.raises(ValidationError):
        case.order("10.00", punitive=Decimal("10.01"))
    with person.as_user(case.user):
        assert refused("UPDATE compensation_claim SET grounds = '{made_up}' WHERE id = %s", [claim.pk]) == "23514"


def test_nothing_is_received_beyond_what_is_owed_without_a_word_why(case):
    order = case.order("1000.00", punitive=Decimal(0))
    case.receive(order, "1000.00")
    with pytest.raises(ValidationError):
        case.receive(order, "0.01")

    case.make(
        "order-changes", order=order, kind="more_received", amount=Decimal("200.00"), reason="จำเลยโอนเกินโดยสมัครใจ"
    )
    case.receive(order, "200.00")
    with pytest.raises(ValidationError):
        case.receive(order, "0.01")
    assert case.balances() == {"court.ordered": -1000, "court.received": 1200, "court.beyond": -200}


def test_raw_sql_cannot_receive_more_change_an_amount_or_take_the_explanation_back(case):
    order = case.order("1000.00", punitive=Decimal(0))
    receipt = (
        "INSERT INTO compensation_receipt (id, matter_id, version, created_at, updated_at, order_id, received_on, amount, source, document, reverse_reason, status)"
        " VALUES (gen_random_uuid(), %s, 1, now(), now(), %s, '2026-02-01', %s, 'voluntary', %s, '', 'received')"
    )
    with person.as_user(case.user):
        assert refused(receipt, [order.matter_id, order.pk, 1000, "ร.1"]) == ""
        assert refused(receipt, [order.matter_id, order.pk, "1000.01", "ร.1"]) == "23514"
        assert refused(receipt, [order.matter_id, order.pk, 1000, ""]) == "23514"
        assert refused("UPDATE compensation_order SET amount = 1 WHERE id = %s", [order.pk]) == "42501"
        assert refused("UPDATE compensation_order SET document = 'ด.1' WHERE id = %s", [order.pk]) == ""

    why = case.make(
        "order-changes", order=order, kind="more_received", amount=Decimal("50.00"), reason="ดอกเบี้ยที่จำเลยคิดเอง"
    )
    got = case.receive(order, "1050.00")
    with pytest.raises(ValidationError):
        case.move(why, "reverse", reverse_reason="ลบเหตุผล")
    with person.as_user(case.user):
        assert refused("UPDATE compensation_receipt SET amount = 1 WHERE id = %s", [got.pk]) == "42501"
    case.move(got, "reverse", reverse_reason="เช็คไม่ผ่าน")
    case.move(why, "reverse", reverse_reason="ไม่ต้องใช้แล้ว")
    assert case.balances() == {"court.owed": 1000, "court.ordered": -1000}


def test_interest_appeal_and_write_off_change_what_is_owed(case):
    order = case.order("1000.00", punitive=Decimal(0))
    for kind, amount in (("interest", "75.00"), ("appeal", "-400.00"), ("write_off", "175.00")):
        case.make("order-changes", order=order, kind=kind, amount=Decimal(amount))

    with person.as_user(case.user):
        assert order.outstanding() == 500
    assert case.balances() == {
        "court.owed": 500,
        "court.ordered": -600,
        "court.interest": -75,
        "court.written_off": 175,
    }
    with pytest.raises(ValidationError):
        case.receive(order, "500.01")
    with pytest.raises(ValidationError):
        case.make("order-changes", order=order, kind="write_off", amount=Decimal("-1.00"))


def test_a_joint_debt_is_counted_once(case):
    first = case.order("1000.00", punitive=Decimal(0), is_joint=True)
    other = case.make(
        "orders", claim=case.claim, suspect=case.defendants[1], amount=Decimal("1000.00"), punitive=Decimal(0), is_joint=True,
        same_debt_as=first,
    )  # fmt: skip

    with person.as_user(case.user):
        assert (court.ordered(case.claim), court.outstanding(case.claim)) == (1000, 1000)
    with pytest.raises(ValidationError):
        case.receive(other, "1.00")
    case.receive(first, "1000.00")
    assert case.balances() == {"court.ordered": -1000, "court.received": 1000}
    with pytest.raises(ValidationError):
        case.order("999.00", punitive=Decimal(0), is_joint=True, same_debt_as=first)


def test_the_ledger_names_the_defendant_and_a_filed_head_stays(case):
    filed(case)
    case.order("1000.00", punitive=Decimal(0))
    with person.as_user(case.user):
        assert {line.suspect_id for line in Line.objects.filter(account="court.owed")} == {case.defendants[0].pk}
    case.receive(case.order("500.00", punitive=Decimal(0), suspect=case.defendants[1]), "500.00")
    with person.as_user(case.user):
        assert {line.suspect_id for line in Line.objects.filter(account="court.received")} == {case.defendants[1].pk}
        head = case.claim.heads.first()
        assert refused("UPDATE compensation_claimhead SET amount = 1 WHERE id = %s", [head.pk]) == "42501"
    case.move(head, "withdraw", withdraw_reason="คำนวณใหม่")
    assert case.balances()["court.asked"] in (50000, 100000)
