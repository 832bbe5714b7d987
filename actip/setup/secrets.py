"""Keys for a demonstration or a test, made once on this machine and readable by their owner alone."""

import base64
import os
import secrets
import subprocess
from pathlib import Path

from actip.setup.environment import PYTHON
from actip.setup.places import ROOT, private

NAMES = ("SECRET_KEY", "ACTIP_MASTER_KEY", "ACTIP_CONTEXT_KEY", "ACTIP_ANCHOR_KEY")


def ensure(directory: Path) -> dict[str, str]:
    """The environment variables that point at the key files, which are made where missing."""
    private(directory)
    for name in NAMES:
        if not _file(directory, name).exists():
            _write(_file(directory, name), _new(name))
    return {f"{name}_FILE": str(_file(directory, name)) for name in NAMES}


def are_missing(directory: Path) -> bool:
    return not all(_file(directory, name).exists() for name in NAMES)


def _file(directory: Path, name: str) -> Path:
    return directory / name.lower()


def _new(name: str) -> str:
    if name == "ACTIP_MASTER_KEY":  # a key ring has a form of its own, and its own generator
        command = [PYTHON, "-m", "actip.vault.keys"]
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
