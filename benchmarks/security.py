"""The same under row security and past it: the application's role and one that bypasses it, in turn."""

import statistics
from collections.abc import Callable

from django.db import connection, connections, transaction

from actip.accounts import person
from actip.accounts.backend import prepared
from benchmarks.clock import Times, once

OURS = ("access_", "cases_", "victims_", "actip.keys", "actip.feed_")


class Switch:
    """Row security on and off for one person, everything else the same."""

    def __init__(self, session):
        self.session = session

    def statements(self, request) -> list[tuple[str, tuple]]:
        """What a request asks of protected tables."""
        found = []

        def keep(execute, sql, params, many, context):
            kept = {f"EXECUTE {name}": text for text, name in connection.kept_statements.items()}
            is_first = sql.startswith(prepared.SAYING)
            asked = kept.get(sql.removeprefix(prepared.SAYING).partition("(")[0], sql)
            if any(name in asked for name in OURS):
                found.append((asked, params[is_first:] if params else params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(keep):
            request()
        return found

    def run(self, alias: str, statements: list[tuple[str, tuple]]) -> None:
        with person.as_user(self.session.user), transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            for sql, params in statements:
                prepared.execute(cursor, sql, params or ())
                cursor.fetchall()

    def requests(self, request: Callable[[], object], pairs: int = 10, each: int = 50) -> tuple[Times, Times, float]:
        """Whole requests, in blocks by turns: the application connects as itself, then as the role that bypasses.

        Gives the times on and off, and the middle of the pairs' ratios: what slows the machine for a while falls on one pair.
        """
        own = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
        other = {name: connections["owner"].settings_dict[name] for name in ("USER", "PASSWORD")}
        on, off = Times(), Times()
        ratios = []
        for pair in range(pairs):
            turns = ((own, on), (other, off))
            medians = {}
            for who, times in turns if pair % 2 else turns[::-1]:
                block = self._block(who, request, each)
                times.calls += block.calls
                medians[times is on] = block.p50
            ratios.append(medians[True] / medians[False])
        connection.close()
        connection.settings_dict.update(own)
        return on, off, statistics.median(ratios)

    def _block(self, who: dict, request: Callable[[], object], each: int) -> Times:
        """Requests over a new connection of this role; the first twelve warm it up."""
        connection.close()
        connection.settings_dict.update(who)
        self.session.refill()
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
        return Times([once(request) for _ in range(each)][12:])
