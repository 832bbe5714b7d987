"""Statements planned once per connection answer as the ORM does, whatever happened to the connection."""

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql import base

from actip.accounts import person
from actip.accounts.backend import prepared
from actip.accounts.backend.base import DatabaseWrapper
from actip.accounts.models import User
from tests.worlds import World

pytestmark = pytest.mark.django_db
BY_KEY = prepared.Query(lambda: User.objects.select_related("agency").filter(pk=0))
SUM = "SELECT %s::int + %s::int, '50 %%'"
OTHER = "SELECT %s::int - %s::int, '50 %%'"  # of the control, which leaves it spoilt


def test_a_query_gives_what_the_orm_gives_with_what_is_joined(world, django_assert_num_queries):
    user = world.user("POL")
    BY_KEY(user.pk)

    with django_assert_num_queries(1):
        found = BY_KEY.first(user.pk)
        assert (found, found.agency, found.sessions) == (user, world.police, user.sessions)
    assert BY_KEY(0) == []
    assert BY_KEY.first(0) is None


@pytest.fixture(autouse=True)
def _nothing_is_kept_yet(db):
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    connection._forget_kept()


@pytest.fixture
def acting(world):
    with person.as_user(world.user("POL")):
        yield


def test_a_statement_is_kept_by_the_connection_and_called_with_other_values(acting):
    assert prepared.rows(SUM, [1, 2]) == [(3, "50 %")]
    assert prepared.rows(SUM, [2, 2]) == [(4, "50 %")]
    assert SUM in connection.kept_statements


def test_it_outlives_a_transaction_that_was_undone(acting):
    with transaction.atomic():
        prepared.rows("SELECT %s::int * 2", [1])
        transaction.set_rollback(True)

    assert prepared.rows("SELECT %s::int * 2", [4]) == [(8,)]


def test_behind_a_pooler_nothing_is_kept(settings, acting):
    settings.DATABASE_POOLED = True

    assert prepared.rows("SELECT %s::int - %s::int", [3, 1]) == [(2,)]
    assert "SELECT %s::int - %s::int" not in connection.kept_statements


