"""The eleven traps of row security, each with a test and, where it can be had, a control that shows what the trap would do.

Trap 7 is in test_forgery.py, 8 and 9 in test_oracles.py.
"""

import threading

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from actip.access.models import Feed
from actip.accounts import person
from actip.records import catalogue
from cases.models import Case, Report
from tests.access.conftest import acting, ids, sql

ME = "SELECT actip.me_user()"


def plan(statement: str, *, using: str = "default", values=()) -> str:
    with connections[using].cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def who() -> int | None:
    return sql(ME)[0][0]


# 1. An operator that is not leakproof cannot use its index under row security.


def test_the_feed_is_read_by_its_index_under_row_security(scene):
    with acting(scene.users["POL"]):
        for way in ("seqscan", "bitmapscan", "sort"):
            sql(f"SET LOCAL enable_{way} = off")
        shown = plan(
            "SELECT matter_id FROM access_feed f WHERE token = 4 AND kind = 'case' AND status = 'opened'"
            " ORDER BY touched_at DESC, matter_id DESC LIMIT 50"
        )

    condition = next(line for line in shown.splitlines() if "Index Cond" in line)
    assert "token = 4" in condition
    assert "kind" in condition
    assert "status" in condition
    assert "Sort" not in shown


def test_the_control_a_pattern_loses_its_index_under_row_security(scene):
    with connections["owner"].cursor() as owner:
        owner.execute("CREATE INDEX trap ON cases_report (summary text_pattern_ops)")
    try:
        statement = "SELECT id FROM cases_report WHERE summary LIKE 'abc%%'"
        with acting(scene.users["POL"]):
            sql("SET LOCAL enable_seqscan = off")
            held_back = plan(statement)
        with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
            owner.execute("SET LOCAL enable_seqscan = off")
            free = plan(statement, using="owner")
    finally:
        with connections["owner"].cursor() as owner:
            owner.execute("DROP INDEX trap")

    assert "trap" in free
    assert "trap" not in held_back


def test_nothing_of_ours_is_declared_leakproof_and_names_are_found_by_a_function(scene):
    ours = "SELECT proname FROM pg_proc WHERE pronamespace = 'actip'::regnamespace AND proleakproof"

    assert ids(ours) == set()
    with acting(scene.users["POL"]), pytest.raises(ProgrammingError, match="permission denied"):
        sql("SELECT * FROM vault_token")


# 2. A setting of the session outlives the transaction and is inherited by whoever gets the connection next.


@pytest.mark.parametrize("local", [True, False])
def test_who_acts_ends_with_the_transaction_even_if_set_for_the_session(scene, local):
    with person.as_user(scene.users["POL"]), transaction.atomic():
        context = sql("SELECT current_setting('actip.context')")[0][0]
        sql("SELECT set_config('actip.context', %s, %s)", [context, local])
        assert Case.objects.exists()
    try:
        with transaction.atomic():
            assert (who(), Case.objects.count()) == (None, 0)
    finally:
        sql("SELECT set_config('actip.context', '', false)")


# 3. The context stands from the start of each transaction.


def test_each_transaction_begins_with_the_person_and_outside_there_is_nobody(scene):
    with person.as_user(scene.users["POL"]):
        for _ in range(2):
            with transaction.atomic():
                assert who() == scene.users["POL"].pk
        assert who() is None
        assert not Case.objects.exists()


def test_the_person_belongs_to_one_thread(scene):
    found = {}

    def look():
        with transaction.atomic():
            found["nobody"] = (person.current(), Case.objects.count())
        with person.as_user(scene.users["HOT"]), transaction.atomic():
            found["her"] = who()
        connection.close()

    with person.as_user(scene.users["POL"]), transaction.atomic():
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert who() == scene.users["POL"].pk
        assert Case.objects.exists()

    assert found == {"nobody": (None, 0), "her": scene.users["HOT"].pk}


# 4. A nested block starts no transaction.


