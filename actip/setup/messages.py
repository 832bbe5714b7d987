"""bin/messages: bring the Thai catalogue up to date with the program, compile it, say what is still empty."""

import os
import shutil
import subprocess

from actip.setup import environment, secrets, site
from actip.setup.places import HOME, ROOT
from actip.setup.say import Trouble


def run(arguments: list[str]) -> int:
    if not shutil.which("xgettext"):
        raise Trouble("bin/messages needs GNU gettext: install it (Debian: apt install gettext) and run this again.")
    environment.ensure("run")
    variables = secrets.ensure(HOME / "test-secrets")  # settings want keys; none is used
    command = [environment.PYTHON, "manage.py", "makemessages", *arguments]
    code = subprocess.run(command, cwd=ROOT, env=os.environ | variables, check=False).returncode
    site.compile_messages()
    return code
