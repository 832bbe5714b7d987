"""Who is acting: set once per transaction in a signed context that PostgreSQL verifies.

Row security reads this context and nothing else. Nobody set means no rows. The signature binds the person to this
one transaction, so that SQL injected through the application cannot become someone else: neither by making up a
context nor by replaying one that it saw another session use.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections


@dataclass(frozen=True)
class Person:
    """A signed-in user (or API client) of one agency in one role, or the system itself with a reason."""

    user_id: int | None
    agency_id: int | None
    role: str
    reason: str = ""

    @property
    def is_system(self) -> bool:
        return self.user_id is None


_person: ContextVar[Person | None] = ContextVar("person", default=None)


def current() -> Person | None:
    """The person acting now, or None."""
    return _person.get()


def of(user) -> Person:
    """The person that a user is.

    Raises ValueError for a user who is not signed in, is inactive, or belongs to no agency.
    """
    if not user.is_authenticated or not user.is_active or user.agency_id is None:
        raise ValueError("only an active user of an agency can act")
    return Person(user.pk, user.agency_id, user.role)


def enter(person: Person | None) -> None:
    """Make `person` the one who acts, at once in an open transaction and at the start of each later one."""
    _person.set(person)
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block:
            connection.say_who()


@contextmanager
def acting(person: Person | None) -> Iterator[None]:
    """Within the block `person` acts; afterwards whoever acted before does."""
    before = _person.get()
    enter(person)
    try:
        yield
    finally:
        _person.set(before)
        for connection in connections.all(initialized_only=True):
            if connection.in_atomic_block and not connection.needs_rollback:
                connection.say_who()


def as_user(user):
    """Context manager: `user` acts."""
    return acting(of(user))


def as_system(reason: str):
    """Context manager: the program itself acts, reaching every row; `reason` is kept in the audit trail."""
    if not reason:
        raise ValueError("the system acts for a reason")
    return acting(Person(None, None, "", reason))


def of_ones_own_agency() -> dict:
    """For a link to a user: whoever acts names an officer of her own agency, so that nobody learns who works elsewhere."""
    found, acting_now = {"is_active": True, "is_client": False}, current()
    return found if acting_now is None or acting_now.is_system else found | {"agency_id": acting_now.agency_id}


def key() -> bytes:
    """The secret that signs contexts; PostgreSQL holds it where the application's role cannot read."""
    if not settings.ACTIP_CONTEXT_KEY:
        raise ImproperlyConfigured("ACTIP_CONTEXT_KEY is missing: give it 32 random bytes or more, in base64.")
    return settings.ACTIP_CONTEXT_KEY.encode()


def signed(person: Person, backend_pid: int, began: int) -> str:
    """The context as PostgreSQL expects it: seven fields and an HMAC-SHA256, divided by bars.

    began: the transaction's now() in microseconds, by the clock of the database.
    """
    fields = (
        "system" if person.is_system else "user",
        person.user_id or 0,
        person.agency_id or 0,
        person.role,
        backend_pid,
        began,
        quote(person.reason, safe=" "),
    )
    body = "|".join(map(str, fields))
    return f"{body}|{hmac.new(key(), body.encode(), hashlib.sha256).hexdigest()}"
