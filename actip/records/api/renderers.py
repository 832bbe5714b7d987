"""What goes over the wire: JSON by orjson both ways, lists as CSV."""

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from actip.records import export

OPTIONS = orjson.OPT_UTC_Z
DEEPEST = 20  # levels of a body; nothing that the API takes has more than four


class JsonParser(BaseParser):
    """Strict JSON, one object: orjson refuses half surrogates and NaN; a deeper body would break what names a wrong value in words.
    The whole of it is read under Django's limit.
    """

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        body = parser_context["request"]._request.body
        try:
            found = orjson.loads(body) if body else {}
        except orjson.JSONDecodeError:
            raise ParseError(_("This is not valid JSON in UTF-8.")) from None
        if not isinstance(found, dict):
            raise ParseError(_("Send one JSON object."))
        if _is_deeper(found, DEEPEST):
            raise ParseError(_("This JSON is nested too deeply."))
        return found


def _is_deeper(found, levels: int) -> bool:
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return not levels or any(_is_deeper(each, levels - 1) for each in inner)


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
