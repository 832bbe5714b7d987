"""The blind index: keyed hashes of the pieces of protected values, by which rows are found without their text.

The caller normalises and cuts values into strings (whole words, n-grams, sounds); nothing here knows Thai. A hash
belongs to one record code and kind, so that the same name gives other hashes elsewhere. Frequencies leak, hence
nothing of few values (sex, province) belongs here.
"""

import hashlib
import hmac
import uuid
from collections.abc import Iterable, Mapping

from django.db import DEFAULT_DB_ALIAS, connections
from django.views.decorators.debug import sensitive_variables

from actip.vault import keys

SHARED = "="


@sensitive_variables()
def blind(kind: str, value: str) -> int:
    """The hash of one string: 63 bits of HMAC-SHA256 under the index key."""
    message = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hmac.digest(keys.ring().tokens(), message, hashlib.sha256)[:8], "big") >> 1


@sensitive_variables()
def hashes(code: str, kind: str, strings: Iterable[str]) -> list[int]:
    """The hashes of the strings of one kind in records of one code; for who writes tokens by COPY, say.

    A kind that begins with "=" is the same in every code: only triggers compare such tokens, and no search finds them.
    """
    name = kind if kind.startswith(SHARED) else f"{code}.{kind}"
    return sorted({blind(name, value) for value in strings if value})


@sensitive_variables()
def store_tokens(
    code: str,
    row_id: uuid.UUID,
    matter_id: uuid.UUID,
    tokens: Mapping[str, Iterable[str]],
    *,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Replace all tokens of a row, in one statement; `{}` removes them.

    Whoever acts must be able to create or change records of this code in the matter, else the database refuses.
    """
    found = {kind: hashed for kind, strings in tokens.items() if (hashed := hashes(code, kind, strings))}
    arrays = ["{" + ",".join(map(str, hashed)) + "}" for hashed in found.values()]
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT actip.store_tokens(%s, %s, %s, %s::text[], %s::text[])",
            [code, row_id, matter_id, list(found), arrays],
        )
