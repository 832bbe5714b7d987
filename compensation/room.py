"""Where orders and applications have room for a record: pages offer what can be added, the database refuses the rest."""

from actip.accounts.models import User
from actip.records.catalogue import RecordType
from compensation.models import Order, StateApplication
from compensation.models.state import GRANTED


def below_order(order: Order, child: RecordType, user: User) -> bool:
    """Of several orders for one debt the first has the receipts and the changes."""
    return child.slug not in ("receipts", "order-changes") or not order.same_debt_as_id


def below_application(application: StateApplication, child: RecordType, user: User) -> bool:
    """What was granted stays."""
    return child.slug != "state-heads" or application.status not in GRANTED
