"""Numbers of matters that are loaded and not opened: made at random, as those that the database gives, so that nothing tells what one may not know."""

import secrets
from collections.abc import Callable
from datetime import date

from actip.access.models import LETTERS

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread


def new_number(kind: str, on: date, choose: Callable[[str], str] = secrets.choice) -> str:
    """For instance C69-7K3Q-F2DM: kind, Buddhist-era year, 40 random bits."""
    letters = "".join(choose(ALPHABET) for _ in range(8))
    return f"{LETTERS[kind]}{(on.year + 543) % 100:02d}-{letters[:4]}-{letters[4:]}"
