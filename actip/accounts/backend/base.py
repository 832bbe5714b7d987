"""Django's PostgreSQL engine that says in every transaction, before its first statement, who is acting."""

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from actip.accounts import person

# How many statements this connection keeps and when the last one came: nobody can change one without changing this.
KEPT = "(SELECT (count(*), max(prepare_time))::text FROM pg_catalog.pg_prepared_statement())"
NOTHING_KEPT = "(0,)"
ACTS = "set_config('actip.context', %s, true)"
# Which transaction this is: its backend and beginning. And what the audit trail is told of a write (audit/trail.py) begins
# empty in it: a SET of an earlier request's would outlive that.
BEGUN = """ARRAY[pg_backend_pid(), (extract(epoch FROM now()) * 1000000)::bigint,
    num_nulls(set_config('actip.act', '', true), set_config('actip.request', '', true))]"""


class DatabaseWrapper(base.DatabaseWrapper):
    """Tells PostgreSQL who acts; outside a transaction nobody is set and row security shows nothing."""

    kept_open = False  # whether prepared.py may call what it keeps: only once looked over since it was touched
    is_calling = False  # whether prepared.py calls it just now
    transaction: tuple[int, int] | None = None  # backend and beginning of the open one, once asked
    is_told = False  # whether the open transaction has been told of anybody
    untold = ""  # the context of who acts, where it still has to be told: it goes with the next statement

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

    def _set_autocommit(self, autocommit):
        self.kept_open, self.transaction, self.is_told, self.untold = False, None, False, ""
        super()._set_autocommit(autocommit)
        if autocommit:
            return
        try:
            with self.wrap_database_errors:
                self._begin()
        except BaseException:
            self.close()  # Django believes that nothing was begun
            raise

    def _begin(self) -> None:
        if person.current() is not None:
            self.say_who()
        elif self.is_touched and not settings.DATABASE_POOLED:
            self._look_over()
        else:
            self.kept_open = True

    def validate_no_broken_transaction(self):
        """Django calls this before every statement of a cursor: what is no kept one of prepared.py may leave something behind."""
        super().validate_no_broken_transaction()
        if self.is_calling:
            return
        with self.wrap_database_errors:
            if not self.autocommit and not self.transaction:
                self._look_over()
            if self.untold:
                self._tell()
        self.is_touched = True

    def say_who(self) -> None:
        """Set (or clear) the signed context of the open transaction; local to it, so safe behind a pooler.

        It holds for this transaction of this backend alone: what another session could read of it in
        pg_stat_activity opens nothing there, nor here a moment later. Where nobody acted in this transaction before, it
        goes along with the next statement: until then PostgreSQL shows nothing, whatever is asked past this engine.
        """
        who, context = person.current(), ""
        if self.connection.get_transaction_status() == TRANSACTION_STATUS_INERROR:
            self.kept_open, self.untold = False, ""  # undoing it lets whoever acted before it act again
            return
        with self.wrap_database_errors:
            if who:
                self._look_over()
                context = person.signed(who, *self.transaction)  # type: ignore[misc]  # the look knows it
            self.kept_open, self.untold = who is not None, context
            if self.is_told:
                self._tell()

    def _tell(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {ACTS}", [self.now_told()])

    def now_told(self) -> str:
        """The context that is still to be told, for whoever tells it now."""
        context, self.untold, self.is_told = self.untold, "", True
        return context

    def know(self, begun: list[int]) -> None:
        """What BEGUN has answered, so that it need not be asked again."""
        self.transaction = None if self.autocommit else (begun[0], begun[1])

    def _look_over(self) -> None:
        """Learn which transaction this is, and let prepared.py call what is kept, once it is what we kept."""
        if self.is_touched or not self.transaction:
            with self.connection.cursor() as cursor:
                cursor.execute(f"SELECT {'NULL' if self.transaction else BEGUN}, {KEPT if self.is_touched else 'NULL'}")
                begun, kept = cursor.fetchone()
                if self.is_touched and kept != self.kept_seen:  # another hand: SQL injected earlier
                    cursor.execute("DEALLOCATE ALL")
                    self._forget_kept()
            self.transaction, self.is_touched = self.transaction or (begun[0], begun[1]), False
        self.kept_open = True
