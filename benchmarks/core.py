"""One core for client and server while something is measured.

They work by turns, never at once. On two cores a call waits 20 or 60 us for the other side to wake, as chance placed the connection's
process: as much as row security costs a statement, and different for each connection that is compared.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks import places


@contextmanager
def shared() -> Iterator[str]:
    """Everything measured inside runs on the last core. Gives a sentence that says so, or why not; undone at the end."""
    before = os.sched_getaffinity(0)
    last = {max(before)}
    try:
        server = _server()
        os.sched_setaffinity(server, last)
    except OSError:  # on another machine, or of a user whose processes are not ours to place
        yield "Client and server on any core: what a call waits for is partly chance."
        return
    os.sched_setaffinity(0, last)
    try:
        yield "Client and server on one core."
    finally:
        os.sched_setaffinity(0, before)
        os.sched_setaffinity(server, before)


def _server() -> int:
    """The process that starts a backend for each connection. Raises OSError where it is not on this machine."""
    with closing(places.connect(places.admin(), "postgres")) as connection:
        ours = Path("/proc") / str(connection.info.backend_pid)
        if (ours / "comm").read_text().strip() != "postgres":
            raise ProcessLookupError("that process is another one")
        return int((ours / "stat").read_text().rpartition(")")[2].split()[1])
