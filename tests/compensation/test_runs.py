"""Payment runs: exactly once, whoever presses when; the bank's file and what comes back."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions
from compensation import bankfile, ledger, runs
from compensation.models import BankAccount, FundPayment, PaymentRun, RunItem
from tests.compensation.conftest import refused, sql
from tests.factories import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 3)


def approved(money, amount="1000.00", *, account=True) -> FundPayment:
    payment = money.approve(money.ask(amount))
    if account:
        with person.as_user(money.keeper):
            if not BankAccount.objects.filter(matter=payment.matter_id, is_active=True).exists():
                make("bank-accounts", by=money.keeper, payment=payment)
    return payment


def pay(money, payments, key="key-one-1", user=None):
    user = user or money.world.user("PAY")
    with person.as_user(user):
        return runs.pay([payment.pk for payment in payments], by=user, paid_on=DAY, key=key)


def state(money, payment) -> str:
    with money.world.as_("PMJ"):
        return FundPayment.objects.get(pk=payment.pk).status


def test_a_run_pays_what_was_chosen_and_counts_it(money):
    chosen = [approved(money, "1000.00"), approved(money, "250.50")]

    made = pay(money, chosen)

    assert made.is_new
    assert made.excluded == ()
    with money.world.as_("PAY"):
        assert runs.totals(made.run) == {"": (2, Decimal("1250.50"))}
    assert [state(money, payment) for payment in chosen] == ["paid", "paid"]
    with money.world.as_("FND"):
        assert ledger.total(ledger.paid("fund", DAY, DAY)) == Decimal("1250.50")


def test_the_same_key_pays_once_and_tells_who_did(money):
    chosen = [approved(money)]
    first = pay(money, chosen)

    again = pay(money, chosen, user=money.payer_two)

    assert (again.run.pk, again.is_new) == (first.run.pk, False)
    assert "Officer PAY" in again.sentence or "PAY" in again.sentence
    with money.world.as_("FND"):
        assert ledger.total(ledger.paid("fund", DAY, DAY)) == Decimal("1000.00")


def test_what_another_payer_paid_is_left_out_with_her_name(money):
    first, second = approved(money), approved(money)
    pay(money, [first])

    made = pay(money, [first, second], key="key-two-2", user=money.payer_two)

    assert [payment.pk for payment, _why in made.excluded] == [first.pk]
    assert str(money.world.user("PAY")) in made.excluded[0][1]
    with pytest.raises(ValidationError):
        pay(money, [first], key="key-three", user=money.payer_two)


def test_without_an_account_a_payment_is_left_out_and_said_so(money):
    bare = approved(money, account=False)

    with pytest.raises(ValidationError) as error:
        pay(money, [bare])

    assert "bank account" in str(error.value)
    assert state(money, bare) == "approved"


def test_nothing_chosen_makes_no_run(money):
    with pytest.raises(ValidationError, match="Nothing was chosen"):
        pay(money, [])


def test_a_crash_in_the_middle_pays_nothing_and_the_next_try_pays_once(money, monkeypatch):
    chosen = [approved(money), approved(money)]
    real, calls = actions.move, []

    def torn(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise ConnectionError("the line went dead")
        return real(*args, **kwargs)

    monkeypatch.setattr(actions, "move", torn)
    with pytest.raises(ConnectionError):
        pay(money, chosen)
    monkeypatch.setattr(actions, "move", real)
    assert [state(money, payment) for payment in chosen] == ["approved", "approved"]

    assert pay(money, chosen).is_new
    with money.world.as_("FND"):
        assert ledger.total(ledger.paid("fund", DAY, DAY)) == Decimal("2000.00")


def test_a_run_is_seen_in_its_agency_alone_and_raw_sql_adds_nothing_to_it(money):
    one, other = approved(money), approved(money)
    run = pay(money, [one]).run

    for role, there in (("PAY", True), ("FND", True), ("PMJ", False), ("POL", False), ("ADM", False)):
        with money.world.as_(role):
            assert PaymentRun.objects.exists() == RunItem.objects.exists() == there, role
    add = "INSERT INTO compensation_runitem (run_id, payment_id, number, outcome, reason) VALUES (%s, %s, 2, '', '')"
    with money.world.as_("PAY"):
        assert refused(add, [run.pk, other.pk]) == "42501"  # not paid in this run
        assert refused("UPDATE compensation_paymentrun SET paid_on = '2026-01-01'") == "42501"
        assert refused("UPDATE compensation_runitem SET number = 9") == "42501"
        assert refused("DELETE FROM compensation_runitem") == "42501"
        assert sql("SELECT count(*) FROM compensation_runitem") == [(1,)]


def answer(run, *lines, count=None) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["H", "ACTIP-BANK-1", run.pk])
    writer.writerows(["D", *line] for line in lines)
    writer.writerow(["T", len(lines) if count is None else count])
    return text.getvalue()


def test_what_was_returned_by_hand_does_not_go_to_the_bank_again(money):
    """Its ledger entry is reversed and it will be asked for anew: sent now, it would be paid twice. Paid all the same, it is told."""
    back, stays = approved(money, "1000.00"), approved(money, "20.00")
    run = pay(money, [back, stays]).run
    payer = money.world.user("PAY")
    with person.as_user(payer):
        sent = RunItem.objects.get(payment=back).reference
        actions.move(FundPayment.objects.get(pk=back.pk), "return", by=payer, facts={"return_reason": "account closed"})
        lines = list(csv.reader(io.StringIO(bankfile.export(run, by=payer, reason="for the bank"))))

        said = bankfile.answer(run, answer(run, [sent, "1000.00", "paid", ""]), by=payer)

    assert [line[6] for line in lines if line[0] == "D"] == ["20.00"]
    assert lines[-1] == ["T", "1", "20.00"]
    assert ("otherwise before" in said.problems[0][1], said.paid) == (True, [])


def test_the_bank_file_holds_each_account_and_every_one_of_them_is_in_the_trail(money):
    run = pay(money, [approved(money, "1000.00"), approved(money, "20.50")]).run

    with money.world.as_("PAY"):
        text = bankfile.export(run, by=money.world.user("PAY"), reason="โอนเงินรอบเดือนกุมภาพันธ์")

        kept = PaymentRun.objects.get()
    rows = list(csv.reader(io.StringIO(text.lstrip(bankfile.BOM))))
    assert text.startswith(bankfile.BOM)
    assert (kept.exported_by, kept.exported_at is None) == (money.world.user("PAY"), False)
    assert [row[0] for row in rows] == ["H", "D", "D", "T"]
    assert rows[0][4:7] == ["2", "1020.50", money.world.user("PAY").username]
    assert {row[4] for row in rows[1:3]} == {"1234567890"}
    assert rows[-1] == ["T", "2", "1020.50"]
    with money.world.as_("AUD"):
        events = Event.objects.filter(record_type__in=("bank-accounts", "payment-runs"), verb__in=("reveal", "export"))
        assert sorted(event.verb for event in events) == ["export", "reveal", "reveal"]


def test_a_file_needs_a_reason_and_the_payer(money):
    run = pay(money, [approved(money)]).run

    with money.world.as_("PAY"), pytest.raises(ValidationError):
        bankfile.export(run, by=money.world.user("PAY"), reason="")
    with money.world.as_("FND"), pytest.raises(actions.Refused):
        bankfile.export(run, by=money.world.user("FND"), reason="อยากดู")


def test_there_is_no_file_while_one_account_of_a_run_is_out_of_use(money):
    run = pay(money, [approved(money, "1000.00")]).run
    with person.as_user(money.keeper):
        account = BankAccount.objects.get()
        account.is_active = False
        actions.save(account, by=money.keeper)

    with money.world.as_("PAY"), pytest.raises(ValidationError, match="No bank account is recorded for payee"):
        bankfile.export(run, by=money.world.user("PAY"), reason="for the bank")
    with money.world.as_("PAY"):
        assert PaymentRun.objects.get().exported_at is None


def test_nobody_but_the_payer_opens_an_account_and_the_api_never_does(money):
    approved(money)

    for role in ("PMJ", "FND", "FAP", "DAT", "AUD", "ADM", "RLP"):
        with money.world.as_(role):
            assert not BankAccount.objects.exists(), role
    with money.world.as_("PAY"):
        account = BankAccount.objects.get()
        opened = actions.reveal(account, by=money.world.user("PAY"), reason="ตรวจก่อนโอน")
        assert opened["account_number"] == "1234567890"
        assert "1234567890" not in f"{account} {account.account_number}"


def test_a_run_stays_whole_when_its_payments_go_on(money):
    """A receipt on file and a reversal are states that the payer does not see: count, sum and the bank's answer stand all the same."""
    chosen = sorted([approved(money, "1000.00"), approved(money, "20.00"), approved(money, "3.00")], key=lambda p: p.pk)
    run = pay(money, chosen).run
    money.move(money.world.user("PMJ"), chosen[0], "receipt", receipt_on=DAY)
    money.move(money.world.user("FAP"), chosen[1], "reverse", reverse_reason="ผิดคน")

    with money.world.as_("PAY"):
        payer = money.world.user("PAY")
        assert FundPayment.objects.count() == 1
        assert runs.totals(run) == {"": (3, Decimal("1023.00"))}
        lines = [[item.reference, f"{item.amount:.2f}"] for item in run.items.order_by("number")]
        outcomes = [["paid", ""], ["returned", "ปิดบัญชีแล้ว"], ["paid", ""]]
        found = bankfile.answer(
            run, answer(run, *(line + end for line, end in zip(lines, outcomes, strict=True))), by=payer
        )
        assert [item.number for item in found.paid] == [1, 3]
        assert [reference for reference, _why in found.problems] == [lines[1][0]]
        left = chosen[1].amount
        assert runs.totals(run) == {"": (1, left), "paid": (2, Decimal("1023.00") - left)}
        assert (
            refused(
                "UPDATE compensation_runitem SET amount = 1, outcome = 'paid', answered_at = now() WHERE outcome = ''"
            )
            == "42501"
        )
    assert (state(money, chosen[0]), state(money, chosen[1])) == ("receipted", "reversed")
