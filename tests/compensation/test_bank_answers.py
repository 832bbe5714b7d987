"""The bank's answer to a file: taken over once, what does not fit is told, and what is no answer is refused."""

import pytest
from django.core.exceptions import ValidationError

from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions
from compensation import bankfile, ledger
from tests.compensation.test_runs import answer, approved, pay, state

pytestmark = pytest.mark.django_db


def test_the_banks_answer_is_taken_over_and_what_came_back_is_reversed(money):
    chosen = sorted([approved(money, "1000.00"), approved(money, "20.00"), approved(money, "3.00")], key=lambda p: p.pk)
    run = pay(money, chosen).run
    with money.world.as_("PAY") as _, person.as_user(money.world.user("PAY")):
        user = money.world.user("PAY")
        items = list(run.items.order_by("number"))
        text = answer(
            run,
            [items[0].reference, f"{chosen[0].amount:.2f}", "paid", ""],
            [items[1].reference, f"{chosen[1].amount:.2f}", "returned", "ปิดบัญชีแล้ว"],
            ["FFFFFFFF-0001", "1.00", "paid", ""],
        )

        found = bankfile.answer(run, text, by=user)
        again = bankfile.answer(run, text, by=user)
        later = bankfile.answer(run, answer(run, [items[2].reference, f"{chosen[2].amount:.2f}", "paid", ""]), by=user)

    assert ([i.number for i in later.paid], later.missing) == ([3], [])  # the two others were answered before
    assert ([i.number for i in found.paid], [i.number for i in found.returned], [i.number for i in found.missing]) == (
        [1],
        [2],
        [3],
    )
    assert [reference for reference, _why in found.problems] == ["FFFFFFFF-0001"]
    assert again.same == [items[0].reference, items[1].reference]
    assert (again.paid, again.returned) == ([], [])
    assert [state(money, payment) for payment in chosen] == ["paid", "returned", "paid"]
    with money.world.as_("FND"):
        assert -ledger.balances()["fund.bank"] == chosen[0].amount + chosen[2].amount
        assert ledger.out_of_balance() == 0
        with pytest.raises(actions.Refused):
            bankfile.answer(run, text, by=money.world.user("FND"))
    with money.world.as_("AUD"):
        seen = Event.objects.filter(record_type="bank-answers").order_by("id").values_list("detail", flat=True)
        assert [(each["lines"], each["problems"]) for each in seen] == [(3, 1), (3, 1), (1, 0)]


@pytest.mark.parametrize(
    ("amount", "outcome", "reason"),
    [
        ("999.99", "paid", ""),
        ("1000.00", "maybe", ""),
        ("1000.00", "returned", ""),
        ("x", "paid", ""),
        ("sNaN", "paid", ""),
    ],
)
def test_an_answer_that_does_not_fit_is_reported_and_changes_nothing(money, amount, outcome, reason):
    payment = approved(money, "1000.00")
    run = pay(money, [payment]).run
    with person.as_user(money.world.user("PAY")):
        item = run.items.get()
        found = bankfile.answer(run, answer(run, [item.reference, amount, outcome, reason]), by=money.world.user("PAY"))
        item.refresh_from_db()

    assert len(found.problems) == 1
    assert item.outcome == ""
    assert state(money, payment) == "paid"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "D,1,2,paid,",
        "H,OTHER\r\nT,0",
        f"H,ACTIP-BANK-1\r\nD,{'1' * 200_000}\r\nT,1",
        "H,ACTIP-BANK-1\r\nD,1,1000.00,paid,",  # cut off before its last line
        "H,ACTIP-BANK-1\r\nD,1,1000.00\r\nT,1",  # a line cut short
        "H,ACTIP-BANK-1\r\n" + "D,1,1.00,paid,\r\n" * 5000 + "T,5000",
    ],
)
def test_what_is_no_answer_is_refused(money, text):
    run = pay(money, [approved(money)]).run

    with person.as_user(money.world.user("PAY")), pytest.raises(ValidationError):
        bankfile.answer(run, text, by=money.world.user("PAY"))


def test_a_line_that_stands_twice_is_taken_over_once_and_told(money):
    run = pay(money, [approved(money, "1000.00")]).run

    with person.as_user(money.world.user("PAY")):
        line = [run.items.get().reference, "1000.00", "paid", ""]
        found = bankfile.answer(run, answer(run, line, line), by=money.world.user("PAY"))

    assert (len(found.paid), found.same) == (1, [])
    assert [str(why) for _reference, why in found.problems] == ["This line stands twice in the file."]


def test_a_torn_answer_is_refused(money):
    run = pay(money, [approved(money)]).run

    with person.as_user(money.world.user("PAY")), pytest.raises(ValidationError):
        bankfile.answer(
            run, answer(run, [run.items.get().reference, "1000.00", "paid", ""], count=2), by=money.world.user("PAY")
        )
