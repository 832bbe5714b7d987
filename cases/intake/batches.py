"""Keeping tips by the thousand: chunk by chunk through COPY; what is kept is not kept twice, what is refused is named by line."""

import uuid
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.accounts import person
from cases.intake import tips
from cases.intake.tips import BadTip, Tip

CHUNK, AHEAD = 2_500, 2
COLUMNS = ", ".join(("batch", "line", "id", *Tip._fields))
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
Refusal = tuple[int, str]


@dataclass
class Intake:
    """One file or request of tips for an agency (None: that of whoever acts; only the system may name one).

    Give `take` one line after the other, and `flush` at the end; each chunk is kept in a transaction or savepoint of its own.
    """

    channel: str
    agency_id: int | None = None
    read: int = 0
    created: int = 0
    known: int = 0
    refused: list[Refusal] = field(default_factory=list)
    waiting: list[tuple[int, Tip]] = field(default_factory=list)

    def __post_init__(self):
        self.now = timezone.now()

    def json(self, lines: Iterable[bytes]) -> Iterator[int]:
        """Take every line of JSON; yields the bytes of each, for whoever follows it. Empty lines are passed over."""
        for number, line in enumerate(lines, 1):
            if line.strip():
                self._take(number, lambda line=line: tips.from_json(line, self.channel, self.now))
            yield len(line)
        self.flush()

    def csv(self, rows: Iterable[list[str]], line_of=lambda: 0) -> Iterator[int]:
        """Take every row of CSV below its heading; yields the number of the line that it ends on."""
        rows = iter(rows)
        names = [name.strip() for name in next(rows, [])]
        for cells in rows:
            number = line_of()
            if cells:
                self._take(number, lambda cells=cells: tips.from_cells(names, cells, self.channel, self.now))
            yield number
        self.flush()

    def _take(self, number: int, read) -> None:
        self.read += 1
        try:
            self.waiting.append((number, read()))
        except BadTip as error:
            self.refused.append((number, str(error)))
        if len(self.waiting) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Keep what is waiting."""
        rows, self.waiting = self.waiting, []
        if rows:
            self.hand_over(rows)
        self.refused.sort()

    def hand_over(self, rows: list[tuple[int, Tip]]) -> None:
        """Keep a chunk, at once; `beside` has it kept while the next lines are read."""
        self.keep(rows)

    def keep(self, rows: list[tuple[int, Tip]]) -> None:
        """In one go; where the database refuses one line, the halves, until that line alone is refused."""
        try:
            with transaction.atomic():
                created, known = take_in(rows, self.agency_id)
        except (IntegrityError, DataError):
            if len(rows) == 1:
                self.refused.append((rows[0][0], _("The line does not go together with what a report may hold.")))
                return
            half = len(rows) // 2
            self.keep(rows[:half])
            self.keep(rows[half:])
        else:
            self.created += created
            self.known += known


@contextmanager
def beside(intake: Intake, reason: str) -> Iterator[None]:
    """Within the block the system keeps each chunk on a connection of its own, in a thread, while the next lines are read:
    one core reads, the other is the database's. Two chunks wait at most, so that a file of any size needs little memory.
    """
    kept: deque[Future] = deque()

    def keep(rows) -> None:
        with person.as_system(reason):
            intake.keep(rows)

    def hand_over(rows) -> None:
        while len(kept) >= AHEAD:
            kept.popleft().result()
        kept.append(worker.submit(keep, rows))

    with ThreadPoolExecutor(1) as worker:
        intake.hand_over = hand_over  # type: ignore[method-assign]
        try:
            yield
        finally:
            while kept:
                kept.popleft().result()
            worker.submit(lambda: connection.close()).result()  # that thread's own
            intake.refused.sort()


def take_in(rows: list[tuple[int, Tip]], agency_id: int | None = None) -> tuple[int, int]:
    """COPY rows (line, tip) into the staging table and take them up; returns how many are new, and how many were known."""
    batch = uuid.uuid4()
    text = "".join(f"{batch}\t{line}\t{uuid.uuid4()}\t{_row(tip)}\n" for line, tip in rows)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY actip.staged_tip ({COLUMNS}) FROM STDIN", StringIO(text))
        cursor.execute("SELECT created, known FROM actip.take_in(%s, %s)", [batch, agency_id])
        return cursor.fetchone()


def _row(tip: Tip) -> str:
    return "\t".join(["\\N" if value is None else str(value).translate(ESCAPES) for value in tip])
