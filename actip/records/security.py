"""Row security, generated from the matrix and the catalogue: policies, guards, audit triggers, grants.

Applied by `manage.py secure` after every migration; each statement can be repeated.
"""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

from actip.access import decide
from actip.accounts import person
from actip.records import catalogue, clocks, hers, indexes, roots
from actip.records.catalogue import RecordType
from actip.records.export import tier
from actip.records.workflow import Move

READERS = "actip_app, actip_report"
# Kept by triggers and functions alone: the application may look, never write.
DERIVED = ("access_matter", "access_feed")


def statements() -> list[str]:
    """Everything that `secure` runs, in order."""
    found = [path.read_text(encoding="utf-8") for path in sql_files()]
    found += [
        *_matrix(),
        *_moves(),
        _clock_hands(),
        *hers.statements(),
        *roots.statements(),
        *_matter_policies(),
        *_inner_policies(),
    ]
    for kind in catalogue.all_types():
        found += _record_type(kind)
    for more in _further:
        found += more()
    return found + _grants() + indexes.statements()


_further: list[Callable[[], list[str]]] = []


def further(statements: Callable[[], list[str]]) -> None:
    """Let a higher layer add statements of its own (the cells of reporting)."""
    _further.append(statements)


def sql_files(folder: str = "sql") -> list[Path]:
    """The *.sql of such a folder of our apps, lowest layer first."""
    homes = [Path(apps.get_app_config(name.rpartition(".")[2]).path) for name in settings.OWN_APPS]
    return [path for home in homes for path in sorted((home / folder).glob("*.sql"))]


def context_key() -> tuple[bytes, bytes]:
    """The inner and outer pad of HMAC-SHA256 for the key that signs contexts."""
    key = person.key()
    key = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    return bytes(byte ^ 0x36 for byte in key), bytes(byte ^ 0x5C for byte in key)


def _matrix() -> list[str]:
    values = ",".join(f"('{role}','{code}','{verb}',{str(wide).lower()})" for role, code, verb, wide in decide.rows())
    return ["DELETE FROM actip.matrix", f"INSERT INTO actip.matrix (role, code, verb, wide) VALUES {values}"]


def _moves() -> list[str]:
    """Each step by each office (NULL: any), the columns that it may write (NULL: all) and those that it spares; of two steps of the
    same office between the same states either's.
    """
    found: dict[tuple, tuple[bool, set[str]]] = {}
    for kind in catalogue.all_types():
        for move in kind.workflow.moves if kind.workflow else ():
            for source in move.sources:
                step = (kind.slug, source, move.target, move.verb, move.offices)
                _, columns = found.get(step, (False, set()))
                is_whole = move.verb == "change" and kind.can_change(source)
                found[step] = is_whole, columns | _belongs(kind, move)
    values = [
        f"({', '.join(map(repr, step))}, {_array(offices) if offices else 'NULL'}, {'NULL' if is_whole else _array(columns)},"
        f" {_array(_of_steps(catalogue.get(step[0])) - columns if is_whole else ())})"
        for (*step, offices), (is_whole, columns) in sorted(found.items())
    ]
    return [
        "DELETE FROM actip.move",
        f"INSERT INTO actip.move (slug, source, target, verb, offices, fields, spared) VALUES {','.join(values)}",
    ]


def _belongs(kind: RecordType, move: Move) -> set[str]:
    """The columns that a step may write where it does not open the whole entry."""
    stamp = {f"{move.stamp}_by_id", f"{move.stamp}_at"} if move.stamp else set()
    return {kind.workflow.field, *_columns(kind, move.fields + move.derives), *stamp}


def _of_steps(kind: RecordType) -> set[str]:
    """The columns that steps write and nobody enters."""
    return set().union(*(_belongs(kind, move) for move in kind.workflow.moves)) - _columns(kind, kind.fields)


def _columns(kind: RecordType, names: Iterable[str]) -> set[str]:
    """Of these fields, with what goes along with every write of them."""
    key = {"key_id"} if set(names) & set(kind.sealed) else set()
    return {"version", "updated_at", *key, *(kind.model._meta.get_field(name).column for name in names)}


