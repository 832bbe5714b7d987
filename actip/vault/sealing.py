"""AES-256-GCM around bytes: what is sealed opens only with its key and in the place it was sealed for."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from actip.vault import keys

VERSION = 1
NONCE = 12


class CannotOpenError(Exception):
    """The value was altered or moved from another place, or its key was destroyed."""

    def __init__(self) -> None:
        super().__init__("A protected value cannot be opened: it was altered or moved, or its key was destroyed.")


def seal(secret: bytes, reference: bytes, data: bytes, place: bytes) -> bytes:
    """Version byte, reference to the key (with its length), nonce, ciphertext and tag; bound to `place`."""
    header = bytes([VERSION, len(reference)]) + reference
    nonce = secrets.token_bytes(NONCE)
    return header + nonce + AESGCM(secret).encrypt(nonce, data, header + place)


def reference(blob: bytes) -> bytes:
    """Which key the blob asks for."""
    if len(blob) < 2 or blob[0] != VERSION:
        raise CannotOpenError
    return blob[2 : 2 + blob[1]]


def unseal(secret: bytes, blob: bytes, place: bytes) -> bytes:
    """What `seal` was given; CannotOpenError for another key, another place, or a changed byte."""
    start = 2 + len(reference(blob))
    nonce, rest = blob[start : start + NONCE], blob[start + NONCE :]
    try:
        return AESGCM(secret).decrypt(nonce, rest, blob[:start] + place)
    except (InvalidTag, ValueError):
        raise CannotOpenError from None


def seal_bytes(data: bytes, *, place: str) -> bytes:
    """Seal what belongs to no record's data key (a draft); `place` says where it is kept and must be given again."""
    ring = keys.ring()
    return seal(ring.drafts(ring.current), ring.current.encode(), data, place.encode())


def open_bytes(blob: bytes, *, place: str) -> bytes:
    """The inverse of `seal_bytes`."""
    blob = bytes(blob)
    return unseal(keys.ring().drafts(reference(blob).decode()), blob, place.encode())
