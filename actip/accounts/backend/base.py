"""Django's PostgreSQL engine that says at the start of every transaction who is acting."""

from django.conf import settings
from django.db.backends.postgresql import base

from actip.accounts import person

THIS_TRANSACTION = "SELECT pg_backend_pid(), (extract(epoch FROM now()) * 1000000)::bigint"

# How many statements this connection keeps and when the last one came: nobody can change one without changing this.
KEPT = "(SELECT (count(*), max(prepare_time))::text FROM pg_catalog.pg_prepared_statement())"
NOTHING_KEPT = "(0,)"
# What the audit trail is told of a write (audit/trail.py) begins empty: a SET of an earlier request's would outlive it.
NO_LABEL = ", set_config('actip.act', '', true), set_config('actip.request', '', true)"


class DatabaseWrapper(base.DatabaseWrapper):
    """Adds one statement to each transaction; outside a transaction nobody is set and row security shows nothing."""

    kept_open = False  # whether prepared.py may call what it keeps: only once looked over in this transaction
    transaction: tuple[int, int] | None = None  # backend and beginning of the open one, once asked

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._forget_kept()

    def get_new_connection(self, conn_params):
        self._forget_kept()
        return super().get_new_connection(conn_params)

    def _forget_kept(self) -> None:
        self.kept_statements: dict[str, str] = {}  # SQL -> name, of prepared.py
        self.kept_seen = NOTHING_KEPT
        self.is_touched = True

    def create_cursor(self, name=None):
        """Whatever is asked by it may leave something behind, so what is kept is looked over again before its next use."""
        self.is_touched = True
        return super().create_cursor(name)

    def own_cursor(self):
        """For prepared.py alone: a kept statement leaves nothing behind."""
        before = self.is_touched
        cursor = self.cursor()
        self.is_touched = before
        return cursor

    def _set_autocommit(self, autocommit):
        self.kept_open, self.transaction = False, None
        super()._set_autocommit(autocommit)
        if autocommit:
            return
        if person.current() is not None:
            self.say_who()
        elif not settings.DATABASE_POOLED:
            self._look_over()

    def say_who(self) -> None:
        """Set (or clear) the signed context of the open transaction; local to it, so safe behind a pooler.

        It holds for this transaction of this backend alone: what another session could read of it in
        pg_stat_activity opens nothing there, nor here a moment later.
        """
        who, context = person.current(), ""
        if who:
            self._look_over()
            context = person.signed(who, *self.transaction)  # type: ignore[misc]  # the look has just asked for it
        self.kept_open = who is not None
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('actip.context', %s, true)", [context])

    def _look_over(self) -> None:
        """Learn which transaction this is, and let prepared.py call what is kept, once it is what we kept."""
        if self.is_touched or not self.transaction:
            with self.connection.cursor() as cursor:
                first = "" if self.transaction else NO_LABEL
                cursor.execute(f"{THIS_TRANSACTION}, {KEPT if self.is_touched else 'NULL'}{first}")
                backend, began, kept = cursor.fetchone()[:3]
                if self.is_touched and kept != self.kept_seen:  # another hand: SQL injected earlier
                    cursor.execute("DEALLOCATE ALL")
                    self._forget_kept()
            self.transaction, self.is_touched = (backend, began), False
        self.kept_open = True
