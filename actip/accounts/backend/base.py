"""Django's PostgreSQL engine that says at the start of every transaction who is acting."""

from django.db.backends.postgresql import base

from actip.accounts import person

THIS_TRANSACTION = "SELECT pg_backend_pid(), (extract(epoch FROM now()) * 1000000)::bigint"


class DatabaseWrapper(base.DatabaseWrapper):
    """Adds one statement to each transaction; outside a transaction nobody is set and row security shows nothing."""

    def _set_autocommit(self, autocommit):
        super()._set_autocommit(autocommit)
        if not autocommit and person.current() is not None:
            self.say_who()

    def say_who(self) -> None:
        """Set (or clear) the signed context of the open transaction; local to it, so safe behind a pooler.

        It holds for this transaction of this backend alone: what another session could read of it in
        pg_stat_activity opens nothing there, nor here a moment later.
        """
        who = person.current()
        with self.connection.cursor() as cursor:
            context = ""
            if who:
                cursor.execute(THIS_TRANSACTION)
                context = person.signed(who, *cursor.fetchone())
            cursor.execute("SELECT set_config('actip.context', %s, true)", [context])
