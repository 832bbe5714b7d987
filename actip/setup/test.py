"""bin/test: the tests, on a database server of their own that is gone afterwards."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from actip.setup import environment, secrets, site
from actip.setup.places import HOME, ROOT, database_home, private
from actip.setup.postgres import Postgres
from actip.setup.say import Trouble, say, step

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
NO_BROWSER = """
*** NO CHROMIUM FOUND: every test marked `browser` is SKIPPED (journeys through real pages, accessibility, content security).
*** Install one (Debian: apt install chromium) or name one: ACTIP_CHROMIUM=/path/to/chrome bin/test
"""


def run(arguments: list[str]) -> int:
    with ready() as variables:
        return pytest(variables, arguments)


@contextmanager
def ready(binaries: Path | None = None) -> Iterator[dict[str, str]]:
    """Everything the tests need, set up; gives the environment to run them in. binaries: as for Postgres."""
    environment.ensure("dev")
    site.compile_messages()
    private(HOME / "test-data" / "static")  # whitenoise warns where there is none
    variables = secrets.ensure(HOME / "test-secrets") | {
        "ACTIP_DEMO": "1",
        "ACTIP_DATA_DIR": str(HOME / "test-data"),
        "DJANGO_SETTINGS_MODULE": "actip.settings",
        "PYTHONUNBUFFERED": "1",
    }
    if chromium := find_chromium():
        variables["ACTIP_CHROMIUM"] = chromium
    if "DATABASE_URL" in os.environ and binaries is None:
        if "OWNER_DATABASE_URL" not in os.environ:
            raise Trouble(
                "DATABASE_URL is set but OWNER_DATABASE_URL is not: the tests need a role that may create a database."
            )
        yield variables
        return
    home = database_home(f"test-{os.getpid()}-older" if binaries else f"test-{os.getpid()}")
    _sweep(home.parent)
    try:
        with Postgres(home, durable=False, binaries=binaries) as server:
            variables |= server.urls()
            with step("Starting a database for the tests"):
                site.manage(variables, "create_roles")
            yield variables
    finally:
        shutil.rmtree(home, ignore_errors=True)


def pytest(variables: dict[str, str], arguments: list[str]) -> int:
    """Run pytest; whole runs use every core."""
    blind = "ACTIP_CHROMIUM" not in variables
    if blind:
        print(NO_BROWSER, flush=True)
    whole = not any(
        argument == "-n" or argument.startswith(("-n", "tests", "--numprocesses")) for argument in arguments
    )
    command = [environment.PYTHON, "-m", "pytest", *(["-n", "auto"] if whole else []), *arguments]
    say("Running the tests")
    code = subprocess.run(command, cwd=ROOT, env=os.environ | variables, check=False).returncode
    if blind:
        print(NO_BROWSER, flush=True)
    return code


def find_chromium() -> str | None:
    """The browser for the tests: the one named, or the first one found."""
    named = os.environ.get("ACTIP_CHROMIUM")
    if named:
        if not shutil.which(named):
            raise Trouble(f"ACTIP_CHROMIUM names {named}, which is not a program that can be run.")
        return shutil.which(named)
    found = [shutil.which(name) for name in BROWSERS] + [str(path) for path in MAC_BROWSERS if path.exists()]
    return next((path for path in found if path), None)


def _sweep(homes: Path) -> None:
    """Remove what killed runs left behind."""
    for home in homes.glob("test-*"):
        with suppress(ValueError):
            if not _is_alive(int(home.name.split("-")[1])):
                shutil.rmtree(home, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
