"""What the money addresses of the API share: who gets in, and how many payments are named."""

from rest_framework import serializers

from actip.records.api.plain import Plain
from actip.thai.serializers import KeyField


class Money(Plain):
    """verb: what the matrix must grant on Fund payments, if the view asks it; `Paying` asks it of what the agency pays."""

    slugs = ("fund-payments",)
    code = "FPY"


class Chosen(serializers.Serializer):
    payments = serializers.ListField(child=KeyField(), min_length=1, max_length=500)


def left_out(excluded) -> list[dict]:
    """What was not done, and why, by payee code: all that a payer knows of a person."""
    return [{"id": payment.pk, "payee_code": payment.payee_code, "reason": why} for payment, why in excluded]
