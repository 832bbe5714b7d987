"""bin/check: every check that CI runs, each named and timed; all of them run even when one fails."""

import os
import subprocess
import time

from actip.setup import test
from actip.setup.environment import PYTHON
from actip.setup.places import ROOT
from actip.setup.postgres import NEWEST, OLDEST, older
from actip.setup.say import say
from actip.setup.site import OURS

CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "--quiet", "."],
    "current Django": ["-m", "django_upgrade", "--target-version", "5.2", "--check"],
    "types": ["-m", "mypy"],
    "layers": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
    "templates": ["-m", "djlint", "--lint", "--quiet", "templates"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "printed documents": ["manage.py", "print_docs", "--check"],
}
# What the database alone answers, tried again on the oldest PostgreSQL beside the embedded one.
OF_DATABASE = [
    "tests/access", "tests/audit", "tests/vault", "tests/records", "tests/compensation", "tests/victims", "tests/cases",
    "--ignore=tests/access/test_api.py", "--ignore=tests/access/test_pages.py", "-m", "not browser", "-n", "auto",
]  # fmt: skip
NO_OLDER = """
*** NO OTHER POSTGRESQL FOUND: the tests ran on the embedded one alone, and we promise versions {} to {}.
*** Install the programs of one (Debian: apt install postgresql); nothing of it needs to run.
"""
PYTHON_FILES = ("current Django",)  # given every Python file by name


def run(arguments: list[str]) -> int:
    """Run the checks, then the tests; arguments go to pytest."""
    failed = []
    with test.ready() as variables:
        for name, command in CHECKS.items():
            files = python_files() if name in PYTHON_FILES else []
            if _timed(name, [PYTHON, *command, *files], variables):
                failed.append(name)
        began = time.monotonic()
        if test.pytest(variables, arguments):
            failed.append("tests")
        say(f"tests: {time.monotonic() - began:.1f} s")
    if not arguments and _fails_on_older():
        failed.append("tests on an older PostgreSQL")
    say(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def _fails_on_older() -> bool:
    """Run the database's tests on an older PostgreSQL, where there is one. Whether one failed."""
    if not (binaries := older()):
        print(NO_OLDER.format(OLDEST, NEWEST), flush=True)
        return False
    began = time.monotonic()
    with test.ready(binaries) as variables:
        code = test.pytest(variables, OF_DATABASE)
    say(f"tests on the PostgreSQL of {binaries}: {time.monotonic() - began:.1f} s")
    return bool(code)


def python_files() -> list[str]:
    """Our Python files but the migrations, which Django writes."""
    found = [path.relative_to(ROOT) for app in (*OURS, "tests") for path in ROOT.glob(f"{app}/**/*.py")]
    return [str(path) for path in found if "migrations" not in path.parts]


def _timed(name: str, command: list[str], variables: dict[str, str]) -> bool:
    """Run one check and say how it went; its output only when it failed. Whether it failed."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    say(f"{name}: {'FAILED' if done.returncode else 'good'}, {time.monotonic() - began:.1f} s")
    return bool(done.returncode)
