"""What goes over the wire: JSON by orjson both ways, lists as CSV."""

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from actip.records import export

OPTIONS = orjson.OPT_UTC_Z


class JsonParser(BaseParser):
    """Strict JSON: orjson refuses half surrogates, NaN, endless nesting. The whole body is read under Django's limit."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        body = parser_context["request"]._request.body
        try:
            return orjson.loads(body) if body else {}
        except orjson.JSONDecodeError:
            raise ParseError(_("This is not valid JSON in UTF-8.")) from None


class Json(BaseRenderer):
    """Dates and times as ISO 8601, money as text with two places."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str, option=OPTIONS)


class Csv(BaseRenderer):
    """A list for a spreadsheet; the view gives an export.Table."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: export.Table, accepted_media_type=None, renderer_context=None) -> str:
        return data.text()
