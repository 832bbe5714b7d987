"""Dated rates that the law gives and exchange rates, as shipped; limits of the Fund are unknown and are set by `manage.py set_limit`."""

from decimal import Decimal
from pathlib import Path

from actip.records.reference import keep, read
from compensation.models import ExchangeRate, Limit

LIMITS = Path(__file__).parent / "data" / "limits.csv"
RATES = Path(__file__).parent / "data" / "rates.csv"


def load() -> str:
    """Rates by head of state compensation; a row to be confirmed is loaded switched off."""
    rows: list[dict] = [
        {
            **row,
            "amount": Decimal(row["amount"]),
            "valid_to": row["valid_to"] or None,
            "is_active": row["is_active"] == "yes",
        }
        for row in read(LIMITS)
    ]
    rates = [row | {"rate": Decimal(row["rate"])} for row in read(RATES)]
    kept = keep(Limit, rows, ("regime", "kind", "measure", "valid_from"))
    return f"Limits of amounts: {kept}; exchange rates: {keep(ExchangeRate, rates, ('currency', 'on_day'))}"
