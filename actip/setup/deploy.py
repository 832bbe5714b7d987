"""deploy/make-secrets: the secret files that docker-compose.yml mounts into its services."""

import secrets
from pathlib import Path

from actip.setup.places import ROOT
from actip.setup.secrets import ensure, write_once

# Who signs in to the database with a password of its own -> the file with its connection address.
CONNECTIONS = {
    "actip_app": "database_url",
    "actip_migrator": "owner_database_url",
    "actip_report": "report_database_url",
    "actip_backup": "backup_database_url",
}
READABLE = 0o444  # the directory is closed to others; inside a container, a user without a name reads the single file


def run(arguments: list[str]) -> int:
    """Make what is missing and keep what is there, so that it can be said again after an upgrade."""
    directory = Path(arguments[0]) if arguments else ROOT / "deploy" / "secrets"
    ensure(directory, READABLE)
    password = secrets.token_urlsafe(32)
    write_once(directory / "postgres_password", password, READABLE)
    password = (directory / "postgres_password").read_text()
    write_once(directory / "superuser_database_url", _url("postgres", password, "postgres"), READABLE)
    for role, name in CONNECTIONS.items():
        write_once(directory / name, _url(role, secrets.token_urlsafe(32), "actip"), READABLE)
    write_once(directory / "email_url", "dummymail://", READABLE)
    print(
        f"The secrets are in {directory}. Keep a copy of actip_master_key elsewhere: without it names cannot be read. "
        "Write the address of your mail server into email_url, or no daily notice is sent."
    )
    return 0


def _url(role: str, password: str, database: str) -> str:
    return f"postgresql://{role}:{password}@db:5432/{database}"
