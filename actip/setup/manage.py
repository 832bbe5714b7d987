"""bin/manage: manage.py with the keys and the database of bin/demo, whether that is running or not."""

import os
import subprocess
from contextlib import ExitStack

from actip.setup import environment
from actip.setup.demo import demo_variables, lock
from actip.setup.places import HOME, ROOT, database_home
from actip.setup.postgres import Postgres


def run(arguments: list[str]) -> int:
    environment.ensure("run")
    variables = demo_variables()
    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ:
            server = Postgres(database_home("demo"))
            if stack.enter_context(lock(HOME / "demo.lock")):
                stack.enter_context(server)
            else:
                server.join()
            variables |= server.urls()
        return subprocess.run(
            [environment.PYTHON, "manage.py", *arguments], cwd=ROOT, env=os.environ | variables, check=False
        ).returncode