def _clock_hands() -> str:
    """actip.clock_hands(rule): record types whose writing starts and ends clocks of a rule that hang on other records."""
    cases = " ".join(f"WHEN '{rule}' THEN {_array(slugs)}" for rule, slugs in clocks.hands().items())
    return (
        "CREATE OR REPLACE FUNCTION actip.clock_hands(of_rule text) RETURNS text[] LANGUAGE sql IMMUTABLE"
        f" SET search_path = pg_catalog AS $$ SELECT CASE of_rule {cases} END $$"
    )


def _array(names: Iterable[str]) -> str:
    return f"'{{{','.join(sorted(names))}}}'::text[]"


def _force(table: str) -> list[str]:
    return [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]


def policy(table: str, name: str, command: str, using: str = "", check: str = "") -> list[str]:
    """DROP and CREATE of one policy for the application and the reports."""
    clauses = (f" USING ({using})" if using else "") + (f" WITH CHECK ({check})" if check else "")
    return [
        f"DROP POLICY IF EXISTS {name} ON {table}",
        f"CREATE POLICY {name} ON {table} FOR {command} TO {READERS}{clauses}",
    ]


def _matter_policies() -> list[str]:
    """A matter is there for whoever it is assigned to, if her role may know that its kind exists; so are its feed entries.

    CASE for the planner: the feed is always asked by a token, and it would multiply the rarity of that token with itself, expect fewer
    rows than a page, and gather and sort all that there are, a second for a large agency, as soon as statistics happen to say so.
    """

    def by_kind(test: str) -> str:
        return " OR ".join(
            f"(kind = '{kind.model.MATTER_KIND}' AND {test.format(code=kind.code)})" for kind in catalogue.roots()
        )

    feed = by_kind("token = ANY ((SELECT actip.feed_keys('{code}'))::int[])")
    return [
        *_force("access_matter"),
        *policy("access_matter", "see", "SELECT", by_kind("reach && (SELECT actip.keys('{code}', 'exist'))")),
        *_force("access_feed"),
        *policy("access_feed", "see", "SELECT", f"CASE WHEN {feed} THEN true ELSE false END"),
    ]


def _inner_policies() -> list[str]:
    """Rules are loaded by the system; what else the machinery keeps is in sql/10_records.sql."""
    return [
        *_force("records_rule"),
        *policy("records_rule", "see", "SELECT", "true"),
        *policy("records_rule", "load", "ALL", "(SELECT actip.is_system())", "(SELECT actip.is_system())"),
    ]


def _record_type(kind: RecordType) -> list[str]:
    table, scope = kind.table, kind.scope

    def text(template: str, verb: str) -> str:
        return template.format(table=table, code=kind.code, verb=verb)

    update = text(scope.write, "update")
    pay = ""
    if kind.payable:
        pay = hers.is_paid(kind)
        update = f"({update}) OR ({pay})"
    return [
        *_force(table),
        *policy(table, "see", "SELECT", text(scope.see, kind.see)),
        *(policy(table, "pay", "SELECT", pay) if pay else ()),
        *policy(table, "add", "INSERT", check=text(scope.insert or scope.write, "create")),
        *policy(table, "change", "UPDATE", update, update),
        *_triggers(kind),
    ]


