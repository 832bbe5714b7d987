"""GET /api/v1/agencies/: whom a report may be referred and a matter assigned to. No confidential row, so whoever is signed in."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from actip.accounts.models import Agency
from actip.records.api.plain import Plain
from actip.records.api.schema import READING, refusals


class Row(serializers.Serializer):
    """An agency: `code` is what links to agencies take."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=Agency.KINDS)
    name_th = serializers.CharField()
    name_en = serializers.CharField()
    province = serializers.CharField(help_text="ISO 3166-2, such as TH-10; empty for a body of the whole country")


class Rows(serializers.Serializer):
    results = Row(many=True)


class Agencies(Plain):
    """Every agency that is active, by code."""

    @extend_schema(
        operation_id="agencies-list",
        summary="Agencies that may be named in links, by code",
        tags=["agencies"],
        parameters=[OpenApiParameter("kind", str, enum=[code for code, _name in Agency.KINDS])],
        responses={200: Rows, **refusals((400, *READING))},
    )
    def get(self, request):
        rows = Agency.objects.filter(is_active=True).order_by("code").values(*Row().fields)
        kind = request.query_params.get("kind", "").replace("\0", "")
        return Response({"results": list(rows.filter(kind=kind) if kind else rows)})
