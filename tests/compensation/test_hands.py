"""A program is no second person beside whoever made its secret: on one payment the two count as one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from actip.accounts import clients, person
from actip.accounts.models import ApiClient
from tests.cases.conftest import as_owner
from tests.compensation.conftest import refused, sql
from tests.compensation.test_step_columns import PAY_FUND, update
from tests.factories import make

pytestmark = pytest.mark.django_db
ONE_HAND, TOLD = "23514", "A program counts as whoever made its secret"


@pytest.fixture
def keeper(money):
    """An administrator who made secrets of programs, and works for the Fund since."""
    return money.world.add_user("ADM", "system", "keeper-of-programs")


def program(money, keeper, role: str, name: str):
    """The user of a program of the Fund, whose secret the keeper made and another administrator confirmed."""
    with person.as_system("a program"):
        client = clients.register(client_id=name, like=money.world.user(role), purpose="x", record_types=["*"])
    renewed(client, keeper, money.world.user("ADM"))
    return client.user


def renewed(client: ApiClient, by, confirmed_by) -> None:
    with person.as_user(by):
        clients.new_secret(client)
    with person.as_user(confirmed_by):
        client.refresh_from_db()
        clients.confirm(client, by=confirmed_by)


def becomes(user, role: str, agency) -> None:
    with person.as_system("she moves"):
        user.role, user.agency = role, agency
        user.save()


def test_who_made_a_programs_secret_does_not_pay_what_it_approved(money, keeper):
    robot = program(money, keeper, "FAP", "robot-approver")
    payment = money.approve(money.ask(), user=robot)
    becomes(keeper, "PAY", money.world.fund)

    with person.as_user(keeper):
        assert refused(update(payment, PAY_FUND)) == ONE_HAND
    with pytest.raises(ValidationError, match=TOLD):
        money.move(keeper, payment, "pay", paid_on=date(2026, 2, 3))
    assert money.pay(payment).status == "paid"  # the control: another payer does


def test_nor_does_the_program_pay_what_she_approved(money, keeper):
    robot = program(money, keeper, "PAY", "robot-payer")
    becomes(keeper, "FAP", money.world.fund)
    payment = money.approve(money.ask(), user=keeper)

    with person.as_user(robot):
        assert refused(update(payment, PAY_FUND)) == ONE_HAND
    other = money.approve(money.ask())
    assert money.move(robot, other, "pay", paid_on=date(2026, 2, 3)).status == "paid"


def test_two_programs_whose_secrets_one_person_made_are_one(money, keeper):
    approver, payer = (program(money, keeper, role, f"robot-{role.lower()}") for role in ("FAP", "PAY"))
    third = program(money, money.world.add_user("ADM", "system", "third"), "PAY", "robot-of-a-third")
    payment = money.approve(money.ask(), user=approver)

    with person.as_user(payer):
        assert refused(update(payment, PAY_FUND)) == ONE_HAND
    with person.as_user(third):
        assert refused(update(payment, PAY_FUND)) == ""


def test_another_secret_later_undoes_nothing_of_what_was_done_under_the_first(money, keeper):
    robot = program(money, keeper, "FAP", "robot-approver")
    payment = money.approve(money.ask(), user=robot)
    renewed(robot.api_client, money.world.add_user("ADM", "system", "later"), money.world.user("ADM"))
    becomes(keeper, "PAY", money.world.fund)

    with person.as_user(keeper):
        assert refused(update(payment, PAY_FUND)) == ONE_HAND


def test_the_account_that_her_program_wrote_she_does_not_pay_to(money, keeper):
    robot = program(money, keeper, "PAY", "robot-of-accounts")
    payment = money.approve(money.ask())
    with person.as_user(robot):
        make("bank-accounts", by=robot, payment=payment)
    becomes(keeper, "PAY", money.world.fund)

    with person.as_user(keeper):
        assert refused(update(payment, PAY_FUND)) == ONE_HAND
    assert money.pay(payment).status == "paid"


def test_who_only_confirmed_a_program_does_not_hold_its_secret(money, keeper):
    robot, confirmed = program(money, keeper, "FAP", "robot-approver"), money.world.user("ADM")
    payment = money.approve(money.ask(), user=robot)
    becomes(confirmed, "PAY", money.world.fund)

    with person.as_user(confirmed):
        assert refused(update(payment, PAY_FUND)) == ""


def test_programs_that_the_system_set_up_are_people_of_their_own(money):
    with person.as_system("bin/demo"):
        users = [
            clients.register(client_id=f"demo-{role.lower()}", like=money.world.user(role), purpose="x", record_types=["*"]).user
            for role in ("FAP", "PAY")
        ]  # fmt: skip
    approver, payer = users
    payment = money.approve(money.ask(), user=approver)
    with person.as_user(payer):
        assert refused(update(payment, PAY_FUND)) == ""


def test_the_control_without_the_question_one_hand_does_both(money, keeper):
    """A green run proves something only if it is the guard that refuses."""
    robot = program(money, keeper, "FAP", "robot-approver")
    payment = money.approve(money.ask(), user=robot)
    becomes(keeper, "PAY", money.world.fund)
    with person.as_user(keeper):
        [[guard]] = sql("SELECT pg_get_functiondef('actip.guard_hands'::regproc)")
        as_owner(guard[: guard.index("BEGIN")] + "BEGIN RETURN NEW; END $function$")
        try:
            assert refused(update(payment, PAY_FUND)) == ""
        finally:
            as_owner(guard)
        assert refused(update(payment, PAY_FUND)) == ONE_HAND
