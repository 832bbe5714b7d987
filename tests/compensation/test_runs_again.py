"""What is sent again: a key of another run, and a bank's answer from whatever machine."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from actip.accounts import person
from compensation import bankfile, runs
from tests.compensation.test_runs import answer, approved, pay, state

pytestmark = pytest.mark.django_db


def test_a_key_used_for_another_run_pays_nothing_and_says_so(money):
    first, other = approved(money), approved(money)
    made = pay(money, [first])
    with pytest.raises(ValidationError, match="another run"):
        pay(money, [other])
    with money.world.as_("PAY"), pytest.raises(ValidationError, match="another run"):
        runs.pay([first.pk], by=money.world.user("PAY"), paid_on=date(2026, 2, 4), key="key-one-1")
    again = pay(money, [first, other])
    assert (again.run, again.is_new) == (made.run, False)
    assert [(payment.pk, str(why)) for payment, why in again.excluded] == [(other.pk, "It is not in this run.")]
    assert [state(money, payment) for payment in (first, other)] == ["paid", "approved"]


@pytest.mark.parametrize("end", ["\r", "\n", "\0\r\n", "\r\n\r\n"])
def test_an_answer_may_end_its_lines_as_any_machine_does(money, end):
    run = pay(money, [approved(money, "1000.00")]).run

    with person.as_user(money.world.user("PAY")):
        text = answer(run, [run.items.get().reference, "1000.00", "paid", ""]).replace("\r\n", end)
        assert len(bankfile.answer(run, text, by=money.world.user("PAY")).paid) == 1
