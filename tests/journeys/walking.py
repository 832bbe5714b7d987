"""Which pages there are for a person, and which of them are made of something not yet looked at."""

import re
from collections import deque
from collections.abc import Iterable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from django.test import Client

ONE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+")
ELSEWHERE = re.compile(r"^/(static|admin|api|sign-out|components)|\.csv|^https?:|^#|cursor=")


class Make(HTMLParser):
    """What a page is made of: each element within its parent, with the names of its attributes, its roles, types and classes."""

    VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

    def __init__(self, html: str):
        super().__init__()
        self.parts: set[str] = set()
        self.links: list[str] = []
        self.above = [""]
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        part = f"{tag}.{values.get('class') or ''}:{values.get('role') or ''}:{values.get('type') or ''}:{','.join(sorted(values))}"
        self.parts.add(f"{self.above[-1]} > {part}")
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if tag not in self.VOID:
            self.above.append(part)

    def handle_endtag(self, tag):
        while len(self.above) > 1 and tag not in self.VOID and self.above.pop().partition(".")[0] != tag:
            pass


class Seen:
    """What was looked at already, by any worker of this run: an empty file for each thing, in a folder that they share."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def add(self, things: Iterable[str]) -> bool:
        """Whether any of these things is new; afterwards none is."""
        return bool([thing for thing in things if self._claim(thing)])

    def _claim(self, thing: str) -> bool:
        try:
            (self.folder / sha256(thing.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def shape(path: str) -> str:
    """An address without the record, the year or the month that it is about."""
    return ONE.sub("*", path)


def walk(user, starts, met: set[str]):
    """Pages that a person reaches by links, one of each shape: (path, Make). Fetched without a browser, for speed.

    starts: always fetched. met: shapes fetched already, for a person of the same kind; fetched for nobody else.
    """
    client = Client()
    client.force_login(user)
    waiting, queued = deque(starts), {shape(path) for path in starts}
    while waiting:
        path = waiting.popleft()
        met.add(shape(path))
        answer = client.get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        make = Make(answer.content.decode())
        for link in make.links:
            there = urldefrag(urljoin(path, link)).url
            if not ELSEWHERE.search(there) and shape(there) not in met | queued:
                queued.add(shape(there))
                waiting.append(there)
        yield path, make
