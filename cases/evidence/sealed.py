"""The form in which a file lies on disk: AES-256-GCM in chunks, each bound to its file, its place and whether it is the last.

    magic, version | size of a chunk | random prefix | chunk | chunk | ... | last chunk

Nonce: prefix, number of the chunk, one byte for the last. A changed, moved, missing, added or swapped chunk, a file cut
short and a file put in place of another do not open. Memory: one chunk, whatever the size. (The construction is STREAM,
Hoang, Reyhanitabar, Rogaway and Vizar 2015.)
"""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"ACTIPEV1"
CHUNK = 64 * 1024
TAG = 16
PREFIX = 7
HEADER = struct.Struct(f">8sI{PREFIX}s")


class Altered(Exception):
    """The file on disk is not what was stored."""


def content_key(secret: bytes) -> bytes:
    """The key of a file's content, apart from the one that seals its name; `secret` is its data key."""
    return HKDF(SHA256(), 32, salt=None, info=b"actip evidence content 1").derive(secret)


class Sealer:
    """Writes to `out` what it is given, encrypted; `finish` writes the last chunk. Only then is the file whole."""

    def __init__(self, out: BinaryIO, secret: bytes, file_id: UUID):
        self.out, self.cipher = out, AESGCM(content_key(secret))
        self.header = HEADER.pack(MAGIC, CHUNK, os.urandom(PREFIX))
        self.bound = self.header + file_id.bytes
        self.number, self.waiting = 0, bytearray()
        out.write(self.header)

    def write(self, data: bytes) -> None:
        """Take any number of bytes. The last chunk is held back, since only `finish` knows that it is the last."""
        self.waiting += data
        while len(self.waiting) > CHUNK:
            self._put(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]

    def finish(self) -> None:
        self._put(bytes(self.waiting), last=True)
        self.waiting.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        self.out.write(self.cipher.encrypt(nonce(self.header, self.number, last), plain, self.bound))
        self.number += 1


def opened(source: BinaryIO, secret: bytes, file_id: UUID) -> Iterator[bytes]:
    """The content, chunk by chunk, each only after its tag held. Raises Altered, at the latest at the end of a file cut short."""
    header = source.read(HEADER.size)
    try:
        magic, size, _prefix = HEADER.unpack(header)
    except struct.error:
        raise Altered from None
    if magic != MAGIC or size != CHUNK:
        raise Altered
    cipher, bound, number = AESGCM(content_key(secret)), header + file_id.bytes, 0
    block = source.read(CHUNK + TAG)
    while True:
        following = source.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(nonce(header, number, not following), block, bound)
        except (InvalidTag, ValueError):
            raise Altered from None
        if not following:
            return
        block, number = following, number + 1


def nonce(header: bytes, number: int, last: bool) -> bytes:
    """12 bytes, never twice for one file: its prefix, the number of the chunk, whether it is the last."""
    return header[-PREFIX:] + struct.pack(">IB", number, last)