def test_a_connection_keeps_only_so_many_and_gives_up_what_was_not_asked_for_longest(monkeypatch, acting):
    monkeypatch.setattr(prepared, "MOST", 2)

    for value in (0, 1, 0, 2):
        assert prepared.rows(f"SELECT %s::int + {value}", [1]) == [(1 + value,)]

    assert list(connection.kept_statements) == ["SELECT %s::int + 0", "SELECT %s::int + 2"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (2,)


def test_a_kept_plan_shows_each_person_her_own_rows(world):
    """The plan is the same for everybody; whom it shows what is asked anew each time."""
    from tests.factories import make

    officer = world.user("POL")
    with person.as_user(officer):
        make("cases", by=officer)
    seen = {}
    for who in (officer, world.user("HOT"), None, officer):
        with person.acting(person.of(who) if who else None):
            seen.setdefault(who and who.role, []).extend(prepared.rows("SELECT count(*) FROM cases_case"))

    assert seen == {"POL": [(1,), (1,)], "HOT": [(0,)], None: [(0,)]}


def test_what_sql_injected_into_a_request_puts_in_its_place_is_thrown_away(world):
    """A kept statement outlives its request: the next person must not run what somebody left there."""
    officer = world.user("POL")
    with person.as_user(officer):
        assert prepared.rows(SUM, [1, 2]) == [(3, "50 %")]
        name = connection.kept_statements[SUM]
        with connection.cursor() as cursor:
            cursor.execute(f"DEALLOCATE {name}; PREPARE {name} (int, int) AS SELECT 666, 'somebody else was here'")

    with person.as_user(world.user("HOT")):
        assert prepared.rows(SUM, [1, 2]) == [(3, "50 %")]


def test_without_the_look_it_would_be_run(world, monkeypatch):
    """The control of the test above."""
    officer = world.user("POL")
    with person.as_user(officer):
        prepared.rows(OTHER, [1, 2])
        name = connection.kept_statements[OTHER]
        with connection.cursor() as cursor:
            cursor.execute(f"DEALLOCATE {name}; PREPARE {name} (int, int) AS SELECT 666, 'somebody else was here'")
            cursor.execute(f"SELECT {prepared.KEPT}")
            connection.kept_seen = cursor.fetchone()[0]

    with person.as_user(world.user("HOT")):
        assert prepared.rows(OTHER, [1, 2]) == [(666, "somebody else was here")]
    with connection.cursor() as cursor:
        cursor.execute(f"DEALLOCATE {connection.kept_statements.pop(OTHER)}")
        cursor.execute(f"SELECT {prepared.KEPT}")
        connection.kept_seen = cursor.fetchone()[0]


def test_a_statement_is_not_kept_beside_one_that_is_not_ours(world):
    with person.as_user(world.user("POL")):
        with connection.cursor() as cursor:
            cursor.execute("PREPARE theirs AS SELECT 1")

        assert prepared.rows("SELECT %s::int * 3", [2]) == [(6,)]
        assert "SELECT %s::int * 3" not in connection.kept_statements
    with person.as_user(world.user("POL")):
        assert prepared.rows("SELECT %s::int * 3", [2]) == [(6,)]
        assert list(connection.kept_statements) == ["SELECT %s::int * 3"]


def spoil(sql: str) -> None:
    """As SQL injected into a request would: another statement in the place of a kept one."""
    with connection.cursor() as cursor:
        name = connection.kept_statements[sql]
        cursor.execute(f"DEALLOCATE {name}; PREPARE {name} (int, int) AS SELECT 666, 'somebody else was here'")


def test_after_somebody_left_nothing_is_kept_while_nobody_acts(acting):
    with person.acting(None):
        assert prepared.rows("SELECT %s::int * 5", [2]) == [(10,)]
    assert "SELECT %s::int * 5" not in connection.kept_statements


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_whose_token_it_is_is_asked_of_what_was_looked_over():
    """Before anybody acts, too, a statement of an earlier request's making is thrown away."""
    with transaction.atomic():
        assert prepared.rows(SUM, [1, 2]) == [(3, "50 %")]
        spoil(SUM)

    with transaction.atomic():
        assert prepared.rows(SUM, [1, 2]) == [(3, "50 %")]
    assert prepared.rows("SELECT %s::int * 7", [2]) == [(14,)]
    assert "SELECT %s::int * 7" not in connection.kept_statements  # no transaction, no look


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_a_request_did_before_it_said_who_it_was_runs_as_nobody():
    with transaction.atomic():
        officer = World().user("POL")
    for then in (person.as_user(officer), person.as_system("a step of the program")):
        with transaction.atomic():
            prepared.rows(OTHER, [1, 2])
            spoil(OTHER)
            with then:
                assert prepared.rows(OTHER, [3, 2]) == [(1, "50 %")]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: connection.cursor().execute("SELECT 1"),
        lambda: User.objects.exists(),
        lambda: list(User.objects.all().iterator()),
    ],
)
def test_whatever_is_asked_besides_is_reason_to_look_again(acting, ask):
    prepared.rows(SUM, [1, 2])
    connection.say_who()
    prepared.rows(SUM, [2, 2])
    assert not connection.is_touched, "a kept statement leaves nothing behind, so the next transaction looks no more"

    ask()

    assert connection.is_touched


def test_what_would_leave_no_trace_would_be_run(world, monkeypatch):
    """The control: a statement that is not noticed."""
    with person.as_user(world.user("POL")):
        prepared.rows(OTHER, [1, 2])
        connection.say_who()
        unnoticed = base.DatabaseWrapper.validate_no_broken_transaction
        monkeypatch.setattr(DatabaseWrapper, "validate_no_broken_transaction", unnoticed)
        spoil(OTHER)
    monkeypatch.undo()
    with person.as_user(world.user("HOT")):
        assert prepared.rows(OTHER, [1, 2]) == [(666, "somebody else was here")]
    connection.is_touched = True


def test_a_cursor_opened_before_the_look_is_noticed_when_it_is_used_after_it(world):
    with person.as_user(world.user("POL")):
        prepared.rows(SUM, [1, 2])
        old = connection.cursor()
        connection.say_who()
        assert not connection.is_touched
        name = connection.kept_statements[SUM]
        old.execute(f"DEALLOCATE {name}; PREPARE {name} (int, int) AS SELECT 666, 'somebody else was here'")

    with person.as_user(world.user("HOT")):
        assert prepared.rows(SUM, [1, 2]) == [(3, "50 %")]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_new_connection_begins_anew():
    with transaction.atomic():
        world = World()
    connection.close()
    for value in (2, 5):
        with person.as_user(world.user("POL")), transaction.atomic():
            assert prepared.rows(SUM, [1, value]) == [(1 + value, "50 %")]
            assert list(connection.kept_statements) == [SUM]
        connection.close()
