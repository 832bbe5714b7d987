"""Token buckets in the database: exact across processes and machines, without another server."""

import math

from django.db import connection

TAKE = """
    INSERT INTO accounts_bucket AS b (key, level, filled_at) VALUES (%(key)s, %(size)s - 1, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET
        level = least(%(size)s, b.level + extract(epoch FROM clock_timestamp() - b.filled_at) * %(rate)s) - 1,
        filled_at = clock_timestamp()
    WHERE least(%(size)s, b.level + extract(epoch FROM clock_timestamp() - b.filled_at) * %(rate)s) >= 1
    RETURNING level
"""


def take(key: str, *, size: int, per_minute: float) -> int:
    """Take one token from the bucket `key`; returns 0, or the seconds to wait when it is empty.

    The row stays locked until the transaction ends: keep buckets to short requests, such as asking for a token.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"key": key[:120], "size": size, "rate": per_minute / 60})
        return 0 if cursor.fetchone() else math.ceil(60 / per_minute)
