"""Whether the keys are those of this database. Beside its data it keeps a mark of each key, which tells nothing of the key.

A database that meets other keys of the same name (restored where new ones had been made) would go on: old values could
not be opened, new ones would be sealed with keys that nobody looks for, and a name that is there would not be found.
"""

from django.db import connections

from actip.vault import keys


def of_ring() -> dict[str, str]:
    """Name -> mark of every key that is given now; `index` is the one of the blind index."""
    ring = keys.ring()
    return {name: keys.mark(secret) for name, secret in {**ring.masters, keys.INDEX: ring.index}.items()}


def keep(database: str) -> None:
    """Keep the marks of keys that come for the first time. `database`: the connection of the deploying role."""
    with connections[database].cursor() as cursor:
        for name, mark in of_ring().items():
            cursor.execute(
                "INSERT INTO actip_private.key_mark (name, mark) VALUES (%s, %s) ON CONFLICT (name) DO NOTHING",
                [name, mark],
            )


def strange(database: str = "default") -> list[str]:
    """Names of keys that are given now and are others than this database knows by these names."""
    names, marks = map(list, zip(*of_ring().items(), strict=True))
    with connections[database].cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('actip.strange_keys(text[], text[])') IS NOT NULL")
        if not cursor.fetchone()[0]:  # a database that no migration has reached yet
            return []
        cursor.execute("SELECT actip.strange_keys(%s, %s)", [names, marks])
        return cursor.fetchone()[0]
