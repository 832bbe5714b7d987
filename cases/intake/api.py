"""Tips in batches over the API: read as they arrive, kept chunk by chunk, refused lines named."""

import codecs
import csv

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from actip.records.api.plain import Plain, does
from actip.records.api.problems import Problem
from cases import codes
from cases.arriving import announced
from cases.intake.batches import Intake

MOST_LINES, MOST_BYTES, MOST_TOLD = 20_000, 25_000_000, 1_000
JSON_TYPES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")
CHANNELS = {code for code, _label in codes.CHANNELS}


class Batch(Plain):
    """POST JSON lines or CSV; the tips go into the triage pool of the caller's agency."""

    http_method_names = ["post"]
    parser_classes = []
    slugs = ("reports",)
    code = "RPT"
    verb = "create"

    @extend_schema(
        operation_id="reports_batch",
        summary="Tips in a batch: JSON lines or CSV, up to 20,000 lines (docs/intake.md)",
        parameters=[OpenApiParameter("channel", str, description="Of tips that name none; ncmec without it.")],
        request={"application/x-ndjson": OpenApiTypes.STR, "text/csv": OpenApiTypes.STR},
        responses=does("Batch"),
    )
    def post(self, request: Request, slug: str) -> Response:
        channel = request.query_params.get("channel", "ncmec")
        if channel not in CHANNELS:
            raise Problem(400, "channel", _("There is no such channel."))
        if not 0 < announced(request) <= MOST_BYTES:
            raise Problem(413, "too_large", _("Send up to 20,000 lines and 25 MB at a time."))
        intake = Intake(channel)
        with transaction.atomic():  # of a request that is refused as a whole nothing is kept
            for _step in self._lines(request, intake):
                if intake.read > MOST_LINES:
                    raise Problem(413, "too_large", _("Send up to 20,000 lines and 25 MB at a time."))
        return Response(
            {
                "read": intake.read,
                "created": intake.created,
                "known": intake.known,
                "refused": len(intake.refused),
                "refusals": [{"line": line, "reason": reason} for line, reason in intake.refused[:MOST_TOLD]],
            }
        )

    def _lines(self, request: Request, intake: Intake):
        """The body as it arrives: never parsed as a whole, never kept as a whole."""
        sent, plain = request._request, request.content_type.partition(";")[0].strip().lower()
        if plain in JSON_TYPES:
            yield from intake.json(sent)
        elif plain == "text/csv":
            rows = csv.reader(codecs.iterdecode(sent, "utf-8-sig", errors="replace"), strict=True)
            try:
                yield from intake.csv(rows, lambda: rows.line_num)
            except csv.Error:
                raise Problem(400, "csv", _("This is no CSV; see line %(line)d.") % {"line": rows.line_num}) from None
        else:
            raise Problem(415, "unsupported_media_type", _("Send application/x-ndjson or text/csv."))
