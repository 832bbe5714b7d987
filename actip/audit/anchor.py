"""Signed heads of the chain, kept outside the database: without one, whoever owns the database could cut the tail.

A file of JSON lines, each {"seq", "hash", "at", "signature"}, Ed25519. Keep it where the database's owner cannot write.
"""

import base64
import json
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature

from actip.audit import chain
from actip.vault import signing

KEY = "ACTIP_ANCHOR_KEY"


def _signed_text(anchor: dict) -> bytes:
    return json.dumps([anchor["seq"], anchor["hash"], anchor["at"]]).encode()


def append(path: Path, at: datetime, using: str = "owner") -> dict:
    """Sign the head as it is now and add it to the file."""
    seq, digest = chain.head(using)
    anchor = {"seq": seq, "hash": digest, "at": at.isoformat()}
    anchor["signature"] = base64.b64encode(signing.key(KEY).sign(_signed_text(anchor))).decode()
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(anchor) + "\n")
    return anchor


def read(path: Path) -> list[dict]:
    """The anchors of a file, oldest first; raises chain.Broken for a line that this key did not sign."""
    public = signing.key(KEY).public_key()
    anchors = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            anchor = json.loads(line)
            public.verify(base64.b64decode(anchor["signature"]), _signed_text(anchor))
        except (ValueError, KeyError, TypeError, InvalidSignature):
            raise chain.Broken(f"line {number} of the anchor file was not signed by this key") from None
        anchors.append(anchor)
    return anchors


def check(anchors: list[dict], using: str = "owner") -> None:
    """Every anchored head must still stand in the chain with the same hash."""
    stored = chain.hashes([anchor["seq"] for anchor in anchors], using)
    held = 0
    for anchor in sorted(anchors, key=lambda anchor: anchor["seq"]):
        seq = anchor["seq"]
        if seq and seq not in stored:
            last = chain.head(using)[0]
            raise chain.Broken(f"the end of the chain was cut: number {seq} was anchored, the last one left is {last}")
        if seq and stored[seq] != anchor["hash"]:
            raise chain.Broken(f"the chain was written again between numbers {held + 1} and {seq}")
        held = seq
