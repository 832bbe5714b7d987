"""Where files of evidence lie: encrypted, under random names, in a directory that no web server serves."""

import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from cases.evidence import sealed

NAME = re.compile(r"[0-9a-f]{32}")


class Missing(Exception):
    """There is no such file on disk."""


@dataclass(frozen=True)
class Arrived:
    """A file that is on disk, whole: its random name, its size, the SHA-256 of its content."""

    stored_as: str
    size: int
    sha256: str


class Incoming:
    """A file while it arrives: hashed and encrypted as it comes, never in the clear on disk."""

    def __init__(self, stored_as: str, secret: bytes, file_id: UUID):
        self.stored_as, self.size, self.hash = stored_as, 0, hashlib.sha256()
        self.path = place(stored_as)
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # O_EXCL: a name is used once. The file is closed by finish or discard.
        self.out = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self.sealer = sealed.Sealer(self.out, secret, file_id)

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self.hash.update(data)
        self.sealer.write(data)

    def finish(self) -> Arrived:
        """Everything is there: on disk before anybody says that it was kept."""
        self.sealer.finish()
        self.out.flush()
        os.fsync(self.out.fileno())
        self.out.close()
        _sync(self.path.parent)
        return Arrived(self.stored_as, self.size, self.hash.hexdigest())

    def discard(self) -> None:
        """Leave nothing, also where the disk takes not even what still had to be written."""
        with suppress(OSError):
            self.out.close()
        remove(self.stored_as)


def place(stored_as: str) -> Path:
    """The path of a file. Raises ValueError for what is no random name, so that no name leads elsewhere."""
    if not NAME.fullmatch(stored_as):
        raise ValueError("not the name of a stored file")
    return Path(settings.EVIDENCE_DIR) / stored_as[:2] / stored_as


def content(stored_as: str, secret: bytes, file_id: UUID) -> Iterator[bytes]:
    """What was stored, chunk by chunk. Raises Missing, sealed.Altered."""
    try:
        source = place(stored_as).open("rb")
    except OSError:
        raise Missing from None
    with source:
        yield from sealed.opened(source, secret, file_id)


def remove(stored_as: str) -> bool:
    """Take a file away; whether it was there."""
    try:
        place(stored_as).unlink()
    except FileNotFoundError:
        return False
    return True


def older_than(age: timedelta) -> Iterator[str]:
    """Names of all files that lie here for longer than `age`."""
    before = time.time() - age.total_seconds()
    for path in sorted(Path(settings.EVIDENCE_DIR).glob("??/*")):
        if NAME.fullmatch(path.name) and path.stat().st_mtime < before:
            yield path.name


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