def _triggers(kind: RecordType) -> list[str]:
    table, matter, quiet = kind.table, "matter_id" if kind.has_matter else "", "reach" if kind.is_root else ""
    each_row = "FOR EACH ROW EXECUTE FUNCTION"
    links = ", ".join(f"'{link}'" for link in _links(kind))
    found = [
        f"CREATE OR REPLACE TRIGGER guard_row BEFORE INSERT OR UPDATE ON {table} {each_row} actip.guard_row({links})",
        f"SELECT actip_private.audit_attach('{table}', '{kind.slug}', '{kind.code}', '{matter}', '{quiet}')",
        f"UPDATE actip_private.audit_code SET verb = '{kind.see}', is_discreet = {tier(kind) >= 4} WHERE slug = '{kind.slug}'",
    ]
    if kind.workflow and kind.scope.guard:
        flow = kind.workflow
        found.append(
            f"CREATE OR REPLACE TRIGGER guard_move BEFORE INSERT OR UPDATE ON {table} {each_row}"
            f" actip.guard_move('{kind.slug}', '{kind.code}', '{flow.initial}', '{flow.field}', '{{{','.join(kind.open_states)}}}',"
            f" '{{{','.join(sorted(_of_steps(kind)))}}}')"
        )
    if kind.scope.touches:
        found.append(
            f"CREATE OR REPLACE TRIGGER touch_matter AFTER INSERT OR UPDATE ON {table} {each_row}"
            f" actip.touch_matter({chr(39) + 'root' + chr(39) if kind.is_root else ''})"
        )
    else:
        found.append(f"DROP TRIGGER IF EXISTS touch_matter ON {table}")
    return found


def _links(kind: RecordType) -> list[str]:
    """Foreign keys to other protected tables: 'column>table', or 'column=table' for the parent of the same matter;
    '!kind' for the root record of a matter.
    """
    protected = {other.model: other.table for other in catalogue.all_types()}
    found = [f"!{kind.model.MATTER_KIND}"] if kind.is_root else []
    for field in kind.model._meta.fields:
        if isinstance(field, models.ForeignKey) and field.related_model in protected:
            sign = "=" if field.name == kind.parent else ">"
            found.append(f"{field.column}{sign}{protected[field.related_model]}")
    return found


def _grants() -> list[str]:
    """What each database role may do at all. Records are never deleted by the application."""
    records = [kind.table for kind in catalogue.all_types()]
    kept = {*records, *DERIVED, *PRIVATE, "django_migrations", "django_content_type", "auth_permission"}
    free = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in kept
    ]
    reading = [*records, *DERIVED, "django_migrations", "django_content_type", "auth_permission"]
    return [
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, actip_app, actip_report",
        "GRANT USAGE ON SCHEMA public, actip TO actip_app, actip_report, actip_backup",
        f"GRANT SELECT ON {', '.join(reading)} TO actip_app",
        f"GRANT INSERT, UPDATE ON {', '.join(records)} TO actip_app",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(free)} TO actip_app",
        f"REVOKE DELETE ON {', '.join(LASTING)} FROM actip_app",
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public, actip FROM PUBLIC, actip_app, actip_report",
        "GRANT SELECT ON actip.move TO actip_app",
        f"GRANT SELECT ON {', '.join(reading)} TO actip_report",
        "GRANT SELECT ON accounts_agency TO actip_report",
        "GRANT USAGE ON SCHEMA actip_private TO actip_backup",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public, actip, actip_private TO actip_backup",
        "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public, actip TO actip_backup",
        *(path.read_text(encoding="utf-8") for path in sql_files("sql/grants")),  # last, after everything was revoked
        *hers.grants(),
        OWNERSHIP,
    ]


# Closed, never deleted: the trail and the records name them.
LASTING = (
    "accounts_agency",
    "accounts_user",
    "accounts_apiclient",
    "accounts_rolechange",
    "records_clock",
    "records_clockextension",
    "records_packet",
    "records_rule",
)


# Tables belong to a role that nobody signs in as and that row security binds; the deploying role is a member of it.
OWNERSHIP = """
DO $$ DECLARE found record; BEGIN
    EXECUTE 'GRANT CREATE, USAGE ON SCHEMA public TO actip_owner';
    FOR found IN SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND r.rolname <> 'actip_owner' LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO actip_owner', found.name);
    END LOOP;
END $$"""


# Tables whose apps grant what is needed themselves, in sql/grants/*.sql (the trail, data keys, blind tokens, cells,
# openings in an emergency).
PRIVATE = (
    "audit_event",
    "audit_seal",
    "audit_head",
    "vault_datakey",
    "vault_token",
    "reporting_cell",
    "reporting_dirty",
    "reporting_fact",
    "reporting_counted",
    "victims_brokenglass",
)
