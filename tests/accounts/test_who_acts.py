"""Who acts is told along with the first statement that asks for it; whatever does not ask for it sees nothing."""

import pytest
from django.db import DatabaseError, DataError, connection, transaction

from actip.accounts import clients, person
from actip.accounts.backend import prepared
from actip.accounts.backend.base import DatabaseWrapper
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
ME = "SELECT coalesce((actip.me())[2], 'nobody')"


@pytest.fixture
def two():
    """Two officers."""
    with transaction.atomic():
        world = World()
        return world.user("POL"), world.user("HOT")


def me() -> str:
    """By a kept statement."""
    return prepared.rows(ME)[0][0]


def asked() -> str:
    """By a statement of Django's."""
    with connection.cursor() as cursor:
        cursor.execute(ME)
        return cursor.fetchone()[0]


def past_the_engine() -> str:
    with connection.connection.cursor() as cursor:
        cursor.execute(ME)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("ask", [me, asked])
def test_each_person_in_turn_is_the_one_who_asks(two, ask):
    one, other = (str(user.pk) for user in two)
    seen = []
    with transaction.atomic():
        seen.append(ask())
        with person.as_user(two[0]):
            seen += [ask(), ask()]
            with person.as_user(two[1]):
                seen.append(ask())
            seen.append(ask())
            with person.acting(None):
                seen.append(ask())
        seen.append(ask())

    assert seen == ["nobody", one, one, other, one, "nobody", "nobody"]


def test_until_a_statement_of_the_engine_nobody_acts_and_whatever_goes_past_it_sees_nothing(two):
    with transaction.atomic(), person.as_user(two[0]):
        assert past_the_engine() == "nobody"
        assert me() == past_the_engine() == str(two[0].pk)


def test_whoever_takes_over_is_told_at_once_so_that_nothing_runs_as_the_one_before(two):
    with transaction.atomic(), person.as_user(two[0]):
        me()
        with person.as_user(two[1]):
            assert past_the_engine() == str(two[1].pk)
        with person.acting(None):
            assert past_the_engine() == "nobody"


def test_who_came_and_left_without_asking_is_never_told(two):
    with transaction.atomic():
        with person.as_user(two[0]):
            pass
        assert me() == asked() == "nobody"
        with person.as_user(two[0]), person.as_user(two[1]):
            assert me() == str(two[1].pk)


@pytest.mark.parametrize("ask", [me, asked])
def test_what_is_undone_to_a_savepoint_leaves_the_one_acting_who_acted_before_it(two, ask):
    with transaction.atomic(), person.as_user(two[0]):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        assert ask() == str(two[0].pk)
    with transaction.atomic():
        with transaction.atomic(), person.as_user(two[0]):
            assert ask() == str(two[0].pk)
            transaction.set_rollback(True)
        assert ask() == "nobody"
        with transaction.atomic(), person.as_user(two[0]):
            transaction.set_rollback(True)  # before anything was asked
        assert ask() == "nobody"
        with person.as_user(two[1]):
            assert ask() == str(two[1].pk)


def test_what_went_wrong_while_another_acted_is_told_as_it_was_and_undoing_it_lets_the_first_act_again(two):
    with transaction.atomic(), person.as_user(two[0]):
        with pytest.raises(DataError), transaction.atomic(), person.as_user(two[1]), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        assert me() == asked() == past_the_engine() == str(two[0].pk)


def test_a_transaction_that_cannot_begin_is_none_and_the_next_one_works(two, monkeypatch):
    def fail(self):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    with monkeypatch.context() as broken:
        broken.setattr(DatabaseWrapper, "_look_over", fail)
        with pytest.raises(DataError), person.as_user(two[0]), transaction.atomic():
            raise AssertionError("it has begun")
    with person.as_user(two[0]), transaction.atomic():
        assert me() == str(two[0].pk)


def test_a_new_transaction_begins_with_nobody_or_with_who_acts(two):
    with person.as_user(two[0]):
        for _each in range(2):
            with transaction.atomic():
                assert me() == str(two[0].pk)
    with transaction.atomic():
        assert me() == "nobody"


def test_the_holder_of_a_token_needs_no_other_look_and_labels_are_cleared(two):
    with person.as_system("a program of this test"), transaction.atomic():
        client = clients.register(client_id="who-acts", like=two[0], purpose="test", record_types=[])
        token = clients.issue(client)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET actip.act = 'left behind'")
    with transaction.atomic():
        me()  # looked over: from here on nothing but kept statements
    with transaction.atomic():
        assert connection.transaction is None
        person.enter(person.of(clients.holder(token).user))
        assert (me(), label()) == (str(client.user_id), "")
    person.enter(None)
    connection.close()  # and the setting with it


def label() -> str:
    return prepared.rows("SELECT current_setting('actip.act', true)")[0][0]


def test_without_the_context_nobody_acts(two, monkeypatch):
    """The control: what is told makes the difference."""
    monkeypatch.setattr(DatabaseWrapper, "now_told", lambda self: "")
    with transaction.atomic(), person.as_user(two[0]):
        assert me() == "nobody"
