"""State compensation in payment runs: the promises that hold for the Fund hold for it."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions
from compensation import bankfile, runs
from compensation.models import BankAccount, Entry, PaymentRun, RunItem
from tests.api.conftest import Caller
from tests.compensation.conftest import refused, sql
from tests.factories import make
from tests.records.handover import browser

pytestmark = pytest.mark.django_db


def test_a_run_pays_what_was_granted_and_its_sum_is_the_ledgers(desk):
    chosen = [desk.granted("30000.00"), desk.granted("250.50")]

    made = desk.pay(*chosen)

    assert (made.is_new, made.excluded, made.run.regime) == (True, (), "state_comp")
    with person.as_user(desk.payer):
        assert runs.totals(made.run) == {"": (2, Decimal("30250.50"))}
    assert [desk.state(one) for one in chosen] == ["paid", "paid"]
    assert desk.paid() == Decimal("30250.50")


def test_a_double_click_pays_once_and_tells_who_did(desk):
    chosen = desk.granted()
    first = desk.pay(chosen)

    again = desk.pay(chosen, user=desk.payer_two)

    assert (again.run.pk, again.is_new) == (first.run.pk, False)
    assert str(desk.payer) in again.sentence
    assert desk.paid() == 30000
    with pytest.raises(ValidationError, match="done already"):
        desk.pay(chosen, key="state-key-2", user=desk.payer_two)


def test_whoever_entered_an_application_or_its_decision_never_pays_it_though_she_became_the_payer(desk):
    """Roles change: the stamps on the record decide, and the database says so again to raw SQL."""
    chosen = desk.granted()
    for user in (desk.office.officer, desk.office.committee):
        with person.as_system("a test"):
            type(user).objects.filter(pk=user.pk).update(role="PAY")
        user.role = "PAY"
        with person.as_user(user):
            assert runs.preview([chosen.pk], user).excluded == [
                (chosen, "Whoever entered an application or its decision cannot pay it.")
            ]
            pay = "UPDATE compensation_stateapplication SET status = 'paid', paid_by_id = %s, paid_at = now(), paid_on = now() WHERE id = %s"
            assert refused(pay, [user.pk, chosen.pk]) == "23514"
    assert desk.pay(chosen).is_new  # the control: a third person pays it


def test_what_was_not_granted_or_has_no_account_is_left_out_and_said_so(desk):
    bare = desk.granted(account=False)
    with person.as_user(desk.payer):
        assert [why for _one, why in runs.preview([bare.pk], desk.payer).excluded] == [
            "No bank account is recorded for this payee."
        ]
    desk.account(bare)
    desk.office.move("appeal", appealed_on=date(2026, 4, 10))

    with person.as_user(desk.payer):
        assert runs.preview([bare.pk], desk.payer).excluded == []  # appealed: the payer does not even see it
        assert runs.preview([bare.pk], desk.payer).count == 0


def test_a_run_is_seen_by_the_money_people_of_its_agency_alone_and_raw_sql_adds_nothing(desk):
    one, other = desk.granted(), desk.granted("500.00")
    run = desk.pay(one).run

    for role, there in (("RLP", True), ("PAY", False), ("FND", False), ("DAT", False), ("PMJ", False), ("ADM", False)):
        with desk.world.as_(role):
            assert PaymentRun.objects.exists() == RunItem.objects.exists() == there, role
    add = (
        "INSERT INTO compensation_runitem (run_id, application_id, number, outcome, reason) VALUES (%s, %s, %s, '', '')"
    )
    with person.as_user(desk.payer):
        assert refused(add, [run.pk, other.pk, 2]) == "42501"  # not paid in this run
        assert refused(add, [run.pk, one.pk, 2]) == "23505"  # in one run at most, and once in it
        assert refused("UPDATE compensation_paymentrun SET regime = 'fund'") == "42501"
        assert refused("UPDATE compensation_runitem SET amount = 1, outcome = 'paid', answered_at = now()") == "42501"
        by_hand = "UPDATE compensation_runitem SET outcome = 'returned', reason = 'x', answered_at = now()"
        assert refused(by_hand) == "42501"  # only together with the payment
        assert refused("UPDATE compensation_runitem SET outcome = 'paid', answered_at = now()") == ""  # the control
        assert sql("SELECT amount, payee_code FROM compensation_runitem") == [(one.amount, one.payee_code)]


def test_what_the_bank_returned_stays_granted_and_is_paid_again_to_another_account(desk):
    chosen = desk.granted()
    first = desk.pay(chosen).run
    assert len(desk.answer(first, ("returned", "ปิดบัญชีแล้ว")).returned) == 1
    assert (desk.state(chosen), desk.paid()) == ("returned", 0)
    assert desk.office.balances() == {"state.granted": 30000, "state.payable": -30000}

    with pytest.raises(ValidationError, match="correct it first"):
        desk.pay(chosen, key="state-key-2")
    with person.as_user(desk.keeper):
        account = BankAccount.objects.get()
        account.bank = "004"
        actions.save(account, by=desk.keeper)
    second = desk.pay(chosen, key="state-key-2").run

    assert (desk.state(chosen), desk.paid()) == ("paid", 30000)
    again = desk.answer(first, ("returned", "ปิดบัญชีแล้ว"))
    assert (again.returned, len(again.same)) == ([], 1)  # the old file read once more returns nothing of the new run
    assert len(desk.answer(second, ("paid", "")).paid) == 1
    with person.as_user(desk.office.officer):
        kinds = [(one.kind, one.again) for one in Entry.objects.filter(record_id=chosen.pk).order_by("kind", "again")]
        assert kinds == [("approval", 0), ("payment", 0), ("payment", 1), ("reversal", 0)]
    desk.office.application = chosen
    desk.office.move("reverse", reverse_reason="ผิดคน")
    assert desk.office.balances() == {}


def test_what_came_back_by_hand_is_answered_on_its_line_too(desk):
    run = desk.pay(desk.granted()).run

    desk.office.move("return", user=desk.payer, return_reason="ชื่อบัญชีไม่ตรง")

    with person.as_user(desk.payer):
        assert runs.totals(run) == {"returned": (1, Decimal("30000.00"))}
        with pytest.raises(ValidationError, match="answered for every payment"):
            bankfile.export(run, by=desk.payer, reason="โอนเงินรอบเดือนเมษายน")


def test_the_ledger_takes_no_second_payment_while_the_first_stands(desk):
    """The control of `again`: paid a second time without a return, even by the system, which no guard stops."""
    chosen = desk.granted()
    desk.pay(chosen)
    set_to = "UPDATE compensation_stateapplication SET status = '{}', return_reason = 'x' WHERE id = %s"

    with person.as_system("a test"):
        assert refused(";".join(map(set_to.format, ("granted", "paid"))), [chosen.pk] * 2) == "23505"
        assert refused(";".join(map(set_to.format, ("returned", "paid"))), [chosen.pk] * 2) == ""  # the control
    with person.as_user(desk.payer):
        assert refused(set_to.format("granted"), [chosen.pk]) == "42501"


def test_an_account_is_of_the_person_to_whom_it_pays_and_stays_there(desk):
    chosen = desk.granted(account=False)
    with desk.world.as_("PMJ"):
        other = make("people", by=desk.world.user("PMJ"))
        actions.assign(other.matter, by=desk.world.user("PMJ"), agency=desk.world.rights, basis="protection")
    values = {"application": chosen, "bank": "004", "account_number": "1", "account_name": "x"}

    with person.as_user(desk.payer):
        with pytest.raises(DatabaseError), transaction.atomic():
            BankAccount(matter_id=other.pk, **values).save()
        BankAccount(matter_id=chosen.matter_id, **values).save()  # the control
        assert refused("UPDATE compensation_bankaccount SET application_id = NULL") == "42501"
        assert refused("UPDATE compensation_bankaccount SET bank = '006'") == ""
        with pytest.raises(ValidationError):
            actions.save(BankAccount(bank="004", account_number="1", account_name="x"), by=desk.payer)


def test_the_file_holds_each_account_and_every_one_of_them_is_in_the_trail(desk):
    run = desk.pay(desk.granted("1000.00"), desk.granted("20.50")).run

    with person.as_user(desk.payer):
        text = bankfile.export(run, by=desk.payer, reason="โอนเงินรอบเดือนเมษายน")
    with person.as_user(desk.office.officer), pytest.raises(actions.Refused):
        bankfile.export(run, by=desk.office.officer, reason="อยากดู")

    rows = list(csv.reader(io.StringIO(text.lstrip(bankfile.BOM))))
    assert [row[0] for row in rows] == ["H", "D", "D", "T"]
    assert rows[0][4:7] == ["2", "1020.50", desk.payer.username]
    assert {row[4] for row in rows[1:3]} == {"1234567890"}
    with desk.world.as_("AUD"):
        events = Event.objects.filter(record_type__in=("bank-accounts", "payment-runs"), verb__in=("reveal", "export"))
        assert sorted(event.verb for event in events) == ["export", "reveal", "reveal"]


def test_the_same_pages_serve_the_states_payer(desk):
    chosen = desk.granted("30000.00")
    mine = browser(desk.payer)

    listed = mine.get("/payment-runs/").content.decode()
    look = mine.post("/payment-runs/", {"payment": str(chosen.pk), "step": "look"}).content.decode()
    body = {
        "payment": str(chosen.pk),
        "step": "pay",
        "key": "key-of-a-page",
        "paid_on": timezone.localdate().isoformat(),
    }
    paid, again = mine.post("/payment-runs/", body), mine.post("/payment-runs/", body)
    run = mine.get(paid.headers["Location"]).content.decode()

    assert "State compensation" in listed
    assert f"/state-applications/{chosen.pk}/" in listed
    assert chosen.payee_code in look
    assert paid.headers["Location"] == again.headers["Location"]
    assert "State compensation" in run
    assert f"/state-applications/{chosen.pk}/" in run
    stranger = browser(desk.world.user("PAY"))
    assert stranger.get(paid.headers["Location"]).status_code == 404


def test_the_payer_records_the_account_from_the_application(desk):
    chosen = desk.granted(account=False)
    mine = browser(desk.payer)
    where = f"{reverse('records:add', args=['bank-accounts'])}?application={chosen.pk}"

    form = mine.get(where).content.decode()
    made = mine.post(
        where, {"application": str(chosen.pk), "bank": "006", "account_number": "1234567890", "account_name": "น.ส. เอ"}
    )

    assert 'name="payment"' not in form
    assert f'type="hidden" name="application" value="{chosen.pk}"' in form
    assert made.status_code == 302, made.content.decode()
    with person.as_user(desk.payer):
        account = BankAccount.objects.get()
        assert (account.matter_id, account.application_id) == (chosen.matter_id, chosen.pk)
    page = mine.get(f"/bank-accounts/{account.pk}/")
    assert page.status_code == 200
    assert f"/state-applications/{chosen.pk}/" in page.content.decode()
    assert mine.get(reverse("records:change", args=["bank-accounts", account.pk])).status_code == 200


def test_the_same_api_serves_the_states_payer_and_a_program_needs_his_records(desk):
    chosen = desk.granted("30000.00")
    body = {"payments": [str(chosen.pk)], "paid_on": timezone.localdate().isoformat()}
    program = Caller(desk.payer, record_types=["state-applications"])

    assert Caller(desk.payer_two, record_types=["fund-payments"]).get("payment-runs/").status == 403
    assert program.post("payment-runs/preview/", {"payments": body["payments"]}).body["total"] == "30000.00"
    run = program.post("payment-runs/", body, Idempotency_Key="state-run-1")
    assert (run.status, run.body["regime"]) == (201, "state_comp")
    [item] = program.get(f"payment-runs/{run.body['id']}/").body["payments"]
    assert (item["payment"], item["record_type"], item["amount"]) == (str(chosen.pk), "state-applications", "30000.00")
    content = f"H,ACTIP-BANK-1\nD,{item['reference']},30000.00,returned,closed\nT,1"
    assert program.post(f"payment-runs/{run.body['id']}/answer/", {"content": content}).body["returned"] == [
        item["reference"]
    ]
    assert desk.state(chosen) == "returned"
