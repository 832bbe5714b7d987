"""Telling a person what is happening, in plain words and with the seconds it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTED = time.monotonic()


class Trouble(Exception):
    """Something a person can mend; the message says what and how, in one sentence."""


def elapsed() -> str:
    return f"{time.monotonic() - STARTED:5.1f} s"


def say(text: str) -> None:
    """One line, with the seconds since the command began."""
    print(f"[{elapsed()}] {text}", flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step, and say how long it took when that is noticeable."""
    say(f"{text} ...")
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    if took >= 2:
        say(f"{text}: done in {took:.1f} s")


def tail(path: Path, lines: int = 15) -> str:
    """The end of a log, for the message of a failure."""
    if not path.exists():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


def fail(trouble: Trouble) -> int:
    """Print what is wrong; the exit code of a command that stopped for it."""
    print(f"\n{trouble}", file=sys.stderr, flush=True)
    return 1
