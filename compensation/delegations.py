"""Delegations of an agency, for page and API: given and ended in one's own name."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.access.decide import decide
from actip.accounts.models import User
from compensation.models import Delegation


def takers(user) -> models.QuerySet:
    """Colleagues who approve as well."""
    colleagues = User.objects.filter(agency_id=user.agency_id, is_active=True, is_client=False).exclude(pk=user.pk)
    able = [one.pk for one in colleagues if decide(one, "FPY", "approve")]
    return colleagues.filter(pk__in=able).order_by("username")


def newest() -> models.QuerySet:
    """The newest 100 of the agency."""
    return Delegation.objects.select_related("giver", "taker").order_by("-starts_on", "-pk")[:100]


def no_taker() -> ValidationError:
    """Who was chosen does not approve."""
    return ValidationError({"taker": _("Choose a colleague who approves as well.")})


def give(delegation: Delegation) -> Delegation:
    """Save a delegation that was checked already. Raises ValidationError where the database knows better."""
    try:
        with transaction.atomic():
            delegation.save()
    except IntegrityError:
        raise no_taker() from None
    return delegation


def end(pk: int, *, by) -> None:
    """End one's own delegation now. Raises Http404."""
    if not Delegation.objects.filter(pk=pk, giver=by, ended_at__isnull=True).update(ended_at=timezone.now()):
        raise Http404
