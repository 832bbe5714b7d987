"""Free beds of all homes, and how full the caller's own are on any day, over the API: the same as the page of free beds."""

from typing import cast

from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from actip.accounts.models import User
from actip.records.api.plain import Plain, reads
from victims.models import Shelter
from victims.pages import occupancy


class FreeBeds(Plain):
    """Free beds: homes by their codes; beds and counts, never a person and never a place."""

    slugs = ("shelters",)
    code = "PLC"
    verb = "create"

    @extend_schema(
        operation_id="free_beds_retrieve",
        parameters=[
            OpenApiParameter("on", str, description="Day of the occupancy, in either calendar; today without it.")
        ],
        responses=reads("FreeBeds"),
    )
    def get(self, request: Request) -> Response:
        user = cast(User, request.user)
        form = occupancy.DayForm(request.query_params)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        on = form.cleaned_data["on"] or timezone.localdate()
        homes, free = list(Shelter.objects.order_by("province", "code")), occupancy.free_beds()
        return Response(
            {
                "free": [{"shelter": home.code, "beds": free[home.pk]} for home in homes if home.pk in free],
                "on": on,
                "own": [told(home, on) for home in homes if home.agency_id == user.agency_id],
            }
        )


def told(home: Shelter, on) -> dict:
    """One home of the caller's agency on a day: how full, the stays that ended in the year before, the nights of its beds."""
    beds = [
        {"bed": each["bed"], "nights": [{"night": night["day"], "is": night["is"]} for night in each["nights"]]}
        for each in occupancy.calendar(home, on)
    ]
    return {"shelter": home.code, **(occupancy.occupancy(home, on) or {}), "calendar": beds}
