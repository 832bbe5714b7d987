"""Where orders and applications have room for a record: pages offer what can be added, the database refuses the rest."""

from actip.accounts.models import User
from compensation.models import Order, StateApplication
from compensation.models.state import GRANTED


def on_order(order: Order, user: User) -> bool:
    """Of several orders for one debt the first has the receipts and the changes."""
    return not order.same_debt_as_id


def of_head(application: StateApplication, user: User) -> bool:
    """What was granted stays."""
    return application.status not in GRANTED
