"""Refuses to start on a connection that row security would not bind, or with what a higher layer names: `refuse` at
start-up, and `manage.py check --deploy`.
"""

from collections.abc import Callable

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connection
from django.utils.translation import gettext as _

Finding = tuple[str, str, str]  # id, what is wrong, what to do
_tables: list[Callable[[], list[str]]] = [lambda: ["access_matter", "access_assignment", "access_feed"]]

_further: list[Callable[[], list[Finding]]] = []

ROLE = """
    SELECT current_user, r.rolsuper, r.rolbypassrls,
        EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace IN (
            SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'actip', 'actip_private'))),
        EXISTS (SELECT FROM pg_roles o WHERE o.oid <> r.oid AND pg_has_role(r.oid, o.oid, 'MEMBER')
            AND (o.rolsuper OR o.rolbypassrls OR o.rolname = 'actip_owner')),
        has_database_privilege(current_database(), 'TEMPORARY') OR has_schema_privilege('public', 'CREATE')
    FROM pg_roles r WHERE r.rolname = current_user
"""
BARE = """
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (%s)
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1
"""


def protect(tables: Callable[[], list[str]]) -> None:
    """Let a higher layer name tables that must stand under row security."""
    _tables.append(tables)


def also(further: Callable[[], list[Finding]]) -> None:
    """Let a higher layer name reasons of its own not to start."""
    _further.append(further)


def findings() -> list[Finding]:
    """What lets the application's connection past row security, and what higher layers add; empty when nothing does.

    Raises DatabaseError.
    """
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        role, is_super, bypasses, owns, is_member, leaves_things = cursor.fetchone()
        cursor.execute(BARE, [[table for tables in _tables for table in tables()]])
        bare = [name for (name,) in cursor.fetchall()]
    other_role = _("Let DATABASE_URL sign in as the role actip_app; `manage.py create_roles` makes it.")
    secure = _("Run `manage.py migrate`, which puts row security in force.")
    wrong = [
        (is_super, "access.E001", _("The database role %s is a superuser: row security does not bind it."), other_role),
        (bypasses, "access.E002", _("The database role %s has BYPASSRLS: row security does not bind it."), other_role),
        (owns, "access.E003", _("The database role %s owns tables or sequences of the program: it could switch row security off."), other_role),
        (is_member, "access.E004", _("The database role %s is a member of a role that row security does not bind."), other_role),
        (leaves_things, "access.E005", _("The database role %s may create tables: it could put its own in front of the program's."), secure),
    ]  # fmt: skip
    found = [(code, sentence % role, hint) for is_so, code, sentence, hint in wrong if is_so]
    if bare:
        found.append(("access.E006", _("Tables without row security: %s.") % ", ".join(bare), secure))
    return found + [finding for further in _further for finding in further()]


def refuse() -> None:
    """Raise ImproperlyConfigured if there are findings.

    A database that does not answer yet is no reason: requests are answered 503 until it does.
    """
    try:
        found = findings()
    except OperationalError:
        return
    finally:
        connection.close()
    if found:
        raise ImproperlyConfigured("\n".join(f"{sentence} {hint}" for _code, sentence, hint in found))


@checks.register(checks.Tags.security, deploy=True)
def row_security(app_configs, **options) -> list[checks.CheckMessage]:
    """For `manage.py check --deploy`."""
    try:
        return [checks.Error(sentence, hint=hint, id=code) for code, sentence, hint in findings()]
    except DatabaseError as error:
        hint = _("Check DATABASE_URL and that PostgreSQL runs; `manage.py doctor` says more.")
        return [checks.Error(_("Row security could not be checked: %s") % error, hint=hint, id="access.E000")]
