"""Remembering what was done already, so that a second start only does what changed."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """A hash over the names and contents of files, and over further words."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        total.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


class Stamps:
    """What was done, by name, in one small file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.done: dict[str, str] = json.loads(path.read_text())
        except (OSError, ValueError):
            self.done = {}

    def is_fresh(self, name: str, print_: str) -> bool:
        return self.done.get(name) == print_

    def keep(self, name: str, print_: str) -> None:
        self.done[name] = print_
        self.path.write_text(json.dumps(self.done, indent=1))
