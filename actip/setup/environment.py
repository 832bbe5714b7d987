"""The virtual environment: made once, filled from the hashed lock, filled again when the lock changes."""

import importlib.util
import shutil
import subprocess
import sys
import time
from pathlib import Path

from actip.setup.places import LOGS, ROOT, VENV, private
from actip.setup.say import Trouble, say, step, tail
from actip.setup.stamps import Stamps, fingerprint

PYTHON = str(VENV / "bin" / "python")
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
NEEDED_MB = {"run": 700, "dev": 1200}


def ensure(kind: str) -> None:
    """Have a virtual environment with what `kind` ("run" or "dev") needs."""
    wanted = fingerprint([LOCKS[kind]], f"{sys.version_info[:2]}")
    stamps = Stamps(VENV / "actip-stamps.json")
    if stamps.is_fresh(kind, wanted) and _works():
        return
    check_disk(ROOT, NEEDED_MB[kind])
    if not _works():
        _create()
    _install(kind)
    stamps.keep(kind, wanted)
    if kind == "dev":  # holds everything that "run" has, in the same versions
        stamps.keep("run", fingerprint([LOCKS["run"]], f"{sys.version_info[:2]}"))


def check_disk(where: Path, megabytes: int) -> None:
    free = shutil.disk_usage(where).free // 1_000_000
    if free < megabytes:
        raise Trouble(
            f"The disk is nearly full: {free} MB are free at {where} and {megabytes} MB are needed; make room and run this again."
        )


def _works() -> bool:
    """Whether the environment is there, whole, and of this Python's version."""
    if not Path(PYTHON).exists():
        return False
    code = "import sys, pip; sys.exit(sys.version_info[:2] != " + repr(tuple(sys.version_info[:2])) + ")"
    return subprocess.run([PYTHON, "-c", code], capture_output=True, check=False).returncode == 0


def _create() -> None:
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Trouble(
            f"This Python ({sys.executable}) came without its venv module: install it "
            f"(on Debian or Ubuntu: apt install python{version}-venv) and run this again."
        )
    with step("Making a virtual environment in .venv"):
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
        )
    if made.returncode:
        raise Trouble(f"Python could not make a virtual environment in {VENV}:\n{made.stdout}{made.stderr}")


def _install(kind: str) -> None:
    log = private(LOGS) / "install.log"
    total = sum(1 for line in LOCKS[kind].read_text().splitlines() if "==" in line and "win32" not in line)
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    command += ["--only-binary", ":all:", "--no-compile", "-r", str(LOCKS[kind])]
    with step(f"Installing {total} packages, each checked against its hash"), log.open("w") as record:
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
        seen, told = 0, time.monotonic()
        for line in running.stdout or ():
            record.write(line)
            seen += line.startswith("Collecting ")
            if time.monotonic() - told > 8:
                told = time.monotonic()
                say(
                    f"  {min(seen, total)} of {total} packages fetched"
                    if seen < total
                    else "  all fetched, now unpacking them"
                )
        if running.wait():
            _explain(tail(log))


def _explain(end: str) -> None:
    if "No space left" in end:
        raise Trouble("The disk is full: make room (about 1 GB) and run this again.")
    if any(
        word in end for word in ("NewConnectionError", "Temporary failure", "Max retries", "No matching distribution")
    ):
        raise Trouble(
            f"The packages could not be fetched; check this machine's network or package mirror and run this again.\n\n{end}"
        )
    raise Trouble(f"pip could not install the packages; the whole record is in .actip/log/install.log.\n\n{end}")
