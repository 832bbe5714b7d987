"""The same statements under row security and past it: the application's role and one that bypasses it, in turn."""

from django.db import connection, connections, transaction

from actip.accounts import person
from actip.accounts.backend import prepared
from benchmarks.clock import Times, once

OURS = ("access_", "cases_", "victims_", "actip.keys", "actip.feed_count")


class Switch:
    """Row security on and off for one person, everything else the same."""

    def __init__(self, session):
        self.session = session

    def statements(self, request) -> list[tuple[str, tuple]]:
        """What a request asks of protected tables."""
        found = []

        def keep(execute, sql, params, many, context):
            kept = {f"EXECUTE {name}": text for text, name in connection.kept_statements.items()}
            sql = kept.get(sql.partition("(")[0], sql)
            if any(name in sql for name in OURS):
                found.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(keep):
            request()
        return found

    def run(self, alias: str, statements: list[tuple[str, tuple]]) -> None:
        with person.as_user(self.session.user), transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            for sql, params in statements:
                prepared.execute(cursor, sql, params or ())
                cursor.fetchall()

    def requests(self, address: str, blocks: int = 12, each: int = 12) -> tuple[Times, Times]:
        """Whole requests, in blocks by turns: the application connects as itself, then as the role that bypasses."""
        kept = {True: [], False: []}
        own = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
        other = {name: connections["owner"].settings_dict[name] for name in ("USER", "PASSWORD")}
        for block in range(2 * blocks):
            is_on = block % 2 == 0
            connection.close()
            connection.settings_dict.update(own if is_on else other)
            self.session.refill()
            with connection.cursor() as cursor:
                cursor.execute("SET max_parallel_workers_per_gather = 0")
            times = [once(lambda: self.session.api(address)) for _ in range(each)]
            kept[is_on] += times[4:]
        connection.close()
        connection.settings_dict.update(own)
        return Times(kept[True]), Times(kept[False])
