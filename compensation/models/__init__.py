"""Money: what people are owed and get under five regimes, and the ledger of it all."""

from compensation.models.bank import BankAccount
from compensation.models.claims import Claim, ClaimHead
from compensation.models.fund import FundPayment
from compensation.models.ledger import Entry, Line
from compensation.models.limits import Delegation, Limit
from compensation.models.orders import ExecutionStep, Order, OrderChange, Receipt
from compensation.models.other import IncomeEntry, WitnessCost
from compensation.models.rates import ExchangeRate
from compensation.models.runs import PaymentRun, RunItem
from compensation.models.state import StateApplication, StateHead

__all__ = [
    "BankAccount",
    "Claim",
    "ClaimHead",
    "Delegation",
    "Entry",
    "ExchangeRate",
    "ExecutionStep",
    "FundPayment",
    "IncomeEntry",
    "Limit",
    "Line",
    "Order",
    "OrderChange",
    "PaymentRun",
    "Receipt",
    "RunItem",
    "StateApplication",
    "StateHead",
    "WitnessCost",
]
