"""Money: payments of the Anti-Trafficking in Persons Fund."""

from compensation.models.fund import FundPayment

__all__ = ["FundPayment"]
