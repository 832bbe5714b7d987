"""doctor finds nothing wrong in a whole installation, and each trouble when there is one."""

import io

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from actip.access import checks
from actip.accounts import person
from actip.records import catalogue
from actip.records.management.commands import secure
from actip.setup import doctor
from actip.setup.secrets import new_key
from tests.conftest import empty  # noqa: F401 - tests that commit are cleaned up by it
from tests.factories import make
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def broken():
    """Run SQL as the owner; row security is put right again afterwards."""

    def run(statement: str) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(statement)

    yield run
    secure.apply()


def wrong(name: str) -> str:
    return " ".join(finding.wrong for finding in doctor.examine(name)[name])


@pytest.mark.parametrize(
    "name", ["keys", "evidence", "database", "roles", "migrations", "row security", "keys of the database", "ledger"]
)
def test_a_whole_installation_has_nothing_wrong(name, settings):
    settings.SECRET_KEY, settings.ACTIP_ANCHOR_KEY = "long enough to be a secret key of a site", new_key()

    assert wrong(name) == ""


def test_a_table_without_row_security_is_named(broken):
    table = next(iter(catalogue.all_types())).table

    broken(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")

    assert table in wrong("row security")


def test_a_matrix_that_differs_in_the_database_is_seen(broken):
    broken("DELETE FROM actip.matrix WHERE ctid IN (SELECT ctid FROM actip.matrix LIMIT 1)")

    assert "another access matrix" in wrong("row security")


def test_a_ledger_out_of_balance_is_seen(broken):
    """A line put in past everything: by the owner, with the constraint and the triggers switched off."""
    with transaction.atomic():
        pmj = World().user("PMJ")
        with person.as_user(pmj):
            victim = make("people", by=pmj)
    day = "now(), 'FPY', 'fund'"
    broken("ALTER TABLE compensation_line DISABLE TRIGGER USER")
    broken("ALTER TABLE compensation_entry DISABLE TRIGGER USER")
    broken(
        f"INSERT INTO compensation_entry (id, matter_id, on_day, code, regime, kind, record_type, record_id, note, posted_at)"
        f" VALUES (gen_random_uuid(), '{victim.matter_id}', {day}, 'payment', 'fund-payments', gen_random_uuid(), '', now())"
    )
    broken(
        f"INSERT INTO compensation_line (entry_id, matter_id, on_day, code, regime, account, debit, credit, category, residence)"
        f" SELECT id, matter_id, {day}, 'fund.help', 5, 0, '', '' FROM compensation_entry"
    )
    broken("ALTER TABLE compensation_line ENABLE TRIGGER USER")
    broken("ALTER TABLE compensation_entry ENABLE TRIGGER USER")

    assert "differ by 5.00 THB" in wrong("ledger")


def test_a_policy_that_shows_records_to_nobody_is_seen(broken):
    broken(
        "INSERT INTO access_matter (id, kind, number, status, opened_at, touched_at, reach) VALUES "
        "(gen_random_uuid(), 'report', 'R-1', 'new', now(), now(), '{0}')"
    )
    broken("CREATE POLICY everyone ON access_matter FOR SELECT TO actip_app USING (true)")

    found = wrong("row security")
    broken("DROP POLICY everyone ON access_matter")

    assert "nobody acts" in found


def test_a_context_key_that_the_database_does_not_know_is_seen(settings):
    settings.ACTIP_CONTEXT_KEY = "another key than the one in the database"

    assert "ACTIP_CONTEXT_KEY" in wrong("row security")


def test_a_clock_that_is_wrong_is_seen(monkeypatch):
    now = doctor.time.time()
    monkeypatch.setattr(doctor.time, "time", lambda: now + 45)

    assert "clocks" in wrong("row security")


def test_a_connection_that_could_bypass_row_security_is_seen(monkeypatch):
    monkeypatch.setattr(checks, "connection", connections["owner"])

    found = wrong("roles")

    assert "actip_migrator" in found
    assert "owns" in found


def test_a_missing_role_is_seen(monkeypatch):
    monkeypatch.setitem(doctor.ROLES, "actip_somebody", "")

    assert "actip_somebody" in wrong("roles")


def test_a_migration_that_is_not_applied_is_counted(broken):
    broken("UPDATE django_migrations SET name = 'x' || name WHERE app = 'sessions'")

    found = wrong("migrations")
    broken("UPDATE django_migrations SET name = substr(name, 2) WHERE app = 'sessions'")

    assert "1 migrations" in found


def test_a_version_that_is_not_supported_is_named(monkeypatch):
    monkeypatch.setattr(doctor, "OLDEST", 99)

    assert "PostgreSQL is of version" in wrong("database")


@pytest.mark.parametrize("name", ["ACTIP_MASTER_KEY", "ACTIP_CONTEXT_KEY", "ACTIP_ANCHOR_KEY"])
def test_a_key_that_is_missing_is_named(settings, name):
    setattr(settings, name, "")

    assert name in wrong("keys")


@pytest.mark.parametrize("pepper", ["", "pepper"])
def test_passwords_without_a_pepper_are_told(settings, pepper):
    settings.PASSWORD_PEPPER = pepper

    assert "PASSWORD_PEPPER" in wrong("keys")


def test_a_place_where_no_evidence_can_be_stored_is_told(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.EVIDENCE_DIR = tmp_path / "not yet" / "there"
    assert wrong("evidence") == ""

    settings.EVIDENCE_DIR = tmp_path / "file" / "evidence"
    assert "cannot be stored" in wrong("evidence")
    assert not (tmp_path / "not yet").exists(), "doctor makes nothing"


def test_a_worker_that_does_not_answer_is_missed():
    assert doctor._worker(patience=0)


def test_messages_that_are_not_compiled_are_named(settings, tmp_path):
    folder = tmp_path / "locale" / "th" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text("")
    settings.BASE_DIR = tmp_path

    assert "messages of th" in wrong("messages")


def test_the_command_says_what_is_wrong_and_how_to_mend_it_and_fails(settings):
    settings.SECRET_KEY = "short"
    out = io.StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("doctor", only="keys", stdout=out)

    assert stopped.value.code == 1
    assert "SECRET_KEY is shorter" in out.getvalue()
    assert "To mend it: set it to a long random text." in out.getvalue()
