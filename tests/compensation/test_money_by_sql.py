"""What raw SQL cannot do to money, one column past the actions at a time: requests, applications, accounts, runs, delegations."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from actip.accounts import person
from actip.accounts.models import Agency
from actip.records import actions
from compensation.models import BankAccount, FundPayment
from tests.compensation.conftest import refused, sql
from tests.compensation.test_approval import delegate
from tests.compensation.test_runs import approved, pay
from tests.compensation.test_state import Office
from tests.factories import make
from tests.rows import copied

pytestmark = pytest.mark.django_db
OWN, CONSTRAINT, TWICE = "42501", "23514", "23505"


def test_a_request_is_for_the_person_it_names_and_stays_its_writers(money):
    payment = money.ask()
    table, colleague = "compensation_fundpayment", money.world.add_user("PMJ", "province", "colleague")
    with money.world.as_("PMJ"):
        assert refused(*copied(table, payment)) == ""  # the control
        assert refused(*copied(table, payment, payee_code="P69-0000-0000")) == OWN
        assert refused(*copied(table, payment, requested_by_id=None, requested_at=None)) == OWN
        assert refused(f"UPDATE {table} SET payee_code = 'P69-0000-0000'") == OWN
        assert refused(f"UPDATE {table} SET requested_at = now() - interval '1 year'") == OWN
    with person.as_user(colleague):
        assert refused(f"UPDATE {table} SET purpose = 'x'") == ""  # the control
        assert refused(f"UPDATE {table} SET requested_by_id = {colleague.pk}") == OWN


def test_an_application_is_for_the_person_it_names_and_stays_its_writers(world):
    office = Office(world)
    table, application = "compensation_stateapplication", office.application
    with person.as_user(office.officer):
        assert refused(*copied(table, application)) == ""  # the control
        assert refused(*copied(table, application, payee_code="P69-0000-0000")) == OWN
        assert refused(*copied(table, application, entered_by_id=None)) == OWN
        assert refused(*copied(table, application, amount=5)) == OWN
        assert refused(f"UPDATE {table} SET payee_code = 'P69-0000-0000'") == OWN
    with person.as_user(office.committee):
        assert refused(f"UPDATE {table} SET knew_on = knew_on") == ""  # the control
        assert refused(f"UPDATE {table} SET entered_by_id = {office.committee.pk}") == OWN


def test_what_was_asked_and_granted_under_a_head_stays(world):
    office = Office(world)
    head = office.make("state-heads", application=office.application, granted=Decimal("100.00"))
    second = office.make("state-applications", person=office.victim)
    other = office.make("state-heads", application=second, head="lost_income")
    change = "UPDATE compensation_statehead SET {} WHERE id = %s"
    office.move("apply", applied_on=date(2026, 3, 1))
    with person.as_user(office.officer):
        assert refused(change.format("asked = 1"), [head.pk]) == ""  # the control: not granted yet
        assert refused(*copied("compensation_statehead", head)) == TWICE
    office.move("grant", decided_on=date(2026, 4, 1), notified_on=date(2026, 4, 5))
    with person.as_user(office.officer):
        for what in ("asked = 1", "granted = 1", "head = 'funeral'", f"application_id = '{second.pk}'"):
            assert refused(change.format(what), [head.pk]) == OWN, what
        assert refused(*copied("compensation_statehead", head, head="funeral")) == OWN
        assert refused(change.format(f"application_id = '{office.application.pk}'"), [other.pk]) == OWN


def test_an_account_is_of_the_payment_that_it_was_written_for(money):
    approved(money)
    other = approved(money, account=False)
    with person.as_user(money.keeper):
        assert refused(f"UPDATE compensation_bankaccount SET payment_id = '{other.pk}'") == OWN


def test_an_account_is_of_the_person_who_applied(desk):
    own, office = desk.granted(), desk.office
    with office.world.as_("PMJ"):
        pmj = office.world.user("PMJ")
        stranger = make("people", by=pmj)
        actions.assign(stranger.matter, by=pmj, agency=office.world.rights, basis="protection")
    elsewhere = office.make("state-applications", person=stranger)
    with person.as_user(desk.keeper):
        account = BankAccount.objects.get(application=own)
        assert refused(*copied("compensation_bankaccount", account, is_active=False)) == ""  # the control
        assert refused(*copied("compensation_bankaccount", account)) == TWICE  # one is in use
        assert (
            refused(*copied("compensation_bankaccount", account, is_active=False, application_id=str(elsewhere.pk)))
            == OWN
        )


def test_a_run_keeps_all_that_it_was_made_with_when_its_file_is_taken(money):
    run = pay(money, [approved(money)]).run
    payer, other = money.world.user("PAY"), money.payer_two
    take = f"UPDATE compensation_paymentrun SET exported_by_id = {payer.pk}, exported_at = now()"
    with person.as_user(payer):
        assert refused(take) == ""  # the control
        for change in (
            f"id = '{uuid.uuid4()}'",
            "key = 'another'",
            "regime = 'state_comp'",
            f"agency_id = {money.world.rights.pk}",
            f"made_by_id = {other.pk}",
            "made_at = made_at - interval '1 day'",
            "paid_on = paid_on - 1",
        ):
            assert refused(f"{take}, {change} WHERE id = %s", [run.pk]) == OWN, change
        assert refused(take.replace(str(payer.pk), str(other.pk))) == OWN


def test_a_line_keeps_what_was_paid_and_the_bank_answers_it_once(money):
    first, second = approved(money), approved(money)
    run, later = pay(money, [first]).run, pay(money, [second], key="key-two-2").run
    unpaid = money.ask("7.00")
    answer = "UPDATE compensation_runitem SET outcome = 'paid', answered_at = now(){} WHERE run_id = %s"
    with money.world.as_("PAY"):
        assert refused(answer.format(""), [run.pk]) == ""  # the control
        for change in (
            f"run_id = '{later.pk}'",
            f"payment_id = '{unpaid.pk}'",
            "number = 9",
            "amount = 1",
            "payee_code = 'P69-0000-0000'",
        ):
            assert refused(answer.format(f", {change}"), [run.pk]) == OWN, change
        sql("SAVEPOINT answered")
        sql(answer.format(""), [run.pk])
        assert refused(answer.format(", reason = 'twice'"), [run.pk]) == OWN
        sql("ROLLBACK TO SAVEPOINT answered")
    alone = money.pay(approved(money, account=False))
    born = "INSERT INTO compensation_runitem (run_id, payment_id, number, outcome, reason, answered_at) VALUES (%s, %s, 9, {}, '', {})"
    with money.world.as_("PAY"):
        assert refused(born.format("''", "NULL"), [run.pk, alone.pk]) == ""  # the control
        assert refused(born.format("'paid'", "now()"), [run.pk, alone.pk]) == OWN
        assert refused(born.format("''", "NULL"), [run.pk, first.pk]) == TWICE  # it is in the run already
        [paid] = FundPayment.objects.filter(pk=first.pk)
    money.move(money.world.user("PAY"), paid, "return", return_reason="closed")
    with money.world.as_("PAY"):
        assert refused(answer.format(""), [run.pk]) == OWN  # returned is not paid


def test_a_run_is_made_taken_and_answered_by_its_payers_alone(money):
    """In one's own name, of one's own agency; who only reads payments reads runs, and who works there otherwise reads none."""
    payment = approved(money)
    run = pay(money, [payment]).run
    payer, chief, clerk = money.world.user("PAY"), money.world.user("FAP"), money.world.add_user("POL", "fund")
    again = {"key": "another", "exported_by_id": None, "exported_at": None}
    item = "INSERT INTO compensation_runitem (run_id, payment_id, number, outcome, reason, answered_at) VALUES (%s, %s, 9, '', '', NULL)"
    take = "UPDATE compensation_paymentrun SET exported_by_id = actip.me_user(), exported_at = now() RETURNING id"
    answer = "UPDATE compensation_runitem SET outcome = 'paid', answered_at = now() RETURNING run_id"
    with person.as_user(payer):
        for changed, end in (
            ({}, ""),
            ({"made_by_id": money.payer_two.pk}, OWN),
            ({"agency_id": money.world.rights.pk}, OWN),
            ({"regime": "state_comp"}, OWN),
        ):
            assert refused(*copied("compensation_paymentrun", run, **again | changed)) == end, changed
        assert sql(answer) == [(run.pk,)]
    other = money.pay(approved(money, account=False))
    for colleague in (money.payer_two, chief):
        with person.as_user(colleague):
            assert refused(item, [run.pk, other.pk]) == OWN
    with person.as_user(chief):
        assert sql("SELECT id FROM compensation_paymentrun") == [(run.pk,)]
        assert sql(take) == sql(answer) == []
    for stranger in (clerk, money.world.user("SHG")):  # the shelter reads payments, and no run of the Fund
        with person.as_user(stranger):
            assert sql("SELECT id FROM compensation_paymentrun") == sql("SELECT run_id FROM compensation_runitem") == []
    with person.as_system("the control, and a second Fund"):
        assert sql("SELECT id FROM compensation_paymentrun") == [(run.pk,)]
        money.world.agencies["fund_two"] = Agency.objects.create(code="fund_two", kind="fund", name_th="กองทุนที่สอง")
    with person.as_user(money.world.add_user("PAY", "fund_two")):
        sql(take.removesuffix(" RETURNING id"))  # of no run
    pay(money, [approved(money)], key="key-two-2", user=money.payer_two)
    with person.as_user(money.payer_two):
        assert sql("SELECT id FROM compensation_paymentrun WHERE exported_at IS NOT NULL") == []
        assert refused(item, [run.pk, other.pk]) == OWN, "nor whoever has a run of her own"


def test_a_delegation_is_read_where_it_was_given_and_ended_by_who_gave_it(money):
    chief, deputy, world = money.approver_two, money.world.user("FAP"), money.world
    given = delegate(chief, deputy)
    seen, end = "SELECT id FROM compensation_delegation", "UPDATE compensation_delegation SET ended_at = now()"
    with person.as_user(deputy):
        assert sql(seen) == [(given.pk,)]
        assert refused(f"{end} RETURNING id") == ""
        assert sql(f"{end} RETURNING id") == []  # the row is not hers to end
    give = (
        "INSERT INTO compensation_delegation (giver_id, taker_id, starts_on, ends_on, reason, created_at)"
        f" VALUES (%s, {deputy.pk}, '2026-03-01', '2026-03-02', 'x', now())"
    )
    for by, giver, answer in ((chief, chief, ""), (deputy, chief, OWN), (world.user("PAY"), world.user("PAY"), OWN)):
        with person.as_user(by):
            assert refused(give, [giver.pk]) == answer, (by, giver)  # in one's own name, by who approves herself
    for stranger in (world.user("SHG"), world.user("PAY")):  # reads payments elsewhere; pays here and reads none
        with person.as_user(stranger):
            assert sql(seen) == []
    with person.as_system("the control"):
        assert sql(seen) == [(given.pk,)]
    with person.as_user(chief):
        assert sql(f"{end} RETURNING id") == [(given.pk,)]


def test_a_delegation_is_ended_once_and_goes_to_a_colleague_who_is_there(money):
    chief, deputy = money.approver_two, money.world.user("FAP")
    elsewhere, gone = money.world.add_user("FAP", "rights", "elsewhere"), money.world.add_user("FAP", "fund", "gone")
    given = delegate(chief, deputy)
    with person.as_system("she left"):
        gone.is_active = False
        gone.save()
    give = (
        "INSERT INTO compensation_delegation (giver_id, taker_id, starts_on, ends_on, reason, created_at)"
        " VALUES (%s, %s, '2026-01-01', '2026-01-02', 'x', now())"
    )
    with person.as_user(chief):
        assert refused(give, [chief.pk, deputy.pk]) == ""  # the control
        assert refused(give, [chief.pk, elsewhere.pk]) == CONSTRAINT
        assert refused(give, [chief.pk, gone.pk]) == CONSTRAINT
        sql("UPDATE compensation_delegation SET ended_at = now() WHERE id = %s", [given.pk])
        for again in ("NULL", "now() + interval '1 day'"):
            assert refused(f"UPDATE compensation_delegation SET ended_at = {again} WHERE id = %s", [given.pk]) == OWN
