"""Over the API: who could interview in a case."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from actip.records.api.plain import Plain, reads
from actip.records.api.problems import Problem
from actip.records.pages import door
from cases import codes
from cases import interviewers as choice
from cases.models import Case

WISHES = [code for code, _label in codes.WISHED_SEXES]


class Interviewers(Plain):
    """Officers of the caller's own agency, those with fewest interviews of late first; what the page of the same name shows."""

    http_method_names = ["get"]
    slugs = ("cases", "interviews")

    @extend_schema(
        operation_id="cases_interviewers",
        summary="Who could interview in this case, of the sex that the person asks for",
        parameters=[
            OpenApiParameter("wished", str, enum=WISHES, description="The person's wish; not_asked without it.")
        ],
        responses=reads("Interviewers"),
    )
    def get(self, request: Request, pk) -> Response:
        kind, _verbs = door.enter(request, "cases", "read")
        case = cast(Case, door.fetch(kind, pk))
        if not choice.may_record(request.user, case):
            raise PermissionDenied(_("Your role records no interviews in this case."))
        wished = request.query_params.get("wished", "not_asked")
        if wished not in WISHES:
            raise Problem(400, "wished", _("Known are: %(names)s.") % {"names": ", ".join(WISHES)})
        people = choice.proposed(request.user, wished)
        rows = [
            {"id": user.pk, "name": str(user), "sex": user.sex, "interviews_30_days": held} for user, held in people
        ]
        return Response({"results": rows})
