"""Logs without what was typed or written: a name that follows a question mark, or stands in a row, would stand in them for years."""

import logging
import re

QUERY = re.compile(r"\?[^\s\"']+")
REST = re.compile(r"\?.*|(['\"]).*\1")
# A row may have lines of its own: it ends where the next failure is told of, or the text does.
NEXT = r"^[ |]*(?:Traceback \(most|The above exception|During handling)"
OF_A_ROW = re.compile(rf"^[ |]*(DETAIL|HINT|QUERY|CONTEXT|LINE \d+): .*?(?={NEXT}|\Z)", re.MULTILINE | re.DOTALL)


class WithoutQueries(logging.Filter):
    """Takes the query out of every address in a message. whole: and all that follows it or is quoted, as pieces of a broken request are."""

    def __init__(self, name: str = "", *, whole: bool = False):
        super().__init__(name)
        self.pattern = REST if whole else QUERY

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.pattern.sub("", record.getMessage()), None
        return True


class WithoutRows(logging.Formatter):
    """Of what was refused (4xx) the sentence alone; of a failure the traceback, without the row that PostgreSQL tells of."""

    def format(self, record: logging.LogRecord) -> str:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
        return OF_A_ROW.sub(r"\1: left out of the log\n", super().format(record)).rstrip("\n")
