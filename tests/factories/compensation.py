"""Factories of the money side."""

from datetime import date
from decimal import Decimal

from compensation import models
from tests.factories.base import Base, of


@of("fund-payments")
class FundPayment(Base):
    class Meta:
        model = models.FundPayment

    kind = "living"
    amount = Decimal("3000.00")
    purpose = "ค่าใช้จ่ายประจำเดือน"


@of("bank-accounts")
class BankAccount(Base):
    class Meta:
        model = models.BankAccount

    bank = "006"
    account_number = "1234567890"
    account_name = "น.ส. เอ ไข่"


@of("claims")
class Claim(Base):
    class Meta:
        model = models.Claim


@of("claim-heads")
class ClaimHead(Base):
    class Meta:
        model = models.ClaimHead

    head = "lost_wages"
    amount = Decimal("100000.00")
    basis = "มาตรา 35: ค่าจ้าง 10 เดือน"


@of("orders")
class Order(Base):
    class Meta:
        model = models.Order

    ordered_on = date(2026, 1, 20)
    amount = Decimal("80000.00")
    punitive = Decimal("20000.00")


@of("order-changes")
class OrderChange(Base):
    class Meta:
        model = models.OrderChange

    kind = "interest"
    on_day = date(2026, 2, 20)
    amount = Decimal("500.00")
    reason = "ดอกเบี้ยถึงวันที่รับเงิน"


@of("execution-steps")
class ExecutionStep(Base):
    class Meta:
        model = models.ExecutionStep

    kind = "writ"
    on_day = date(2026, 2, 1)


@of("receipts")
class Receipt(Base):
    class Meta:
        model = models.Receipt

    received_on = date(2026, 2, 25)
    amount = Decimal("1000.00")
    source = "execution"
    document = "บค. 1/2569"


@of("state-applications")
class StateApplication(Base):
    class Meta:
        model = models.StateApplication

    knew_on = date(2026, 1, 6)


@of("state-heads")
class StateHead(Base):
    class Meta:
        model = models.StateHead

    head = "treatment"
    asked = Decimal("30000.00")


@of("witness-costs")
class WitnessCost(Base):
    class Meta:
        model = models.WitnessCost

    programme = "WP-7K3QF2DM"
    kind = "general"
    head = "food"
    paid_on = date(2026, 2, 1)
    amount = Decimal("2500.00")


@of("income-entries")
class IncomeEntry(Base):
    class Meta:
        model = models.IncomeEntry

    kind = "wage"
    place = "outside"
    on_day = date(2026, 2, 1)
    amount = Decimal("9000.00")
    source = "โรงงานเย็บผ้า"
    consent = "ย.1/69"
