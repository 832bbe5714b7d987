"""Django's PostgreSQL engine that says at the start of every transaction who is acting."""

from django.conf import settings
from django.db.backends.postgresql import base

from actip.accounts import person


class DatabaseWrapper(base.DatabaseWrapper):
    """Adds one statement to each transaction; outside a transaction nobody is set and row security shows nothing."""

    def _set_autocommit(self, autocommit):
        super()._set_autocommit(autocommit)
        if not autocommit and person.current() is not None:
            self.say_who()

    def say_who(self) -> None:
        """Set (or clear) the signed context of the open transaction; local to it, so safe behind a pooler."""
        who = person.current()
        context = person.signed(who, self._backend_pid()) if who else ""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('actip.context', %s, true)", [context])

    def _backend_pid(self) -> int:
        if not settings.DATABASE_POOLED:
            return self.connection.info.backend_pid
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]
