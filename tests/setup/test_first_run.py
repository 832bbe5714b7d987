"""What a newcomer is told when the machine is not ready: one clear sentence with what to do."""

import json
import os
import shutil
import socket
import subprocess
from collections import namedtuple
from pathlib import Path

import pytest

from actip.setup import demo, environment, places, secrets, site, test
from actip.setup.places import ROOT
from actip.setup.say import Trouble
from actip.setup.stamps import Stamps, fingerprint

Usage = namedtuple("Usage", "total used free")


def run_with_only(folder: Path, python: str, command: str) -> subprocess.CompletedProcess:
    """Run a script of bin/ on a machine whose only Python is a shell script with this text."""
    for tool in ("sh", "dirname"):
        (folder / tool).symlink_to(shutil.which(tool))
    (folder / "python3").write_text(f"#!/bin/sh\n{python}\n")
    (folder / "python3").chmod(0o755)
    variables = {"PATH": str(folder), "HOME": str(folder)}
    return subprocess.run([ROOT / "bin" / command], env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", ["demo", "test", "check", "docs", "manage"])
def test_too_old_a_python_is_named(tmp_path, command):
    old = '[ "$1" = --version ] && echo "Python 3.9.2" && exit 0; exit 1'

    done = run_with_only(tmp_path, old, command)

    assert done.returncode == 1
    assert "needs Python 3.11 or later, and this machine has Python 3.9.2" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_python_without_venv_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "nothing")
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())

    with pytest.raises(
        Trouble, match=r"without its venv module: install it \(on Debian or Ubuntu: apt install python3"
    ):
        environment._create()


def test_a_taken_port_says_which_other_one_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(Trouble, match=f"Port {port} is taken .* bin/demo --port {port + 1}"):
            demo.check_port(port)

    demo.check_port(port)


def test_a_full_disk_says_how_much_is_needed(monkeypatch, tmp_path):
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda where: Usage(10**9, 10**9, 5_000_000))

    with pytest.raises(Trouble, match=r"5 MB are free .* 700 MB are needed"):
        environment.check_disk(tmp_path, 700)


def test_a_second_demonstration_in_one_directory_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(demo, "HOME", tmp_path)

    with demo.only_one(), pytest.raises(Trouble, match="already running"), demo.only_one():
        pass
    with demo.only_one():
        pass


def test_a_database_address_without_its_owner_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://actip_app@db/actip")
    monkeypatch.delenv("OWNER_DATABASE_URL", raising=False)

    with pytest.raises(Trouble, match="OWNER_DATABASE_URL is not"):
        demo.run([])


def test_another_database_is_never_emptied(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://actip_app@db/actip")
    monkeypatch.setenv("OWNER_DATABASE_URL", "postgresql://actip_migrator@db/actip")

    with pytest.raises(Trouble, match="--reset only empties the embedded database"):
        demo.run(["--reset"])


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("Failed to establish a new connection: NewConnectionError", "could not be fetched"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "could not install"),
    ],
)
def test_a_failed_installation_is_explained(end, sentence):
    with pytest.raises(Trouble, match=sentence):
        environment._explain(end)


def test_keys_are_made_once_and_open_to_their_owner_alone(tmp_path):
    first = secrets.ensure(tmp_path / "keys")
    texts = {path: Path(path).read_text() for path in first.values()}

    second = secrets.ensure(tmp_path / "keys")

    assert first == second
    assert {path: Path(path).read_text() for path in second.values()} == texts
    assert len(set(texts.values())) == len(texts)
    assert {Path(path).stat().st_mode & 0o777 for path in texts} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_a_browser_that_is_named_but_missing_is_refused(monkeypatch):
    monkeypatch.setenv("ACTIP_CHROMIUM", "/nowhere/chromium")

    with pytest.raises(Trouble, match="/nowhere/chromium"):
        test.find_chromium()


def test_without_a_browser_the_skipped_tests_are_announced_before_and_after(monkeypatch, capsys):
    monkeypatch.setattr(test.subprocess, "run", lambda *_, **__: namedtuple("Done", "returncode")(0))

    test.pytest({}, [])

    assert capsys.readouterr().out.count("NO CHROMIUM FOUND") == 2


def test_a_step_is_done_again_only_when_its_sources_changed(tmp_path):
    source = tmp_path / "source"
    source.write_text("one")
    stamps = Stamps(tmp_path / "stamps.json")
    stamps.keep("step", fingerprint([source]))

    assert Stamps(tmp_path / "stamps.json").is_fresh("step", fingerprint([source]))
    source.write_text("two")
    assert not Stamps(tmp_path / "stamps.json").is_fresh("step", fingerprint([source]))


def test_a_torn_stamp_file_means_do_it_again(tmp_path):
    (tmp_path / "stamps.json").write_text('{"step": ')

    assert Stamps(tmp_path / "stamps.json").done == {}


def test_the_database_is_prepared_again_when_the_matrix_changes(monkeypatch, tmp_path):
    ran = []
    monkeypatch.setattr(site, "manage", lambda variables, *words: ran.append(words[0]))
    monkeypatch.delenv("SUPERUSER_DATABASE_URL", raising=False)

    assert site._files("actip/access/*.csv")
    assert site.prepare_database({}, Stamps(tmp_path / "stamps.json")) is True
    assert site.prepare_database({}, Stamps(tmp_path / "stamps.json")) is False
    (tmp_path / "stamps.json").write_text(json.dumps({"database": "older"}))
    assert site.prepare_database({}, Stamps(tmp_path / "stamps.json")) is True
    assert ran == ["migrate", "load_reference"] * 2


@pytest.mark.skipif(not places.is_root(), reason="root's own place")
def test_the_database_of_root_stands_where_everyone_may_pass():
    home = places.database_home("demo")

    assert ROOT not in home.parents
    for parent in home.parents:
        if parent.exists():
            assert parent.stat().st_mode & 0o005 == 0o005


def test_the_data_directory_is_open_to_its_owner_alone(tmp_path):
    before = os.umask(0)
    try:
        made = places.private(tmp_path / "data")
    finally:
        os.umask(before)

    assert made.stat().st_mode & 0o777 == 0o700


def test_the_databases_of_work_trees_that_are_gone_are_removed(tmp_path):
    for name, tree in (("gone", tmp_path / "no such tree"), ("there", tmp_path)):
        (tmp_path / "homes" / name / "demo").mkdir(parents=True)
        (tmp_path / "homes" / name / "work-tree").write_text(str(tree))
    (tmp_path / "homes" / "mine").mkdir()

    places.sign_for(tmp_path / "homes" / "mine")

    assert {path.name for path in (tmp_path / "homes").iterdir()} == {"there", "mine"}


@pytest.mark.parametrize("code", ["catalogue", "workflow", "sql", "access", "migrations"])
def test_whatever_row_security_is_made_from_is_watched(code):
    """A declaration that changed and was not put in force would leave the old rules in the database."""
    watched = set(site.database_sources())
    ours = [
        path
        for app in site.OURS
        for path in (site.ROOT / app).rglob("*")
        if code in path.parts and path.suffix in (".py", ".sql", ".csv") and "management" not in path.parts
    ]

    assert ours
    assert [path for path in ours if path not in watched] == []
