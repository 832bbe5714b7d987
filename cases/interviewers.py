"""Who could interview: officers of one's own agency, of the sex that the person asks for."""

from datetime import timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from actip.access import decide, matrix
from actip.accounts.models import User
from actip.records.pages import door
from cases.models import Interview

CODE = "EVI"
WINDOW = timedelta(days=30)


def may_record(user, case) -> bool:
    """Whether she records interviews in this case."""
    return decide.decide(user, CODE, "create") and bool(door.reach(case.matter_id, {(CODE, "create")}))


def colleagues(by) -> QuerySet[User]:
    """Active people of one's own agency whose role may record interviews."""
    roles = [role for role in matrix.roles() if "create" in decide.granted(role, CODE)]
    return User.objects.filter(agency_id=by.agency_id, is_active=True, is_client=False, role__in=roles)


def proposed(by, wished_sex: str) -> list[tuple[User, int]]:
    """Colleagues of that sex ("either" or "not_asked": all), those with fewest interviews of the last 30 days first."""
    people = colleagues(by)
    if wished_sex in ("female", "male"):
        people = people.filter(sex=wished_sex)
    held = dict(
        Interview.objects.filter(held_at__gte=timezone.now() - WINDOW, interviewer__in=people)
        .values_list("interviewer")
        .annotate(n=Count("pk"))
    )
    found = [(person, held.get(person.pk, 0)) for person in people.order_by("username")]
    return sorted(found, key=lambda each: each[1])
