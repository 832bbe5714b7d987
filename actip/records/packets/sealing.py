"""The file of a packet: parts, a manifest with their hashes, a signature over the manifest. Knows nothing of records.

A zip without compression and with fixed dates, so that the same parts always give the same bytes: whoever checks one puts
it together again and compares, and no bit outside the parts can change unseen either.
"""

import base64
import hashlib
import io
import json
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from actip.vault import signing

FORMAT = "actip-packet/1"
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
LARGEST = 20 * 1024 * 1024  # bytes of one packet
MOST = 200  # parts
# What a zip with a changed bit may raise, whichever bit it is.
DAMAGED = (zipfile.BadZipFile, ValueError, EOFError, OSError, RuntimeError, struct.error, zlib.error, OverflowError)


class TooLarge(Exception):
    """More than one packet holds."""


@dataclass
class Checked:
    """What checking a packet found: its manifest, as far as it could be read, and what is wrong; nothing means it holds."""

    manifest: dict = field(default_factory=dict)
    digest: str = ""
    faults: list[str] = field(default_factory=list)


def key() -> Ed25519PrivateKey:
    """The key that this installation seals packets with."""
    return signing.key("ACTIP_PACKET_KEY")


def public_text(public: Ed25519PublicKey) -> str:
    """A public key as it is handed to other agencies."""
    return base64.b64encode(public.public_bytes_raw()).decode()


def read_public(text: str) -> Ed25519PublicKey:
    """The key that `public_text` wrote. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))


def seal(parts: dict[str, bytes], facts: dict, private: Ed25519PrivateKey) -> tuple[bytes, str]:
    """The file, and the SHA-256 of its manifest by which the packet is known. Raises TooLarge."""
    if len(parts) > MOST or sum(map(len, parts.values())) > LARGEST:
        raise TooLarge
    listed = [
        {"name": name, "bytes": len(part), "sha256": hashlib.sha256(part).hexdigest()} for name, part in parts.items()
    ]
    manifest = json.dumps({"format": FORMAT} | facts | {"parts": listed}, ensure_ascii=False, indent=1).encode()
    signature = {"algorithm": "Ed25519", "signature": base64.b64encode(private.sign(manifest)).decode()}
    whole = {MANIFEST: manifest, SIGNATURE: json.dumps(signature).encode(), **parts}
    return wrap(whole), hashlib.sha256(manifest).hexdigest()


def wrap(parts: dict[str, bytes]) -> bytes:
    """Parts as a zip, the same bytes each time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            packed.writestr(entry, part)
    return file.getvalue()


def check(data: bytes, public: Ed25519PublicKey) -> Checked:
    """Compare a file with its manifest and the manifest with the key of whoever is said to have signed it."""
    found = Checked()
    try:
        parts = _unwrap(data)
        manifest, signature = parts.pop(MANIFEST), parts.pop(SIGNATURE)
    except (*DAMAGED, KeyError):
        found.faults.append("This is no packet, or its wrapping or the manifest is damaged or missing.")
        return found
    if not _is_signed(manifest, signature, public):
        found.faults.append("The manifest was changed, or it was not signed with this key.")
    found.digest = hashlib.sha256(manifest).hexdigest()
    try:
        found.manifest = json.loads(manifest)
        listed = {part["name"]: part["sha256"] for part in found.manifest["parts"]}
    except (ValueError, KeyError, TypeError):
        found.faults.append("The manifest cannot be read.")
        return found
    if found.manifest.get("format") != FORMAT:
        found.faults.append("The manifest is of a format that this program does not know.")
    found.faults += [f"{name} is missing." for name in listed if name not in parts]
    found.faults += [f"{name} was added." for name in parts if name not in listed]
    for name, part in parts.items():
        if name in listed and hashlib.sha256(part).hexdigest() != listed[name]:
            found.faults.append(f"{name} was changed.")
    if not found.faults and wrap({MANIFEST: manifest, SIGNATURE: signature, **parts}) != data:
        found.faults.append("Something was changed outside the parts.")
    return found


def _is_signed(manifest: bytes, signature: bytes, public: Ed25519PublicKey) -> bool:
    try:
        public.verify(base64.b64decode(json.loads(signature)["signature"], validate=True), manifest)
    except (ValueError, KeyError, TypeError, InvalidSignature):
        return False
    return True


def _unwrap(data: bytes) -> dict[str, bytes]:
    """The parts of a file; refuses what would unfold to more than a packet holds, and a name that stands there twice."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = packed.infolist()
        names = {entry.filename for entry in entries}
        if len(entries) > MOST + 2 or len(names) < len(entries) or sum(one.file_size for one in entries) > 2 * LARGEST:
            raise ValueError(len(entries))
        return {entry.filename: _read(packed, entry) for entry in entries}


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part; what cannot be read any more counts as changed, so that checking says which part it is."""
    try:
        return packed.read(entry)
    except DAMAGED:
        return b""
