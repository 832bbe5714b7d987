"""Factories of the money side."""

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
