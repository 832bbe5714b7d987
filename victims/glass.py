"""Opening in an emergency what level b of the matrix keeps closed, looking at it, and reviewing that it was needed."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.access.decide import decide
from actip.accounts.models import User
from actip.records import actions, catalogue
from victims import tasks
from victims.models import BrokenGlass, HealthNote, Person, ShelterAddress

SHORTEST = 20
# What stands behind the glass, by slug: the rows of a person, each opened by itself.
BEHIND: dict[str, Callable[[Person], models.QuerySet[Any]]] = {
    "shelter-addresses": lambda victim: ShelterAddress.objects.filter(
        shelter__in=victim.placements.filter(status__in=("offered", "accepted", "placed"))
        .order_by(models.Case(models.When(status="placed", then=0), default=1), "-offered_on")
        .values("shelter")[:1]
    ).select_related("shelter"),
    "health-notes": lambda victim: HealthNote.objects.filter(person=victim).order_by("-noted_on"),
}


def told(by) -> models.QuerySet:
    """Who may be told at once: anybody else of the agency who signs in; supervisors first is for the form to say."""
    return User.objects.filter(agency_id=by.agency_id, is_active=True, is_client=False).exclude(pk=by.pk)


def now_open(by, matter_id, code: str = "") -> BrokenGlass | None:
    """The opening of hers that still runs."""
    now = timezone.now()
    found = BrokenGlass.objects.filter(broken_by=by, matter_id=matter_id, broken_at__lte=now, until__gt=now)
    return (found.filter(code=code) if code else found).order_by("-until").first()


def smash(victim: Person, slug: str, *, by, reason: str, second: User | None) -> BrokenGlass:
    """Open one kind of record of one person to `by` for an hour; `second` is told by e-mail and finds it on top of her work.

    Raises Refused, OutOfReach, ValidationError (no emergency described, nobody else told).
    """
    kind = catalogue.get(slug)
    if not decide(by, kind.code, "break"):
        raise actions.Refused(_("Your role does not allow this."))
    reason = (reason or "").strip()
    if len(reason) < SHORTEST:
        raise ValidationError({"reason": _("Say in 20 characters or more what the emergency is.")}, code="required")
    if second is None or not told(by).filter(pk=second.pk).exists():
        raise ValidationError({"second": _("Choose somebody else of your agency.")}, code="required")
    glass = BrokenGlass(
        matter_id=victim.matter_id, code=kind.code, reason=reason, broken_by=by, agency=by.agency, second=second
    )
    with actions.gate(BrokenGlass):
        glass.save(force_insert=True)
    glass.refresh_from_db()  # times are the database's
    tasks.tell.enqueue(second.pk)
    return glass


def look(glass: BrokenGlass, record: models.Model) -> dict[str, str]:
    """The sealed fields of one row behind the glass; the look is audited with the reason of the opening."""
    return actions.revealed(record, reason=glass.reason, glass=str(glass.pk))


def may_review(user, glass: BrokenGlass) -> bool:
    """Whether the buttons will work; the database asks again."""
    if glass.reviewed_at or glass.broken_by_id == user.pk or glass.agency_id != user.agency_id:
        return False
    if decide(user, "VPR", "oversee"):
        return True
    oversees = [one for one in told(glass.broken_by) if decide(one, "VPR", "oversee")]
    return glass.second_id == user.pk and not oversees


def review(glass: BrokenGlass, *, by, finding: str, text: str) -> None:
    """Say once whether the opening was needed. Raises ValidationError, OutOfReach."""
    if finding not in dict(BrokenGlass.FINDINGS):
        raise ValidationError({"finding": _("Choose one.")}, code="required")
    if len((text or "").strip()) < 5:
        raise ValidationError({"review": _("Say what the review found.")}, code="required")
    with actions.gate(BrokenGlass):
        values = {"reviewed_by": by, "reviewed_at": timezone.now(), "finding": finding, "review": text.strip()}
        if not BrokenGlass.objects.filter(pk=glass.pk, reviewed_at=None).update(**values):
            raise actions.OutOfReach
