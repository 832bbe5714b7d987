"""What each database role may do, written down: a change of any right shows here, and in review.

To take over a change that is meant: ACTIP_WRITE_GRANTS=1 bin/test tests/access/test_grants.py
"""

import os
from pathlib import Path

import pytest
from django.db import connection

from tests.access.conftest import ids, sql

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parent / "grants.txt"
ROLES = ("actip_app", "actip_report", "actip_backup")

# Tables that every user's requests may touch, whoever acts: why each holds nothing of a matter.
WITHOUT_ROW_SECURITY = {
    "accounts_agency": "names of agencies, shown to all; written by administrators alone (trigger)",
    "accounts_user": "read before anybody acts, at sign-in; what it allows is guarded by trigger",
    "accounts_user_groups": "Django's own, unused",
    "accounts_user_user_permissions": "Django's own, unused",
    "accounts_apiclient": "read before anybody acts; secrets hashed; written by administrators alone (trigger)",
    "accounts_apitoken": "read before anybody acts; tokens hashed",
    "accounts_bucket": "counts of attempts",
    "account_emailaddress": "allauth's own, unused",
    "account_emailconfirmation": "allauth's own, unused",
    "auth_group": "Django's own, unused",
    "auth_group_permissions": "Django's own, unused",
    "auth_permission": "Django's own, unused; read only",
    "axes_accessattempt": "wrong passwords: names of accounts and addresses",
    "axes_accessattemptexpiration": "as above",
    "axes_accessfailurelog": "as above, switched off",
    "axes_accesslog": "as above, switched off",
    "django_admin_log": "changes of users and agencies",
    "django_content_type": "Django's own, read only",
    "django_migrations": "Django's own, read only",
    "django_session": "read before anybody acts",
    "django_tasks_database_dbtaskresult": "tasks name ids alone, never a person",
    "mfa_authenticator": "read before anybody acts; secrets sealed",
    "reporting_counted": "no right at all",
    "reporting_dirty": "no right at all",
    "reporting_fact": "no right at all",
}

TABLES = """
    SELECT g.grantee, c.oid::regclass::text, string_agg(DISTINCT g.privilege_type, ' ' ORDER BY g.privilege_type)
    FROM pg_class c, aclexplode(c.relacl) a JOIN LATERAL (SELECT coalesce(r.rolname, 'PUBLIC'), a.privilege_type
        FROM (SELECT a.grantee AS oid) o LEFT JOIN pg_roles r USING (oid)) g(grantee, privilege_type) ON true
    WHERE c.relnamespace IN ('public'::regnamespace, 'actip'::regnamespace, 'actip_private'::regnamespace)
      AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND g.grantee = ANY (%s) AND c.relname NOT LIKE 'vault\\_secret%%'
    GROUP BY 1, 2 ORDER BY 1, 2
"""
FUNCTIONS = """
    SELECT r.role, p.oid::regprocedure::text || CASE WHEN p.prosecdef THEN ' (for its owner)' ELSE '' END
    FROM unnest(%s::text[]) r(role), pg_proc p
    WHERE p.pronamespace IN ('public'::regnamespace, 'actip'::regnamespace, 'actip_private'::regnamespace)
      AND has_function_privilege(r.role, p.oid, 'EXECUTE') ORDER BY 1, 2
"""
POLICIES = """
    SELECT tablename, string_agg(policyname || ' ' || lower(cmd), ', ' ORDER BY policyname) FROM pg_policies
    WHERE schemaname = 'public' GROUP BY 1 ORDER BY 1
"""


def printed() -> str:
    """Rights on tables and sequences, then functions, then policies."""
    lines = [f"{role}  {table}  {rights.lower()}" for role, table, rights in sql(TABLES, [["PUBLIC", *ROLES]])]
    lines += [f"{role}  {name}" for role, name in sql(FUNCTIONS, [["actip_app", "actip_report"]])]
    lines += [f"policy  {table}  {names}" for table, names in sql(POLICIES)]
    return "\n".join(lines) + "\n"


def test_rights_are_those_written_down():
    found = printed()
    if os.environ.get("ACTIP_WRITE_GRANTS"):
        FILE.write_text(found)

    assert found == FILE.read_text()


def test_no_right_is_given_on_a_column_alone():
    """It would stand beside those written down, which are of whole tables."""
    found = sql(
        "SELECT a.attrelid::regclass::text, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE a.attacl IS NOT NULL AND c.relnamespace::regnamespace::text IN ('public', 'actip', 'actip_private')"
    )

    assert found == []


def test_a_table_without_forced_row_security_has_a_reason():
    bare = ids(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        " AND NOT (relrowsecurity AND relforcerowsecurity) AND relname NOT LIKE 'vault\\_secret%%'"
    )

    assert bare == set(WITHOUT_ROW_SECURITY)


def test_a_table_with_a_matter_is_always_under_row_security():
    found = ids(
        "SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE a.attname = 'matter_id'"
        " AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT c.relforcerowsecurity"
    )

    assert found <= {"reporting_counted", "reporting_dirty", "reporting_fact"}
    assert not [
        name
        for name in found
        for role in ROLES[:2]
        if sql("SELECT has_table_privilege(%s, %s, 'SELECT')", [role, name])[0][0]
    ]


def test_nothing_belongs_to_the_applications_role_and_public_has_nothing():
    assert ids("SELECT relname FROM pg_class WHERE relowner = 'actip_app'::regrole") == set()
    assert ids("SELECT proname FROM pg_proc WHERE proowner = 'actip_app'::regrole") == set()
    assert not [line for line in printed().splitlines() if line.startswith("PUBLIC")]
    assert ids("SELECT current_user") == {"actip_app"}
    assert connection.settings_dict["USER"] == "actip_app"


def test_memberships_lead_nowhere():
    found = sql(
        "SELECT m.rolname, r.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid"
        " WHERE m.rolname LIKE 'actip%%'"
    )

    assert found == [("actip_migrator", "actip_owner")]
