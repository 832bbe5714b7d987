"""Two payers at the same moment, over connections of their own: one payment. A naive control pays twice, so the race is real."""

import threading
import time
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from actip.accounts import person
from actip.records import actions
from compensation import ledger, runs
from compensation.models import FundPayment, PaymentRun
from tests.compensation.conftest import Money
from tests.compensation.desk import DAY as STATE_DAY
from tests.compensation.desk import Desk
from tests.compensation.test_state import Office
from tests.factories import make
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
DAY = date(2026, 2, 3)


@pytest.fixture
def prepared():
    """A world, and an approved payment with an account, all committed."""
    with transaction.atomic():
        money = Money(World())
        payment = money.approve(money.ask("1000.00"))
        with person.as_user(money.keeper):
            make("bank-accounts", by=money.keeper, payment=payment)
    return money, payment


def at_once(*calls) -> list:
    """Start the calls together; answers or exceptions in the order of the calls."""
    start, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int) -> None:
        start.wait()
        try:
            answers[place] = calls[place]()
        except Exception as error:  # noqa: BLE001  what a caller was told is what is asserted
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def paid_out(money) -> Decimal:
    with transaction.atomic(), money.world.as_("FND"):
        assert ledger.out_of_balance() == 0
        return ledger.total(ledger.paid("fund", DAY, DAY))


def run_of(payment, user, key):
    def call():
        with person.as_user(user), transaction.atomic():
            return runs.pay([payment.pk], by=user, paid_on=DAY, key=key)

    return call


def move_of(payment, user):
    def call():
        with person.as_user(user), transaction.atomic():
            return actions.move(payment, "pay", by=user, facts={"paid_on": DAY})

    return call


def test_two_payers_at_once_make_one_payment(prepared):
    money, payment = prepared
    payers = (money.world.user("PAY"), money.payer_two)

    answers = at_once(*(move_of(payment, user) for user in payers))

    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refused) == 1
    assert isinstance(refused[0], ValidationError)
    assert any(
        name in str(refused[0]) for user in payers for name in (user.name_th, user.name_en)
    )  # told who was first
    assert paid_out(money) == Decimal("1000.00")


def test_two_runs_at_once_pay_each_payment_once(prepared):
    money, payment = prepared

    answers = at_once(
        run_of(payment, money.world.user("PAY"), "key-a-001"), run_of(payment, money.payer_two, "key-b-001")
    )

    assert sum(isinstance(answer, runs.Made) for answer in answers) == 1
    assert paid_out(money) == Decimal("1000.00")


def test_one_key_pressed_many_times_makes_one_run(prepared):
    money, payment = prepared
    user = money.world.user("PAY")

    answers = at_once(*(run_of(payment, user, "key-double") for _ in range(4)))

    assert [type(answer) for answer in answers] == [runs.Made] * 4
    assert [answer.is_new for answer in answers].count(True) == 1
    assert len({answer.run.pk for answer in answers}) == 1
    with transaction.atomic(), money.world.as_("PAY"):
        assert PaymentRun.objects.count() == 1
    assert paid_out(money) == Decimal("1000.00")


def test_approval_and_withdrawal_at_once_leave_one_of_them(prepared):
    money, payment = prepared

    def withdraw():
        user = money.world.user("FAP")
        with person.as_user(user), transaction.atomic():
            return actions.move(payment, "withdraw", by=user, facts={"refuse_reason": "ขอผิด"})

    answers = at_once(withdraw, move_of(payment, money.world.user("PAY")))

    assert sum(isinstance(answer, FundPayment) for answer in answers) == 1
    with transaction.atomic(), money.world.as_("FND"):
        kept = FundPayment.objects.get()
    assert paid_out(money) == (Decimal("1000.00") if kept.status == "paid" else 0)


@pytest.fixture
def granted():
    """The same for state compensation."""
    with transaction.atomic():
        desk = Desk(Office(World()))
        application = desk.granted("1000.00")
    return desk, application


def state_run(application, user, key):
    def call():
        with person.as_user(user), transaction.atomic():
            return runs.pay([application.pk], by=user, paid_on=STATE_DAY, key=key)

    return call


def test_two_payers_of_the_state_at_once_make_one_payment_and_a_double_click_one_run(granted):
    desk, application = granted

    answers = at_once(
        state_run(application, desk.payer, "key-a-001"),
        state_run(application, desk.payer, "key-a-001"),
        state_run(application, desk.payer_two, "key-b-001"),
    )

    made = [answer for answer in answers if isinstance(answer, runs.Made)]
    assert [answer.is_new for answer in made].count(True) == 1
    with transaction.atomic():
        assert desk.paid() == Decimal("1000.00")
        with person.as_user(desk.payer):
            assert PaymentRun.objects.count() == 1


@pytest.mark.usefixtures("prepared")
def test_the_control_a_naive_payer_pays_twice():
    """Read, wait, write, without lock, version or ledger constraint: what all of the above would be worth nothing without."""
    with connections["owner"].cursor() as owner:
        owner.execute("CREATE TABLE naive (id int, status text, paid int); INSERT INTO naive VALUES (1, 'approved', 0)")
        owner.execute("GRANT SELECT, UPDATE ON naive TO actip_app")

    def naive():
        from django.db import connection

        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT status FROM naive")
            if cursor.fetchone()[0] == "approved":
                time.sleep(0.3)
                cursor.execute("UPDATE naive SET status = 'paid', paid = paid + 1000")

    try:
        at_once(naive, naive)
        with connections["owner"].cursor() as owner:
            owner.execute("SELECT paid FROM naive")
            assert owner.fetchone()[0] == 2000
    finally:
        with connections["owner"].cursor() as owner:
            owner.execute("DROP TABLE naive")
