"""The chain of seals, recomputed in Python: finds the first event that was changed, removed or slipped in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django.db import connections, transaction

# The order of sql/audit.sql, audit_bind(). Everything comes as PostgreSQL prints it, so that no driver can alter it.
ROWS = """
SELECT s.seq, e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.kind, e.user_id, e.agency_id, e.role, e.reason,
       e.verb, e.record_type, e.record_id, e.matter_id::text, e.purpose, e.fields::text, e.detail::text, e.request_id,
       encode(s.prev_hash, 'hex'), encode(s.hash, 'hex'), s.event_id
  FROM audit_seal s LEFT JOIN audit_event e ON e.id = s.event_id
 WHERE s.seq > %s ORDER BY s.seq
"""
UNSEALED = """
SELECT e.id FROM audit_event e LEFT JOIN audit_seal s ON s.event_id = e.id WHERE s.event_id IS NULL ORDER BY e.id LIMIT 1
"""
HEAD = "SELECT seq, encode(hash, 'hex') FROM audit_seal ORDER BY seq DESC LIMIT 1"

PIECE = 5000  # events that are read and checked at once
_canonical = json.JSONEncoder(ensure_ascii=False).encode


class Broken(Exception):
    """The chain does not hold; the message names the first event where it shows."""


@dataclass
class Walk:
    """One pass over the chain, from the seal after `since`; `checked` grows as it goes."""

    using: str = "owner"
    since: int = 0
    checked: int = 0
    head: tuple[int, str] = field(default=(0, ""))

    def run(self) -> Iterator[int]:
        """Yield the number checked so far, every few thousand events; raise Broken at the first fault."""
        with transaction.atomic(using=self.using), connections[self.using].cursor() as cursor:
            self.head = self._start(cursor)
            with connections[self.using].chunked_cursor() as rows:
                rows.execute(ROWS, [self.since])
                while chunk := rows.fetchmany(PIECE):
                    self._check(chunk)
                    yield self.checked
            cursor.execute(UNSEALED)
            if found := cursor.fetchone():
                raise Broken(f"event {found[0]} was inserted past the chain: it has no seal")

    def _start(self, cursor) -> tuple[int, str]:
        if not self.since:
            return 0, ""
        cursor.execute("SELECT seq, encode(hash, 'hex') FROM audit_seal WHERE seq = %s", [self.since])
        if found := cursor.fetchone():
            return found
        raise Broken(f"number {self.since} of the chain was removed: there is no seal to start from")

    def _check(self, chunk) -> None:
        seq, before = self.head
        for row in chunk:
            seq += 1
            if row[0] != seq:
                raise Broken(f"number {seq} of the chain was removed: the next seal found is number {row[0]}")
            if row[1] is None:
                raise Broken(f"event {row[18]}, number {seq} of the chain, was removed: its seal is left")
            if row[16] != before or sha256(_canonical(row[:17]).encode()).hexdigest() != row[17]:
                raise Broken(f"event {row[1]}, number {seq} of the chain, was changed")
            before = row[17]
        self.checked += len(chunk)
        self.head = seq, before


def head(using: str = "owner") -> tuple[int, str]:
    """Number and hash of the last seal; (0, "") for an empty trail."""
    with connections[using].cursor() as cursor:
        cursor.execute(HEAD)
        return cursor.fetchone() or (0, "")


def hashes(seqs: list[int], using: str = "owner") -> dict[int, str]:
    """The stored hash of each of these numbers that the chain has."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT seq, encode(hash, 'hex') FROM audit_seal WHERE seq = ANY(%s)", [seqs])
        return dict(cursor.fetchall())
