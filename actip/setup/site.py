"""Making the program ready to serve: roles, tables, row security, messages, static files, data; each only when it changed."""

import os
import subprocess
from pathlib import Path

from actip.setup.environment import LOCKS, PYTHON
from actip.setup.places import HOME, LOGS, ROOT, private
from actip.setup.say import Trouble, step, tail
from actip.setup.stamps import Stamps, fingerprint

# What the tables and their row security are made from.
DATABASE_SOURCES = (
    "*/migrations/*.py",
    "*/sql/**/*.sql",
    "*/*.py",
    "*/catalogue/*.py",
    "*/workflow/*.py",
    "*/access/*.csv",
    "*/access/*.py",
    "*/records/*.py",
    "*/audit/*.py",
    "*/data/*.csv",
)
OURS = ("actip", "cases", "victims", "compensation", "programmes", "reporting")


def manage(variables: dict[str, str], *arguments: str) -> None:
    """Run one management command; what it prints goes to .actip/log/setup.log."""
    log = private(LOGS) / "setup.log"
    with log.open("a") as record:
        record.write(f"\n$ manage.py {' '.join(arguments)}\n")
        record.flush()
        command = [PYTHON, "manage.py", *arguments]
        code = subprocess.run(
            command, cwd=ROOT, env=os.environ | variables, stdout=record, stderr=record, check=False
        ).returncode
    if code:
        raise Trouble(
            f"`manage.py {' '.join(arguments)}` failed; the whole record is in .actip/log/setup.log.\n\n{tail(log)}"
        )


def prepare_database(variables: dict[str, str], stamps: Stamps) -> bool:
    """Bring roles, tables and row security up to date; whether anything had to be done."""
    sources = database_sources()
    keys = [variables[name] for name in ("ACTIP_CONTEXT_KEY_FILE",) if name in variables]
    wanted = fingerprint([*set(sources), LOCKS["run"], *map(Path, keys)])
    if stamps.is_fresh("database", wanted):
        return False
    if "SUPERUSER_DATABASE_URL" in os.environ | variables:
        with step("Creating the database and its roles"):
            manage(variables, "create_roles")
    with step("Making the tables and putting row security in force"):
        manage(variables, "migrate", "--database", "owner", "--no-input")
    with step("Loading rules and published figures"):
        manage(variables, "load_reference")
    stamps.keep("database", wanted)
    return True


def database_sources() -> list[Path]:
    """The files whose change means that tables or row security are made anew."""
    found = _files(*(f"{app}/{pattern.removeprefix('*/')}" for app in OURS for pattern in DATABASE_SOURCES))
    return found + _files(*(f"actip/{pattern}" for pattern in DATABASE_SOURCES))


def compile_messages() -> None:
    """Compile the translations with Babel, so that gettext need not be installed."""
    stamps = Stamps(private(HOME) / "stamps.json")
    sources = _files("locale/*/LC_MESSAGES/*.po")
    wanted = fingerprint(sources)
    if stamps.is_fresh("messages", wanted) and all(path.with_suffix(".mo").exists() for path in sources):
        return
    with step("Compiling the Thai messages"):
        for domain in sorted({path.stem for path in sources}):
            command = [PYTHON, "-m", "babel.messages.frontend", "compile", "--directory", "locale", "--domain", domain]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                raise Trouble(f"The messages in locale/ could not be compiled:\n{done.stdout}{done.stderr}")
    stamps.keep("messages", wanted)


def collect_static(variables: dict[str, str]) -> None:
    """Copy styles, fonts and scripts to where they are served under hashed names."""
    stamps = Stamps(private(HOME) / "stamps.json")
    wanted = fingerprint([path for path in _files("static/**/*") if path.is_file()] + [LOCKS["run"]])
    if stamps.is_fresh("static", wanted) and (HOME / "static").exists():
        return
    with step("Collecting styles, fonts and scripts"):
        manage(variables, "collectstatic", "--no-input", "--clear")
    stamps.keep("static", wanted)


def _files(*patterns: str) -> list[Path]:
    return [path for pattern in patterns for path in ROOT.glob(pattern)]
