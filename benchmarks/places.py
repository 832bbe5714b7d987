"""Where the benchmark's databases are: on the server of SUPERUSER_DATABASE_URL, reached by the program's own roles."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
EMPTY = "benchmark_empty"  # the template of the others


def database(matters: int) -> str:
    return f"benchmark_{matters}"


def admin() -> str:
    try:
        return os.environ["SUPERUSER_DATABASE_URL"]
    except KeyError:
        sys.exit("Set SUPERUSER_DATABASE_URL (and DATABASE_URL, OWNER_DATABASE_URL) to a PostgreSQL for trials.")


def at(address: str, name: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def environment(name: str) -> dict[str, str]:
    """What the program needs to run on one of the databases."""
    return {key: at(os.environ[key], name) for key in ("DATABASE_URL", "OWNER_DATABASE_URL")}


def bring_up_to_date(name: str) -> None:
    """Roles, tables, row security and reference data of a database as this program has them; made where it is not there yet."""
    for command in (["create_roles"], ["migrate", "-v0"], ["load_reference"]):
        command = [sys.executable, "manage.py", *command]
        subprocess.run(command, cwd=ROOT, env=os.environ | environment(name), check=True, stdout=subprocess.DEVNULL)


def set_up(name: str) -> None:
    """Django in this process, on this database."""
    os.environ.update(environment(name))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actip.settings")
    import django

    django.setup()


def connect(address: str, name: str):
    """A connection that commits each statement."""
    connection = psycopg2.connect(at(address, name))
    connection.autocommit = True
    return connection


def run(address: str, statement: str, *values) -> list[tuple]:
    connection = connect(address, "postgres")
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def exists(address: str, name: str) -> bool:
    return bool(run(address, "SELECT 1 FROM pg_database WHERE datname = %s", name))


def create(address: str, name: str, template: str) -> None:
    run(address, f"CREATE DATABASE {name} OWNER actip_migrator TEMPLATE {template}")


def drop(address: str, name: str) -> None:
    run(address, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
