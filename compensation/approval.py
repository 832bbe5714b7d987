"""Approving many requests at once: looked over with count, sum and kinds, then each approved in its own savepoint."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.records import actions
from compensation import limits
from compensation.models import FundPayment

MOST = 200


@dataclass
class Looked:
    """What one approver can approve alone of some requests, and what not and why. Sum in THB."""

    included: list[FundPayment] = field(default_factory=list)
    excluded: list[tuple[FundPayment, str]] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        return sum((payment.amount for payment in self.included), Decimal(0))

    @property
    def kinds(self) -> list[tuple[str, Decimal]]:
        """What each kind of help comes to."""
        found: dict[str, Decimal] = {}
        for payment in self.included:
            kind = payment.get_kind_display()
            found[kind] = found.get(kind, Decimal(0)) + payment.amount
        return sorted(found.items())


def waiting(keys: Iterable) -> list[FundPayment]:
    """Those of the requests named that wait for an approver and are within reach, oldest first."""
    found = FundPayment.objects.filter(status__in=FundPayment.WAITING, pk__in=list(keys))
    return list(found.order_by("requested_at", "pk")[:MOST])


def why_not(user, payment: FundPayment) -> str:
    """Why one approver alone cannot approve it; "" where she can."""
    if payment.requested_by_id == user.pk:
        return _("Whoever asked for a payment cannot approve it.")
    may = limits.powers(user.pk, "fund", payment.kind, payment.amount, timezone.localdate())
    return _("Above the limit: a second approver and a reason are needed.") if may.exceeded else ""


def look(user, chosen: Iterable[FundPayment]) -> Looked:
    """Sort requests by whether the user can approve them alone now."""
    found = Looked()
    for payment in chosen:
        if why := why_not(user, payment):
            found.excluded.append((payment, why))
        else:
            found.included.append(payment)
    return found


def approve(chosen: Iterable[FundPayment], *, by, looked_at: Mapping[str, int | None]) -> Looked:
    """Approve what can be approved; what is refused is told and undoes nothing else.

    looked_at: id -> version that the approver had before her. A request whose amount was changed since is not approved; one
    that is not named here is approved as it is.
    """
    done = Looked()
    for payment in chosen:
        try:
            with transaction.atomic():
                actions.move(payment, "approve", by=by, version=looked_at.get(str(payment.pk)))
        except ValidationError as error:
            done.excluded.append((payment, " ".join(error.messages)))
        except actions.Conflict as clash:
            done.excluded.append((payment, str(clash)))
        except actions.OutOfReach:
            done.excluded.append((payment, _("It is not there any more.")))
        else:
            done.included.append(payment)
    return done
