"""Whose work a request to the Fund is: it waits for who checks and for who approves, never for whoever asked or signed already."""

import pytest

from actip.accounts import person
from actip.records import actions
from tests.access import policy
from tests.compensation.conftest import sql
from tests.factories import make
from tests.victims.browsers import browsing

pytestmark = pytest.mark.django_db


def finds(user, payment) -> str:
    """The step that her work names for this payment; "" where it does not wait for her."""
    with browsing(user) as browser:
        parts = browser.get("/").context["waiting"]
    tasks = [task for part in parts if part["kind"].slug == "fund-payments" for task in part["tasks"]]
    return next((task["hint"] for task in tasks if str(payment.pk) in task["url"]), "")


def test_a_request_waits_for_the_secretary_and_the_approver_alike(money):
    payment, secretary, approver = money.ask(), money.world.user("FND"), money.world.user("FAP")

    assert finds(secretary, payment) == "Next: Confirm that documents are checked"
    assert finds(approver, payment) == "Next: Approve"
    assert finds(money.world.user("PMJ"), payment) == ""  # she asked

    assert money.approve(payment).status == "approved"  # no law asks for the check
    assert finds(secretary, payment) == ""


def test_what_she_checked_waits_for_others(money):
    payment, secretary = money.ask(), money.world.user("FND")
    colleague = money.world.add_user("FND", "fund", "second-secretary")

    money.move(secretary, payment, "check")

    assert finds(secretary, payment) == ""
    assert finds(colleague, payment) == "Next: Recommend"
    assert finds(money.world.user("FAP"), payment) == "Next: Approve"


def test_sent_back_it_waits_to_be_checked_anew_and_refused_for_nobody(money):
    payment, secretary = money.ask(), money.world.user("FND")
    payment = money.move(secretary, payment, "check")

    payment = money.move(secretary, payment, "send_back", back_reason="ขาดใบเสร็จ")
    assert finds(secretary, payment) == "Next: Confirm that documents are checked"

    payment = money.approve(payment, "refuse", refuse_reason="ไม่ครบ")
    assert [finds(money.world.user(role), payment) for role in ("FND", "FAP", "PMJ")] == ["", "", ""]


def test_whoever_approved_first_does_not_find_it_again(money):
    payment = money.approve(money.ask(), "approve_first", over_reason="ค่าผ่าตัด")

    assert finds(money.world.user("FAP"), payment) == ""
    assert finds(money.approver_two, payment) == "Next: Approve as the second"


def test_whoever_wrote_the_account_does_not_find_what_she_cannot_pay(money):
    payment = money.approve(money.ask())
    keeper, payer = money.keeper, money.world.user("PAY")
    with person.as_user(keeper):
        make("bank-accounts", by=keeper, payment=payment)

    assert finds(keeper, payment) == ""
    assert finds(payer, payment) == "Next: Pay"


def test_the_view_of_accounts_she_wrote_tells_of_no_others_and_nobody_else(money):
    """It goes past row security (decision 0030): the matters of her own accounts in use, within her reach, and nothing beside."""
    payment = money.approve(money.ask())
    with person.as_user(money.keeper):
        account = make("bank-accounts", by=money.keeper, payment=payment)
    hers = {"keeper": [(payment.matter_id,)]}
    seen = "SELECT * FROM actip.accounts_i_wrote"

    assert sql(seen) == []
    for name in ("keeper", "payer_two"):
        with person.as_user(getattr(money, name)):
            assert sql(seen) == hers.get(name, [])
    for role in policy.ROLES:
        if role != "PAY":
            with person.as_user(money.world.user(role)):
                assert sql(seen) == [], role
    with person.as_user(money.keeper):
        account.is_active = False
        actions.save(account, by=money.keeper)
        assert sql(seen) == []
