"""What holds for every address of the API, also for those that are no record type's: calls are counted, answers are JSON."""

import pytest
from django.urls import URLPattern, get_resolver

from actip.records.api.renderers import Json
from actip.records.api.throttling import PerClient

# The way in counts by itself; the description and what lies nowhere answer before anything is looked up.
OTHERS = {"token/", "schema/", ""}


def views(patterns, prefix: str = "") -> dict[str, type]:
    """Address -> the view class behind it."""
    found = {}
    for each in patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            found[path] = getattr(each.callback, "cls", None) or getattr(each.callback, "view_class", None)
        else:
            found |= views(each.url_patterns, path)
    return {path: view for path, view in found.items() if path.startswith("api/v1/")} if not prefix else found


FOUND = views(get_resolver().url_patterns)


def test_there_are_addresses_of_each_app():
    assert {"cases/", "clocks/", "agencies/", "tips/", "free-beds/", "indicators/", "payment-runs/"} <= {
        path.removeprefix("api/v1/") for path in FOUND
    }


@pytest.mark.parametrize("path", [path for path in FOUND if path.removeprefix("api/v1/") not in OTHERS])
def test_calls_of_a_program_are_counted(path):
    assert FOUND[path].throttle_classes == [PerClient]


@pytest.mark.parametrize(
    "path", [path for path in FOUND if path.removeprefix("api/v1/") not in OTHERS and not hasattr(FOUND[path], "kind")]
)
def test_what_is_no_record_type_answers_json_alone(path):
    assert FOUND[path].renderer_classes == [Json]
