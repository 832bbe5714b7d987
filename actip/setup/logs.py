"""Logs without what follows a question mark: a name that somebody typed into an address would stand in them for years."""

import logging
import re

QUERY = re.compile(r"\?[^\s\"']+")
REST = re.compile(r"\?.*|(['\"]).*\1")


class WithoutQueries(logging.Filter):
    """Takes the query out of every address in a message. whole: and all that follows it or is quoted, as pieces of a broken request are."""

    def __init__(self, name: str = "", *, whole: bool = False):
        super().__init__(name)
        self.pattern = REST if whole else QUERY

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.pattern.sub("", record.getMessage()), None
        return True
