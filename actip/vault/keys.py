"""The key ring: master keys from the settings, and the separate keys derived from them.

`python -m actip.vault.keys` prints a fresh ring. To rotate: put a new line on top, start the program anew, run
`manage.py rotate_keys` (with `--data` where somebody may know data keys themselves), then take the old line out. The
`index` line stays for as long as the tokens that were made with it.
"""

import base64
import binascii
import re
import secrets
import sys
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

INDEX = "index"
LENGTH = 32
LINE = re.compile(r"([A-Za-z0-9._-]{1,32}):([A-Za-z0-9+/=_-]+)")
MISSING = (
    "ACTIP_MASTER_KEY is missing, and without it nothing protected can be written or read. Give it (or a file that "
    "holds it, as ACTIP_MASTER_KEY_FILE) what `python -m actip.vault.keys` prints, and keep a copy in a safe place."
)


@dataclass(frozen=True)
class Ring:
    """Master keys by id; `current` wraps whatever is new, the others only open what is old."""

    current: str
    masters: dict[str, bytes] = field(repr=False)
    index: bytes = field(repr=False)

    def wrapping(self, master_id: str) -> bytes:
        """The key that wraps data keys under this master."""
        return _derived(self._master(master_id), "wrapping")

    def drafts(self, master_id: str) -> bytes:
        """The key for what the system keeps for a moment, drafts for instance."""
        return _derived(self._master(master_id), "drafts")

    def tokens(self) -> bytes:
        """The key of the blind index: it outlives rotation, since tokens cannot be made again without the names."""
        return _derived(self.index, "tokens")

    def _master(self, master_id: str) -> bytes:
        if master_id not in self.masters:
            raise ImproperlyConfigured(f"ACTIP_MASTER_KEY lacks the line {master_id!r}, still needed: put it back.")
        return self.masters[master_id]


def mark(secret: bytes) -> str:
    """By which a key is known again; nothing of it can be computed from that."""
    return _derived(secret, "mark").hex()


def ring() -> Ring:
    """The ring of this installation; ImproperlyConfigured, in a sentence, without a usable one."""
    return _parsed(settings.ACTIP_MASTER_KEY)


def new_ring() -> str:
    """The text of a fresh ring: one master key and the secret of the blind index."""
    return "".join(f"{name}:{base64.b64encode(secrets.token_bytes(LENGTH)).decode()}\n" for name in ("key1", INDEX))


@lru_cache(maxsize=4)
def _parsed(text: str) -> Ring:
    if not text.strip():
        raise ImproperlyConfigured(MISSING)
    found: dict[str, bytes] = {}
    for number, line in enumerate(text.split(), start=1):
        name, secret = _line(line, number)
        if name in found:
            raise ImproperlyConfigured(f"ACTIP_MASTER_KEY names the key {name!r} twice.")
        found[name] = secret
    masters = {name: secret for name, secret in found.items() if name != INDEX}
    if not masters:
        raise ImproperlyConfigured("ACTIP_MASTER_KEY holds an index line only; it needs a master key as well.")
    oldest = list(masters.values())[-1]
    return Ring(current=next(iter(masters)), masters=masters, index=found.get(INDEX, oldest))


def _line(line: str, number: int) -> tuple[str, bytes]:
    match = LINE.fullmatch(line)
    try:
        secret = base64.b64decode(match[2].translate(str.maketrans("-_", "+/")), validate=True) if match else b""
    except binascii.Error:
        secret = b""
    if match is None or len(secret) != LENGTH:
        raise ImproperlyConfigured(
            f"Line {number} of ACTIP_MASTER_KEY is not `id:base64 of {LENGTH} bytes`, as `python -m actip.vault.keys` prints."
        )
    return match[1], secret


@lru_cache(maxsize=32)
def _derived(secret: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), LENGTH, salt=None, info=f"actip vault {purpose} 1".encode()).derive(secret)


if __name__ == "__main__":
    sys.stdout.write(new_ring())