def test_whoever_enters_an_open_transaction_acts_at_once_and_leaves_it_as_it_was(scene):
    first, second = scene.users["POL"], scene.users["HOT"]
    with transaction.atomic():
        assert who() is None
        with person.as_user(first):
            assert who() == first.pk
            with transaction.atomic(), person.as_user(second):
                assert who() == second.pk
            assert who() == first.pk
            with pytest.raises(ZeroDivisionError), person.as_user(second), transaction.atomic():
                raise ZeroDivisionError
            assert who() == first.pk
        assert who() is None


# 5. What runs after the transaction sees nothing.


def test_what_runs_after_commit_sees_no_row(scene):
    seen = []
    with person.as_user(scene.users["POL"]):
        with transaction.atomic():
            transaction.on_commit(lambda: seen.append(Case.objects.count()))
            assert Case.objects.exists()
        late = Case.objects.all()
        assert list(late) == []

    assert seen == [0]


# 6. FORCE blinds the owner of the tables; dumps and data migrations need a role that bypasses.


def test_the_owner_of_the_tables_is_blind_and_the_deploying_role_is_not(scene):
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone()[0] > 0
        cursor.execute("SET LOCAL ROLE actip_owner")
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone()[0] == 0


def test_a_dump_by_the_application_fails_instead_of_being_partial(scene):
    with acting(scene.users["POL"]):
        sql("SET LOCAL row_security = off")  # what pg_dump does
        with pytest.raises(ProgrammingError, match="would be affected by row-level security"):
            Case.objects.count()
    bypassing = ids("SELECT rolname FROM pg_roles WHERE rolname LIKE 'actip%%' AND rolbypassrls")
    assert bypassing == {"actip_migrator", "actip_backup"}


# 10. Views and materialised views act for their owner.


@pytest.mark.django_db
def test_no_view_no_materialised_view_no_foreign_table():
    """But those of what is paid, which belong to the deploying role on purpose (decision 0030, tests/access/test_few.py)."""
    known = [(f"actip.paid_{kind.table}", "v") for kind in catalogue.all_types() if kind.payable]
    known += [("actip.accounts_i_wrote", "v")]
    found = sql(
        "SELECT c.oid::regclass::text, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname IN ('public', 'actip', 'actip_private') AND c.relkind IN ('v', 'm', 'f')"
        " AND NOT coalesce(c.reloptions::text LIKE '%%security_invoker=true%%', false)"
    )

    assert sorted(found) == sorted(known)


# 11. Tables of events and history need policies of their own.


def test_the_trail_is_closed_to_all_but_auditors_and_nobody(scene):
    with transaction.atomic():
        assert ids("SELECT id FROM audit_event") == ids("SELECT event_id FROM audit_seal") == set()
    with acting(scene.users["POL"]):
        assert ids("SELECT id FROM audit_event") == set()
    with acting(scene.users["AUD"]):
        assert ids("SELECT id FROM audit_event") != set()


# A pooler in transaction mode: clients share one backend, transaction by transaction.


def test_clients_that_share_a_backend_see_their_own(scene):
    clients = [connection.copy(), connection.copy()]
    connection.ensure_connection()
    users = [scene.users["POL"], scene.stranger]
    found = []
    for client, user in [*zip(clients, users, strict=True), (clients[0], None), (clients[1], users[0])]:
        client.connection, client.autocommit = connection.connection, True
        client.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] = True
        with person.acting(person.of(user) if user else None):
            client.in_atomic_block = False
            client.set_autocommit(False)
            with client.cursor() as cursor:
                cursor.execute("SELECT actip.me_user(), (SELECT count(*) FROM cases_report)")
                found.append(cursor.fetchone())
            client.connection.rollback()
            client.set_autocommit(True)
    with person.as_user(users[0]), transaction.atomic():
        mine, feed = Report.objects.count(), Feed.objects.count()

    assert feed
    assert [row[0] for row in found] == [users[0].pk, users[1].pk, None, users[0].pk]
    assert found[0] == found[3] == (users[0].pk, mine)
    assert found[2] == (None, 0)
    assert found[1][1] != mine
