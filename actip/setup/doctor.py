"""What is wrong with an installation, one sentence each, and how to mend it. Read by `manage.py doctor`."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from actip.access import checks, decide
from actip.access.management.commands.create_roles import ROLES, SETTINGS
from actip.accounts import person
from actip.records import catalogue, security
from actip.setup import tidy
from actip.setup.postgres import NEWEST, OLDEST
from actip.setup.tasks import answer
from actip.vault import keys, signing

SECURE = "run `manage.py migrate --database owner`, which puts row security in force again"
ROLES_AGAIN = "run `manage.py create_roles` with SUPERUSER_DATABASE_URL, then `manage.py migrate --database owner`"
FILES = ("css/app.css", "vendor/sarabun/sarabun-thai-400-normal.woff2")


@dataclass(frozen=True)
class Finding:
    """Something wrong, and what to do about it."""

    wrong: str
    mend: str


def examine(only: str | None = None) -> dict[str, list[Finding]]:
    """Every check by name with what it found; nothing found is good. Without a database, the checks of it are left out."""
    if only:
        return {only: CHECKS[only]()}
    found = {name: check() for name, check in CHECKS.items() if name not in IN_DATABASE}
    if not found["database"]:
        found |= {name: CHECKS[name]() for name in IN_DATABASE}
    return found


def _keys() -> list[Finding]:
    found = []
    if len(settings.SECRET_KEY) < 32:
        found.append(Finding("SECRET_KEY is shorter than 32 characters", "set it to a long random text"))
    if len(settings.PASSWORD_PEPPER) < 32:
        mend = (
            "make it with deploy/make-secrets before the first password; every password made before is wrong afterwards"
        )
        found.append(Finding("PASSWORD_PEPPER is missing or shorter than 32 characters", mend))
    for name, read in (
        ("ACTIP_MASTER_KEY", keys.ring),
        ("ACTIP_CONTEXT_KEY", person.key),
        ("ACTIP_ANCHOR_KEY", partial(signing.key, "ACTIP_ANCHOR_KEY")),
        ("ACTIP_PACKET_KEY", partial(signing.key, "ACTIP_PACKET_KEY")),
    ):
        try:
            read()
        except ImproperlyConfigured as trouble:
            found.append(Finding(f"{name} cannot be used: {trouble}", "make keys with deploy/make-secrets"))
    return found


def _evidence() -> list[Finding]:
    """Where files of evidence are kept, or would be: asked by writing, which alone tells of a disk that takes nothing."""
    place = next(path for path in (settings.EVIDENCE_DIR, *settings.EVIDENCE_DIR.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"\0")
    except OSError as trouble:
        mend = "let the program's user write there, and give it room; ask doctor where web runs"
        return [Finding(f"Files of evidence cannot be stored in {settings.EVIDENCE_DIR}: {trouble.strerror}", mend)]
    return []


def _database() -> list[Finding]:
    try:
        connection.ensure_connection()
    except Exception as trouble:  # noqa: BLE001 - whatever the driver says is the finding
        why = str(trouble).strip().splitlines()[0]
        return [Finding(f"The database does not answer: {why}", "check DATABASE_URL and that PostgreSQL runs")]
    version = connection.connection.server_version // 10000
    if not OLDEST <= version <= NEWEST:
        return [Finding(f"PostgreSQL is of version {version}", f"use one of {OLDEST} to {NEWEST}")]
    return []


def _roles() -> list[Finding]:
    found = []
    missing = sorted(set(ROLES) - {name for (name,) in _rows("SELECT rolname FROM pg_roles")})
    if missing:
        found.append(Finding(f"These database roles are missing: {', '.join(missing)}", ROLES_AGAIN))
    for name, wanted in SETTINGS["actip_app"].items():
        [(held,)] = _rows("SELECT current_setting(%s)", [name])
        if held != wanted:
            found.append(Finding(f"The program's database role has {name} set to {held}, not {wanted}", ROLES_AGAIN))
    return found + _refused("access")


def _refused(area: str) -> list[Finding]:
    """Of what the program refuses to start with, what is of this area; said as everything here is, in English."""
    with translation.override("en"):
        found = checks.findings()
    return [
        Finding(wrong.rstrip("."), mend[:1].lower() + mend[1:].rstrip("."))
        for code, wrong, mend in found
        if code.startswith(area)
    ]


def _migrations() -> list[Finding]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return []
    return [Finding(f"{len(plan)} migrations are not applied", "run `manage.py migrate --database owner`")]


def _row_security() -> list[Finding]:
    tables = [kind.table for kind in catalogue.all_types()] + list(security.DERIVED)
    forced = _rows(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relrowsecurity AND relforcerowsecurity"
        " AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)"
    )
    bare = sorted(set(tables) - {name for (name,) in forced})
    found = [Finding(f"Row security is not in force on {', '.join(bare)}", SECURE)] if bare else []
    if _rows("SELECT 1 FROM pg_proc WHERE oid = 'pg_catalog.text_lt(text, text)'::regprocedure AND proleakproof"):
        wrong = "SQL injected into the program could read hidden texts letter by letter, as comparisons of text are leakproof"
        found.append(Finding(wrong, "run `manage.py create_roles` with SUPERUSER_DATABASE_URL, in each new database"))
    if _kept_matrix() != {row[:3] for row in decide.rows()}:
        found.append(Finding("The database holds another access matrix than actip/access/matrix.csv", SECURE))
    if _rows("SELECT 1 FROM access_matter LIMIT 1"):
        found.append(Finding("The database shows records to a connection on which nobody acts", SECURE))
    with person.as_system("doctor"), transaction.atomic():
        [(verified, seconds)] = _rows("SELECT actip.is_system(), extract(epoch FROM clock_timestamp())::float")
    if abs(time.time() - seconds) > 30:
        mend = "set both clocks by the same time server"
        found.append(Finding("The clocks of this machine and of the database differ by more than 30 seconds", mend))
    elif not verified:
        found.append(Finding("The database does not accept the program's ACTIP_CONTEXT_KEY", SECURE))
    return found


def _kept_matrix() -> set[tuple]:
    """The matrix as PostgreSQL has it, asked cell by cell: the program may not read the table itself."""
    rows = decide.rows()
    codes, verbs = sorted({row[1] for row in rows}), sorted({row[2] for row in rows})
    kept = set()
    for role in sorted({row[0] for row in rows}):
        with person.acting(person.Person(-1, -1, role)), transaction.atomic():
            asked = "SELECT %s, code, verb FROM unnest(%s) AS code, unnest(%s) AS verb WHERE actip.may(code, verb)"
            kept |= set(_rows(asked, [role, codes, verbs]))
    return kept


def _sealing() -> list[Finding]:
    return _refused("vault")


def _static() -> list[Finding]:
    if settings.DEBUG:
        return []
    missing = [name for name in FILES if not finders.find(name)]
    if missing:
        return [Finding(f"{', '.join(missing)} is missing from static/", "install the program again")]
    hashed = getattr(staticfiles_storage, "hashed_files", {})
    if not all(name in hashed for name in FILES):
        return [Finding("Styles and fonts are not collected", "run `manage.py collectstatic --no-input`")]
    return []


def _messages() -> list[Finding]:
    found = []
    for source in settings.BASE_DIR.glob("locale/*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            mend = f"run `python -m babel.messages.frontend compile --directory locale --domain {source.stem}`"
            found.append(Finding(f"The messages of {source.parents[1].name} are not compiled", mend))
    return found


def _ledger() -> list[Finding]:
    """The trial balance over the whole country: zero at every moment, by a constraint that this asks again."""
    [(difference,)] = _rows("SELECT actip.ledger_difference()")
    if not difference:
        return []
    mend = "find out who wrote to the database past the program, and compare with a backup"
    return [Finding(f"The debits and credits of the ledger differ by {difference} THB", mend)]


def _tidy() -> list[Finding]:
    """No stamp says when it was done: what should be gone for days and is not, says that it was not."""
    mend = "start `manage.py db_worker`, which does it every morning, or run `manage.py tidy`"
    return [Finding(f"What is over was not deleted for days: {name}", mend) for name in tidy.overdue()]


def _worker(patience: float = 10) -> list[Finding]:
    """Give the worker a task that only answers, and wait for it."""
    result = answer.enqueue()
    deadline = time.monotonic() + patience
    while result.status != TaskResultStatus.SUCCESSFUL and time.monotonic() < deadline:
        time.sleep(0.25)
        result.refresh()
    DBTaskResult.objects.filter(id=result.id).delete()
    if result.status == TaskResultStatus.SUCCESSFUL:
        return []
    return [Finding(f"The worker did not take a task within {patience:.0f} seconds", "start `manage.py db_worker`")]


def _rows(query: str, values: list | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


CHECKS: dict[str, Callable[[], list[Finding]]] = {
    "keys": _keys,
    "evidence": _evidence,
    "static files": _static,
    "messages": _messages,
    "database": _database,
    "roles": _roles,
    "migrations": _migrations,
    "row security": _row_security,
    "keys of the database": _sealing,
    "ledger": _ledger,
    "tidy": _tidy,
    "worker": _worker,
}
IN_DATABASE = ("roles", "migrations", "row security", "keys of the database", "ledger", "tidy", "worker")
