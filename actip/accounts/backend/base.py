"""Django's PostgreSQL engine that says at the start of every transaction who is acting."""

from django.db.backends.postgresql import base

from actip.accounts import person

THIS_TRANSACTION = "SELECT pg_backend_pid(), (extract(epoch FROM now()) * 1000000)::bigint"

# How many statements this connection keeps and when they came: nobody can change one without changing this.
KEPT = "(SELECT count(*) || ' ' || coalesce(sum(extract(epoch FROM prepare_time)), 0) FROM pg_catalog.pg_prepared_statements)"
NOTHING_KEPT = "0 0"


class DatabaseWrapper(base.DatabaseWrapper):
    """Adds one statement to each transaction; outside a transaction nobody is set and row security shows nothing."""

    kept_open = False  # whether prepared.py may call what it keeps: only once looked over for whoever acts now

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
        self.kept_open = False
        super()._set_autocommit(autocommit)
        if not autocommit and person.current() is not None:
            self.say_who()

    def say_who(self) -> None:
        """Set (or clear) the signed context of the open transaction; local to it, so safe behind a pooler.

        It holds for this transaction of this backend alone: what another session could read of it in
        pg_stat_activity opens nothing there, nor here a moment later.
        """
        who = person.current()
        self.kept_open = who is not None
        with self.connection.cursor() as cursor:
            context = ""
            if who:
                cursor.execute(f"{THIS_TRANSACTION}, {KEPT}")
                backend, began, kept = cursor.fetchone()
                context = person.signed(who, backend, began)
                if kept != self.kept_seen:  # somebody else's hand: SQL injected in an earlier request
                    cursor.execute("DEALLOCATE ALL")
                    self._forget_kept()
            cursor.execute("SELECT set_config('actip.context', %s, true)", [context])
