"""Django's PostgreSQL engine that says at the start of every transaction who is acting."""

from django.conf import settings
from django.db.backends.postgresql import base

from actip.accounts import person

THIS_TRANSACTION = "SELECT pg_backend_pid(), (extract(epoch FROM now()) * 1000000)::bigint"

# How many statements this connection keeps and when the last one came: nobody can change one without changing this.
KEPT = "(SELECT (count(*), max(prepare_time))::text FROM pg_catalog.pg_prepared_statement())"
NOTHING_KEPT = "(0,)"


class DatabaseWrapper(base.DatabaseWrapper):
    """Adds one statement to each transaction; outside a transaction nobody is set and row security shows nothing."""

    kept_open = False  # whether prepared.py may call what it keeps: only once looked over in this transaction
    nobody_yet = False  # whether nobody has acted since this transaction began

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._forget_kept()

    def get_new_connection(self, conn_params):
        self._forget_kept()
        return super().get_new_connection(conn_params)

    def _forget_kept(self) -> None:
        self.kept_statements: dict[str, str] = {}  # SQL -> name, of prepared.py
        self.kept_seen = NOTHING_KEPT

    def _set_autocommit(self, autocommit):
        self.kept_open = self.nobody_yet = False
        super()._set_autocommit(autocommit)
        if autocommit:
            return
        if person.current() is not None:
            self.say_who()
        elif not settings.DATABASE_POOLED:
            self._look_over()
            self.nobody_yet = True

    def say_who(self) -> None:
        """Set (or clear) the signed context of the open transaction; local to it, so safe behind a pooler.

        It holds for this transaction of this backend alone: what another session could read of it in
        pg_stat_activity opens nothing there, nor here a moment later.
        """
        who = person.current()
        if who and (who.is_system or not self.nobody_yet):  # else a program whose token was looked up: seen just now
            self._look_over()
        self.kept_open, self.nobody_yet = who is not None, False
        with self.connection.cursor() as cursor:
            context = person.signed(who, *self.transaction) if who else ""
            cursor.execute("SELECT set_config('actip.context', %s, true)", [context])

    def _look_over(self) -> None:
        """Learn which transaction this is, and let prepared.py call what is kept, once it is what we kept."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"{THIS_TRANSACTION}, {KEPT}")
            backend, began, kept = cursor.fetchone()
            if kept != self.kept_seen:  # somebody else's hand: SQL injected in an earlier request
                cursor.execute("DEALLOCATE ALL")
                self._forget_kept()
        self.transaction, self.kept_open = (backend, began), True
