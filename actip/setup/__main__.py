"""python -m actip.setup demo|test|check|manage|messages|deploy: what the scripts in bin/ hand over to."""

import errno
import importlib
import signal
import sys

from actip.setup.say import Trouble, fail, say

COMMANDS = ("demo", "test", "check", "manage", "messages", "deploy")


def main() -> int:
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    name, *arguments = sys.argv[1:]
    if name not in COMMANDS:
        return fail(Trouble(f"Say one of: {', '.join(COMMANDS)}."))
    try:
        return importlib.import_module(f"actip.setup.{name}").run(arguments)
    except Trouble as trouble:
        return fail(trouble)
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return fail(Trouble("The disk is full: make room (about 1 GB) and run this again."))
        raise


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
