"""bin/check: every check that CI runs, each named and timed; all of them run even when one fails."""

import os
import subprocess
import time

from actip.setup import test
from actip.setup.environment import PYTHON
from actip.setup.places import ROOT
from actip.setup.say import say

CHECKS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary"],
    "layers": ["importlinter.cli"],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
}
MANAGED = {
    "migrations": ["makemigrations", "--check", "--dry-run"],
    "printed documents": ["print_docs", "--check"],
}


def run(arguments: list[str]) -> int:
    """Run the checks, then the tests; arguments go to pytest."""
    failed = []
    with test.ready() as variables:
        for name, command in CHECKS.items():
            if _timed(name, [PYTHON, "-m", *command], variables):
                failed.append(name)
        for name, command in MANAGED.items():
            if _timed(name, [PYTHON, "manage.py", *command], variables):
                failed.append(name)
        began = time.monotonic()
        if test.pytest(variables, arguments):
            failed.append("tests")
        say(f"tests: {time.monotonic() - began:.1f} s")
    say(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def _timed(name: str, command: list, variables: dict[str, str]) -> bool:
    """Run one check and say how it went; its output only when it failed. Whether it failed."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    say(f"{name}: {'FAILED' if done.returncode else 'good'}, {time.monotonic() - began:.1f} s")
    return bool(done.returncode)
