"""Every address that is no record type's own, taken from the program: a new one is tried without being listed."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

PART = re.compile(r"<\w+:(\w+)>")


def routes(patterns=None, start: str = "") -> Iterator[str]:
    """The pages and the API of record types are tried where they are tested, by their fields."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = start + str(each.pattern)
        if not isinstance(each, URLPattern):
            yield from routes(each.url_patterns, route)
        elif "<kind:" not in route and "kind" not in getattr(each.callback, "initkwargs", {}):
            yield route


ROUTES = tuple(dict.fromkeys(routes()))
