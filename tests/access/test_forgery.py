"""Trap 7: SQL injected into the application cannot become somebody else, nor leave anything behind for whoever comes next."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from actip.accounts import person
from cases.models import Case
from tests.access.conftest import acting, ids, sql


def own_context() -> str:
    return sql("SELECT current_setting('actip.context')")[0][0]


def with_context(text: str) -> tuple:
    """Who acts under a context, and how many cases that shows."""
    with transaction.atomic():
        sql("SELECT set_config('actip.context', %s, true)", [text])
        try:
            return sql("SELECT actip.me_user(), actip.is_system(), (SELECT count(*) FROM cases_case)")[0]
        finally:
            transaction.set_rollback(True)


NOBODY = (None, False, 0)
FIELDS = ("kind", "user", "agency", "role", "pid", "began", "reason", "signature")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "system"), ("user", "{other_user}"), ("agency", "{other_agency}"), ("role", "SPV"), ("pid", "1"), ("began", "1"),
        ("reason", "x"), ("signature", ""), ("signature", "0" * 64), ("signature", "é" * 64),
    ],
)  # fmt: skip
def test_a_changed_context_is_nobodys(scene, field, value):
    value = value.format(other_user=scene.stranger.pk, other_agency=scene.other.pk)
    with acting(scene.users["POL"]):
        context = own_context()
        parts = context.split("|")
        parts[FIELDS.index(field)] = value

        assert with_context(context)[0] == scene.users["POL"].pk  # the control: unchanged, it holds
        assert with_context("|".join(parts)) == NOBODY


@pytest.mark.parametrize(
    "text", ["", "|", "|||||||", "user|1|1|POL|1|1|", "system", "x" * 10_000, "a|b|c|d|e|f|g|h", "user|1"]
)
def test_nonsense_is_nobody(scene, text):
    with acting(scene.users["POL"]):
        assert with_context(text) == NOBODY


def test_a_context_signed_with_another_key_is_nobodys(scene, settings):
    with acting(scene.users["POL"]):
        pid, began = sql("SELECT pg_backend_pid(), (extract(epoch FROM now()) * 1000000)::bigint")[0]
        me = person.of(scene.users["POL"])
        assert with_context(person.signed(me, pid, began))[0] == me.user_id
        settings.ACTIP_CONTEXT_KEY = "another key"
        assert with_context(person.signed(me, pid, began)) == NOBODY


def test_a_context_of_a_moment_ago_is_nobodys(scene):
    """The same session, the same person, the transaction before: what an attacker may have noted."""
    with acting(scene.users["POL"]):
        before = own_context()
    with acting(scene.users["HOT"]):
        assert with_context(before) == NOBODY


def test_no_session_reads_the_statement_of_another(scene):
    """Both are the application's role, so each would see in pg_stat_activity what the other is writing."""
    other = connection.copy()
    try:
        with person.as_user(scene.users["SPV"]):
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute("SELECT 'where the witness sleeps'")
        with acting(scene.users["HOT"]):
            seen = "SELECT query, state FROM pg_stat_activity WHERE pid = %s"
            assert sql(seen, [other.connection.info.backend_pid]) == [("", "disabled")]
            with pytest.raises(ProgrammingError, match="permission denied"):
                sql("SET track_activities = on")
    finally:
        other.close()


def test_a_context_that_was_seen_in_another_session_opens_nothing(scene):
    """As if each could read the other's running statement in pg_stat_activity, as a superuser can."""
    other = connection.copy()
    try:
        with person.as_user(scene.users["SPV"]):
            other.set_autocommit(False)  # the victim's transaction begins
            with other.cursor() as cursor:
                cursor.execute("SELECT current_setting('actip.context')")
                stolen = cursor.fetchone()[0]
            with acting(scene.users["HOT"]):
                assert stolen.startswith(f"user|{scene.users['SPV'].pk}|")
                assert with_context(stolen) == NOBODY
        # The next transaction on the victim's own connection is the attacker's.
        other.rollback()
        with person.as_user(scene.users["HOT"]):
            other.set_autocommit(True)
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute("SELECT set_config('actip.context', %s, true)", [stolen])
                cursor.execute("SELECT actip.me_user()")
                assert cursor.fetchone() == (None,)
    finally:
        other.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM actip_private.context_key",
        "SELECT * FROM actip.matrix",
        "UPDATE actip.matrix SET wide = true",
        "INSERT INTO actip.move VALUES ('reports', 'a', 'b', 'change')",
        "UPDATE access_matter SET reach = '{0}'",
        "INSERT INTO access_feed (token, matter_id, kind, status, touched_at) SELECT 1, gen_random_uuid(), 'case', '', now()",
        "SET ROLE actip_migrator",
        "SET ROLE actip_owner",
        "SET SESSION AUTHORIZATION actip_migrator",
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases_case DISABLE TRIGGER ALL",
        "DROP POLICY see ON cases_case",
        "CREATE POLICY hole ON cases_case USING (true)",
        "SET LOCAL session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION actip.me() RETURNS text[] LANGUAGE sql AS $$ SELECT '{}'::text[] $$",
        "SELECT actip.refresh_reach(gen_random_uuid())",
        "SELECT actip.tokens_of(gen_random_uuid())",
        "SELECT actip_private.audit_write('open', '', '', NULL, '', '{}', '{}', '')",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "TRUNCATE audit_event",
        "DELETE FROM accounts_user",
        "DELETE FROM accounts_agency",
    ],
)
def test_the_applications_role_may_not(scene, statement):
    with (
        acting(scene.users["ADM"]),
        pytest.raises(DatabaseError, match=r"permission denied|must be (owner|member|superuser)"),
    ):
        sql(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMPORARY TABLE accounts_user (id int)",
        "CREATE FUNCTION pg_temp.evil() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE DOMAIN pg_temp.text AS pg_catalog.text",
        "CREATE SCHEMA evil",
        "CREATE TABLE public.evil (id int)",
        "CREATE FUNCTION public.evil() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION actip.evil() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_nothing_can_be_left_behind_for_the_next_request_of_the_connection(scene, statement):
    """A temporary table of users, found before the real one, would make the next request's user whoever the attacker likes."""
    with acting(scene.users["POL"]), pytest.raises(ProgrammingError, match="permission denied"):
        sql(statement)


@pytest.mark.django_db
def test_functions_that_act_for_their_owner_are_pinned_down():
    loose = ids(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace IN ('actip'::regnamespace, 'actip_private'::regnamespace)"
        " AND (p.prosecdef OR p.proconfig::text LIKE '%%search_path%%')"
        " AND NOT EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%%pg_temp')"
    )

    assert loose == set()


def test_the_control_the_context_does_open(scene):
    with acting(scene.users["POL"]):
        assert Case.objects.exists()
