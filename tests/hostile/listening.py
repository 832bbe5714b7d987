"""Which names a page or the API asks for in an address, a form or a JSON object: heard while it answers, listed nowhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from actip.records.api.renderers import JsonParser

OURS = ("csrfmiddlewaretoken",)


class Heard(dict):
    """A JSON object that tells which of its names were asked for."""

    def __init__(self, values: dict, names: set[str]):
        super().__init__(values)
        self.names = names

    def get(self, key, default=None):
        self.names.add(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.names.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.names.add(key)
        return super().__contains__(key)


@contextmanager
def listening() -> Iterator[set[str]]:
    """The names asked for within the block."""
    names: set[str] = set()
    item, listed, parse = MultiValueDict.__getitem__, MultiValueDict.getlist, JsonParser.parse

    def one(self, key):
        names.add(key)
        return item(self, key)

    def every(self, key, default=None):
        names.add(key)
        return listed(self, key, default)

    def holds(self, key):
        names.add(key)
        return dict.__contains__(self, key)

    def parsed(self, *args, **kwargs):
        found = parse(self, *args, **kwargs)
        return Heard(found, names) if isinstance(found, dict) else found

    with (
        mock.patch.object(QueryDict, "__getitem__", one, create=True),
        mock.patch.object(QueryDict, "getlist", every, create=True),
        mock.patch.object(QueryDict, "__contains__", holds, create=True),
        mock.patch.object(JsonParser, "parse", parsed),
    ):
        yield names
        names -= {name for name in names if not isinstance(name, str)} | {*OURS}
