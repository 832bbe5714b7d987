"""Keys, made on this machine and readable by their owner alone: for a demonstration, a test, or an agency's installation."""

import base64
import os
import secrets
from pathlib import Path

from actip.setup.places import private

NAMES = (
    "SECRET_KEY",
    "ACTIP_MASTER_KEY",
    "ACTIP_CONTEXT_KEY",
    "ACTIP_ANCHOR_KEY",
    "ACTIP_PACKET_KEY",
    "PASSWORD_PEPPER",
)


def ensure(directory: Path, mode: int = 0o600) -> dict[str, str]:
    """The environment variables that point at the key files, which are made where missing."""
    private(directory)
    for name in NAMES:
        write_once(_file(directory, name), new_ring() if name == "ACTIP_MASTER_KEY" else new_key(), mode)
    return {f"{name}_FILE": str(_file(directory, name)) for name in NAMES}


def is_lost(directory: Path) -> bool:
    """Whether the key without which nothing protected can be read is gone."""
    return not _file(directory, "ACTIP_MASTER_KEY").exists()


def new_key() -> str:
    """32 random bytes in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def new_ring() -> str:
    """A fresh key ring in the form of actip.vault.keys, which cannot be imported before anything is installed."""
    return f"key1:{new_key()}\nindex:{new_key()}\n"


def write_once(path: Path, text: str, mode: int = 0o600) -> None:
    """Write a secret that is not there yet; one that exists is kept."""
    if path.exists():
        return
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        os.fchmod(file.fileno(), mode)
        file.write(text)


def _file(directory: Path, name: str) -> Path:
    return directory / name.lower()
