"""Constraints on dates of one record: in the order in which things happen, whichever of them are known."""

from itertools import combinations

from django.db import models
from django.utils.translation import gettext_lazy as _


def in_order(name: str, *fields: str, message=None) -> models.CheckConstraint:
    """Each of the dates that are filled is no earlier than those named before it."""
    condition = models.Q()
    for early, late in combinations(fields, 2):
        unknown = models.Q(**{f"{early}__isnull": True}) | models.Q(**{f"{late}__isnull": True})
        condition &= unknown | models.Q(**{f"{late}__gte": models.F(early)})
    return models.CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message=message or _("These dates are not in the order in which things happen: look at each."),
    )


def in_state(name: str, states, message, **filled) -> models.CheckConstraint:
    """In these states a condition holds, given as lookups: `decided_on__isnull=False`."""
    return models.CheckConstraint(
        condition=~models.Q(status__in=list(states)) | models.Q(**filled), name=name, violation_error_message=message
    )
