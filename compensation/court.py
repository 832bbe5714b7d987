"""What must be on record before a claim goes a step further."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _


def count_claim(claim, by):
    """Which claim of hers it is; the database counts again, for of two at once the second waits there."""
    claim.number = 1 + type(claim).objects.filter(person=claim.person_id).count()


def a_head_is_claimed(claim, by):
    """A claim says what is claimed."""
    if not claim.heads.filter(status="stands").exists():
        raise ValidationError(_("First record at least one head with its amount."), code="no_head")


def an_order_is_recorded(claim, by):
    """What the court ordered stands in orders, one for each defendant."""
    if not claim.orders.exclude(status="overturned").exists():
        raise ValidationError(_("First record what was ordered of each defendant."), code="no_order")


def something_came(claim, by):
    """A part has come when a receipt says so."""
    if received(claim) == 0:
        raise ValidationError(_("First record the receipt."), code="no_receipt")


def everything_came(claim, by):
    """Everything has come when nothing is owed any more, and something came."""
    something_came(claim, by)
    if outstanding(claim) > 0:
        raise ValidationError(
            _("Something is still owed. Record what came, or write the rest off with a reason."), code="owed"
        )


def claimed(claim) -> Decimal:
    """The sum of the heads that stand, in THB."""
    return claim.heads.filter(status="stands").aggregate(found=Sum("amount"))["found"] or Decimal(0)


def ordered(claim) -> Decimal:
    """What the orders that stand come to, changes on appeal included, each joint debt once, in THB."""
    found = Decimal(0)
    for order in claim.orders.exclude(status="overturned").filter(same_debt_as=None):
        appeals = order.changes.filter(kind="appeal", status="stands").aggregate(found=Sum("amount"))["found"]
        found += order.amount + (appeals or Decimal(0))
    return found


def received(claim) -> Decimal:
    """What came for any of its orders and was not reversed, in THB."""
    return sum((order.received() for order in claim.orders.all()), Decimal(0))


def outstanding(claim) -> Decimal:
    """What is still owed under all its orders, in THB."""
    return sum((order.outstanding() for order in claim.orders.all()), Decimal(0))
