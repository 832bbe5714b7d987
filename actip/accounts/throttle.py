"""Token buckets in the database: exact across processes and machines, without another server."""

import math

from actip.accounts.backend import prepared

TAKE = """
    INSERT INTO accounts_bucket AS b (key, level, filled_at) VALUES (%s, {size} - 1, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET
        level = least({size}, b.level + extract(epoch FROM clock_timestamp() - b.filled_at) * {rate}) - 1,
        filled_at = clock_timestamp()
    WHERE least({size}, b.level + extract(epoch FROM clock_timestamp() - b.filled_at) * {rate}) >= 1
    RETURNING level
"""


def take(key: str, *, size: int, per_minute: float) -> int:
    """Take one token from the bucket `key`; returns 0, or the seconds to wait when it is empty.

    The row stays locked until the transaction ends: keep buckets to short requests, such as asking for a token.
    """
    taken = prepared.rows(TAKE.format(size=int(size), rate=float(per_minute / 60)), [key[:120]])
    return 0 if taken else math.ceil(60 / per_minute)
