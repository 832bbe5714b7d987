"""Numbers of matters: made at random by the server, so that no gap or order tells what one may not know."""

import secrets
from datetime import date

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread
PREFIX = {"report": "R", "case": "C", "person": "P"}


def new_number(kind: str, on: date) -> str:
    """For instance C69-7K3Q-F2DM: kind, Buddhist-era year, 40 random bits."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{PREFIX[kind]}{(on.year + 543) % 100:02d}-{letters[:4]}-{letters[4:]}"
