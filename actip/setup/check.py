"""bin/check: every check that CI runs, each named and timed; all of them run even when one fails."""

import os
import subprocess
import time

from actip.setup import test
from actip.setup.environment import PYTHON
from actip.setup.places import ROOT
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
    say(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


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
