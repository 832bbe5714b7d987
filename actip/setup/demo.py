"""bin/demo: the site with demonstration data, served on this machine until Ctrl-C."""

import argparse
import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from actip.setup import environment, secrets, site
from actip.setup.places import CREDENTIALS, HOME, LOGS, ROOT, SECRETS, database_home, private
from actip.setup.postgres import Postgres, die_with_parent
from actip.setup.say import Trouble, elapsed, say, step, tail
from actip.setup.stamps import Stamps, fingerprint

HOST = "127.0.0.1"
PROGRAMS = {
    "web": [
        "-m",
        "gunicorn",
        "actip.wsgi:application",
        "--workers",
        "2",
        "--threads",
        "4",
        "--timeout",
        "60",
    ],
    "worker": ["manage.py", "db_worker"],
}


def run(arguments: list[str]) -> int:
    """Set up what is missing, serve, and stop everything again at the end."""
    options = _options(arguments)
    external = "DATABASE_URL" in os.environ
    if external and "OWNER_DATABASE_URL" not in os.environ:
        raise Trouble(
            "DATABASE_URL is set but OWNER_DATABASE_URL is not: set it to a role that may make tables (see .env.example)."
        )
    if external and options.reset:
        raise Trouble(
            "--reset only empties the embedded database; drop the database behind DATABASE_URL yourself if you mean to."
        )
    with ExitStack() as stack:
        stack.enter_context(only_one())
        check_port(options.port)
        home = database_home("demo")
        if options.reset:
            with step("Removing the old demonstration data"):
                forget(home)
        environment.ensure("run")
        if secrets.is_lost(SECRETS) and (home / "stamps.json").exists() and not external:
            raise Trouble(
                "The keys in .actip/secrets are gone, so the data cannot be read: start anew with bin/demo --reset."
            )
        variables = demo_variables()
        server = None
        if external:
            stamps = Stamps(HOME / f"stamps-{fingerprint([], os.environ['DATABASE_URL'])[:12]}.json")
        else:
            with step("Starting the database"):
                server = stack.enter_context(Postgres(home))
                variables |= server.urls()
            stamps = Stamps(home / "stamps.json")
        make_ready(variables, stamps)
        serve(variables, options.port, stack, server)
    return 0


def demo_variables() -> dict[str, str]:
    """The environment of the demonstration, its own keys included."""
    return secrets.ensure(SECRETS) | {
        "ACTIP_DEMO": "1",
        "ACTIP_DATA_DIR": str(HOME),
        "ACTIP_CREDENTIALS_FILE": str(CREDENTIALS),
        "DJANGO_SETTINGS_MODULE": "actip.settings",
        "PYTHONUNBUFFERED": "1",
    }


def make_ready(variables: dict[str, str], stamps: Stamps) -> None:
    changed = site.prepare_database(variables, stamps)
    site.compile_messages()
    site.collect_static(variables)
    if changed or not stamps.is_fresh("data", "loaded") or not CREDENTIALS.exists():
        with step("Loading the demonstration data"):
            site.manage(variables, "load_demo")
        stamps.keep("data", "loaded")


def serve(variables: dict[str, str], port: int, stack: ExitStack, server: Postgres | None) -> None:
    """Run web and worker until told to stop; a database or a worker that ends by itself is started again."""
    with step("Starting the site and its worker"):
        web = stack.enter_context(child("web", variables, port))
        worker = stack.enter_context(child("worker", variables, port))
        wait_for_answer(web, port)
    say(f"Ready after {elapsed().strip()}. Choose whom to be, and sign in with one click:")
    print(f"\n    http://{HOST}:{port}/personas/\n")
    print(f"    API: http://{HOST}:{port}/api/v1/  (one client per persona: {CREDENTIALS.relative_to(ROOT)})")
    print("    Stop with Ctrl-C; the data stays. Start anew with: bin/demo --reset\n", flush=True)
    while web.poll() is None:
        if server is not None and server.mend():
            say("The database ended by itself and was started again.")
        if worker.poll() is not None:
            say("The worker ended by itself (see .actip/log/worker.log); starting another.")
            worker = stack.enter_context(child("worker", variables, port))
            time.sleep(5)
        time.sleep(0.5)
    raise Trouble(f"The site ended by itself; the end of .actip/log/web.log:\n\n{tail(LOGS / 'web.log')}")


@contextmanager
def child(name: str, variables: dict[str, str], port: int):
    """One of our processes, its output in .actip/log/, stopped at the end."""
    command = [environment.PYTHON, *PROGRAMS[name], *(["--bind", f"{HOST}:{port}"] if name == "web" else [])]
    with (private(LOGS) / f"{name}.log").open("a") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | variables, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=lambda: die_with_parent(signal.SIGTERM),
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_answer(web: subprocess.Popen, port: int) -> None:
    """Until the site answers a request without an error."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and web.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(HOST, port, timeout=10)
            connection.request("GET", "/personas/")
            if connection.getresponse().status < 400:
                return
        time.sleep(0.2)
    raise Trouble(f"The site does not answer; the end of .actip/log/web.log:\n\n{tail(LOGS / 'web.log', 30)}")


@contextmanager
def only_one():
    """Refuse a second demonstration on the same data."""
    with lock(HOME / "demo.lock") as free:
        if not free:
            raise Trouble(
                "bin/demo is already running in this directory: use that one, or stop it first (Ctrl-C where it runs)."
            )
        yield


@contextmanager
def lock(path: Path):
    """Hold a lock file while the block runs; gives whether it was free."""
    private(path.parent)
    with path.open("w") as file:
        yield _taken(file)


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise Trouble(
                f"Port {port} is taken by another program: stop that, or start with another one: bin/demo --port {port + 1}"
            ) from None


def forget(home: Path) -> None:
    """Remove the demonstration's data, keys and credentials."""
    for path in (home, SECRETS):
        shutil.rmtree(path, ignore_errors=True)
    CREDENTIALS.unlink(missing_ok=True)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/demo", description="Serve the site with demonstration data on this machine."
    )
    parser.add_argument("--port", type=int, default=8000, help="where to serve (8000 unless told)")
    parser.add_argument("--reset", action="store_true", help="throw the demonstration data away and start anew")
    return parser.parse_args(arguments)
