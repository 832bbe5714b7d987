"""manage.py create_roles: the five database roles, made once per cluster by a superuser."""

import environ
import psycopg2
from django.core.management.base import BaseCommand, CommandError
from psycopg2 import sql

# Role -> attributes. The application's role owns nothing and bypasses nothing.
ROLES = {
    "actip_owner": "NOLOGIN NOBYPASSRLS",
    "actip_migrator": "LOGIN BYPASSRLS CREATEDB",
    "actip_app": "LOGIN NOBYPASSRLS",
    "actip_report": "LOGIN NOBYPASSRLS",
    "actip_backup": "LOGIN BYPASSRLS",
}
# The server's log is read by whoever keeps the server, and nobody learns of it: no statement of ours stands in it, with what was
# written in it, and of an error no row. These go before what the server itself is set to.
SILENT = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
SETTINGS = {
    # jit compiles for 50 ms what runs for one: the searches look dear to the planner, on purpose.
    "actip_app": {
        "max_parallel_workers_per_gather": "0",
        "jit": "off",
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        # Its sessions could read each other's statements in pg_stat_activity, with what they write: SQL injected into one of them
        # would look on. Only a superuser switches it on again.
        "track_activities": "off",
        **SILENT,
    },
    "actip_migrator": SILENT,
    "actip_report": {"default_transaction_read_only": "on", "jit": "off", "statement_timeout": "60s", **SILENT},
    "actip_backup": {"default_transaction_read_only": "on", **SILENT},
}
# Row security asks leakproof functions before its policies, and EXPLAIN ANALYZE counts what they let through: by `<` on text,
# SQL injected into the program would read hidden texts letter by letter. Equality stays, and with it every index of ours on text.
# Of one database, which forgets it when it is made anew (a restored dump, a new major version): doctor looks.
NO_LETTERS = """
DO $$ DECLARE one regprocedure; BEGIN
    FOR one IN SELECT oid FROM pg_proc WHERE proleakproof AND pronamespace = 'pg_catalog'::regnamespace
        AND proargtypes::oid[] && ARRAY['text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'bytea'::regtype]::oid[]
        AND proname <> ALL ('{texteq,textne,bpchareq,bpcharne,byteaeq,byteane}') LOOP
        EXECUTE format('ALTER FUNCTION %s NOT LEAKPROOF', one);
    END LOOP;
END $$"""


class Command(BaseCommand):
    help = "Create (or mend) the database roles and, when missing, the database. Needs SUPERUSER_DATABASE_URL."

    def add_arguments(self, parser):
        parser.add_argument("--passwords", action="store_true", help="set passwords from the connection addresses")

    def handle(self, *args, **options):
        env = environ.FileAwareEnv()
        admin = env.str("SUPERUSER_DATABASE_URL", default="")
        if not admin:
            raise CommandError("Set SUPERUSER_DATABASE_URL to a connection of a database superuser, then try again.")
        passwords = {}
        for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "REPORT_DATABASE_URL", "BACKUP_DATABASE_URL"):
            url = env.db_url(name, default="postgresql:///")
            if url.get("USER") and url.get("PASSWORD"):
                passwords[url["USER"]] = url["PASSWORD"]
        target = env.db_url("OWNER_DATABASE_URL")["NAME"]
        create(admin, target, passwords)
        self.stdout.write(f"Roles ready; database {target} ready.")


def create(admin_url: str, database: str, passwords: dict[str, str]) -> None:
    """Make roles and database where missing; set attributes and settings each time."""
    connection = psycopg2.connect(admin_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for role, attributes in ROLES.items():
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                cursor.execute(sql.SQL(f"{verb} ROLE {{}} {attributes} NOSUPERUSER").format(sql.Identifier(role)))
                if role in passwords:
                    cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD %s").format(sql.Identifier(role)), [passwords[role]])
                for name, value in SETTINGS.get(role, {}).items():
                    cursor.execute(
                        sql.SQL("ALTER ROLE {} SET {} = %s").format(sql.Identifier(role), sql.Identifier(name)), [value]
                    )
            cursor.execute("GRANT actip_owner TO actip_migrator")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            if not cursor.fetchone():
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} OWNER actip_migrator ENCODING 'UTF8' TEMPLATE template0").format(
                        sql.Identifier(database)
                    )
                )
    finally:
        connection.close()
    spell_nothing(admin_url, database)


def spell_nothing(admin_url: str, database: str) -> None:
    """Let no comparison of texts but equality be asked of rows that row security hides. As a superuser, in this database."""
    connection = psycopg2.connect(admin_url, dbname=database)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(NO_LETTERS)
    finally:
        connection.close()
