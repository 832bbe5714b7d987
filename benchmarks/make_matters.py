"""Make a database of N matters by COPY: `python benchmarks/make_matters.py 1000000`. Needs SUPERUSER_DATABASE_URL besides
the addresses that the program itself needs; makes the databases benchmark_empty and benchmark_N beside them.

Triggers and the audit trail are passed over (`session_replication_role = replica`); what triggers derive (reach, feed) is
derived by statements over whole tables and compared with the triggers' own functions at the end.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import places  # noqa: E402

CHUNK = 5_000
STAGING = """CREATE UNLOGGED TABLE made_matter (id uuid, kind text, number text, status text,
    opened_at timestamptz, touched_at timestamptz, next_due_at timestamptz)"""
# Two limits of each decision have ended: a third of them late, and of those three in ten without a note.
ENDED = """
INSERT INTO records_clock (id, matter_id, rule_id, record_type, record_id, starts_at, due_at, ended_at, ended_recorded_at, created_at,
    breach_reason, reason_by_id, reason_at, breach_note, note_by_id, note_at)
SELECT gen_random_uuid(), d.matter_id, r.id, 'identification-decisions', d.id, s.at, s.at + r.span, s.ends, s.ends, s.at,
    CASE WHEN s.part > 1 AND s.dice < 0.85 THEN 'traffic' ELSE '' END, CASE WHEN s.part > 1 AND s.dice < 0.85 THEN u.one END,
    CASE WHEN s.part > 1 AND s.dice < 0.85 THEN s.ends END, CASE WHEN s.part > 1 AND s.dice < 0.7 THEN 'noted' ELSE '' END,
    CASE WHEN s.part > 1 AND s.dice < 0.7 THEN u.other END, CASE WHEN s.part > 1 AND s.dice < 0.7 THEN s.ends END
FROM victims_identificationdecision d
CROSS JOIN (SELECT DISTINCT ON (code) id, CASE code WHEN 'DL-01' THEN interval '24 hours' ELSE interval '7 days' END AS span
            FROM records_rule WHERE code IN ('DL-01', 'DL-03') ORDER BY code, valid_from DESC) r
CROSS JOIN (SELECT min(id) AS one, max(id) AS other FROM accounts_user) u
CROSS JOIN LATERAL (SELECT (hashtext(d.id::text || r.id) & 1023) / 2048.0 + 0.675 AS part,
                           (hashtext(r.id || d.id::text) & 1023) / 1024.0 AS dice) p
CROSS JOIN LATERAL (SELECT d.created_at AS at, d.created_at + r.span * p.part AS ends, p.*) s"""
REACH = """
INSERT INTO access_matter (id, kind, number, status, opened_at, touched_at, next_due_at, reach, unnoted_at)
SELECT m.*, r.reach, (SELECT max(c.due_at) FROM records_clock c WHERE c.matter_id = m.id AND c.ended_at > c.due_at AND c.breach_note = '')
FROM made_matter m JOIN (
    SELECT matter_id, array_agg(DISTINCT token ORDER BY token) AS reach FROM (
        SELECT matter_id, unnest(CASE WHEN officer_id IS NULL THEN ARRAY[0, 4 * agency_id, 4 * agency_id + 1]::int[]
                                      ELSE ARRAY[0, 4 * officer_id + 2, 4 * agency_id + 1]::int[] END) AS token
        FROM access_assignment WHERE state IN ('offered', 'accepted')) held
    GROUP BY matter_id) r ON r.matter_id = m.id"""
ROOTS = ("cases_report", "cases_case", "victims_person")
CARRIED = "UPDATE {table} t SET reach = m.reach FROM access_matter m WHERE m.id = t.id"
FEED = """
INSERT INTO access_feed (token, matter_id, kind, status, touched_at, next_due_at, unnoted_at)
SELECT t.token, m.id, m.kind, m.status, m.touched_at, m.next_due_at, m.unnoted_at
FROM access_matter m, unnest(m.reach) AS t(token) WHERE t.token <> 0"""
WRONG = """
SELECT count(*) FROM (SELECT * FROM access_matter ORDER BY id LIMIT 2000) m
WHERE reach <> actip.tokens_of(id)
OR reach <> ALL (SELECT reach FROM cases_report WHERE id = m.id UNION ALL SELECT reach FROM cases_case WHERE id = m.id
    UNION ALL SELECT reach FROM victims_person WHERE id = m.id)
OR cardinality(reach) - 1 <> (SELECT count(*) FROM access_feed f WHERE f.matter_id = m.id)"""
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
WHERE t.relnamespace = 'public'::regnamespace AND t.relname ~ '^(access|cases|victims|compensation|vault|records_clock)'
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
ORDER BY pg_relation_size(i.indrelid)"""


class Watch:
    """Says what is done and how long it took."""

    def __init__(self):
        self.begun = self.last = time.monotonic()

    def done(self, what: str) -> None:
        now = time.monotonic()
        print(f"{now - self.begun:7.1f} s  {what} ({now - self.last:.1f} s)", flush=True)
        self.last = now


def people_of_the_world() -> None:
    """Agencies, users, shelters, data keys: few, hence by the models, as the deploying role."""
    from actip.accounts.models import Agency, User
    from actip.vault.models import DataKey
    from benchmarks import sealed, world
    from victims.models import Shelter

    agencies, users = [], []
    for number, code, kind, roles in world.agencies():
        agencies.append(Agency(id=number, code=code, kind=kind, name_th=f"หน่วย {code}", name_en=code, province="TH-10"))
        users += [
            User(
                id=world.user_id(number, place), username=f"{role.lower()}-{code}", role=role, agency_id=number, password="!",
                name_th=f"เจ้าหน้าที่ {role}", name_en=f"Officer {role}", language="th",
            )
            for place, role in enumerate(roles)
        ]  # fmt: skip
    Agency.objects.using("owner").bulk_create(agencies)
    User.objects.using("owner").bulk_create(users)
    Shelter.objects.using("owner").bulk_create(
        Shelter(
            id=world.identity("shelter", number), code=f"SH-{number}", agency_id=number, kind="government_long_term",
            province="TH-10", beds=50,
        )
        for number in world.SHELTERS
    )  # fmt: skip
    keys = sealed.new_keys()
    DataKey.objects.using("owner").bulk_create(keys)
    sealed.use_keys(keys)


def block(task: tuple[int, int, int, int]) -> bytes:
    """One chunk of a table as text for COPY; runs in a process of its own."""
    from benchmarks.tables import TABLES
    from benchmarks.world import Counts

    table, matters, start, stop = task
    rows = TABLES[table].rows(Counts(matters), start, stop)
    return "".join("\t".join(["\\N" if v is None else str(v) for v in row]) + "\n" for row in rows).encode()


class Stream:
    """Blocks of bytes as the file that COPY reads."""

    def __init__(self, blocks: Iterator[bytes]):
        self.blocks, self.left = blocks, b""

    def read(self, size: int = 65_536) -> bytes:
        if not self.left:
            self.left = next(self.blocks, b"")
        found, self.left = self.left[:size], self.left[size:]
        return found


def let_default(cursor, table) -> None:
    """A column that the rows made here do not have gets what its field says."""
    from django.apps import apps
    from django.db import connections
    from django.db.models import NOT_PROVIDED

    given = set(table.columns.replace(",", " ").split())
    for model in (model for model in apps.get_models() if model._meta.db_table == table.name):
        for field in model._meta.local_concrete_fields:
            if (
                field.column not in given
                and not field.null
                and field.db_default is NOT_PROVIDED
                and not field.generated
            ):
                value = field.get_db_prep_save(field.get_default(), connection=connections["owner"])
                cursor.execute(f"ALTER TABLE {table.name} ALTER COLUMN {field.column} SET DEFAULT %s", [value])


def fill(cursor, matters: int, workers: int, watch: Watch) -> None:
    """COPY every table; the rows are made by other processes meanwhile."""
    from benchmarks.tables import TABLES
    from benchmarks.world import Counts

    with get_context("fork").Pool(workers) as pool:
        for place, table in enumerate(TABLES):
            let_default(cursor, table)
            size = table.of(Counts(matters))
            tasks = [(place, matters, start, min(start + CHUNK, size)) for start in range(0, size, CHUNK)]
            cursor.copy_expert(f"COPY {table.name} ({table.columns}) FROM STDIN", Stream(pool.imap(block, tasks)))
            watch.done(f"{cursor.rowcount:>9,} rows of {table.name}")


def make(matters: int, workers: int, admin: str) -> None:
    watch = Watch()
    places.bring_up_to_date(places.EMPTY)
    watch.done("empty database")
    name = places.database(matters)
    places.create(admin, name, places.EMPTY)
    places.set_up(name)
    people_of_the_world()
    from django.db import connections

    connections.close_all()
    watch.done("agencies, users, keys")
    connection = places.connect(admin, name)
    with connection.cursor() as cursor:
        for setting in ("session_replication_role = replica", "maintenance_work_mem = '1GB'", "work_mem = '256MB'"):
            cursor.execute(f"SET {setting}")
        cursor.execute(STAGING)
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for index, _definition in indexes:
            cursor.execute(f"DROP INDEX {index}")
        fill(cursor, matters, workers, watch)
        cursor.execute("CREATE INDEX made_clocks ON records_clock (matter_id)")  # the program's own are made at the end
        for what, statement in (("ended limits", ENDED), ("matters with their reach", REACH), ("feed", FEED)):
            cursor.execute(statement)
            watch.done(f"{cursor.rowcount:>9,} rows: {what}")
        for table in ROOTS:
            cursor.execute(CARRIED.format(table=table))
            cursor.execute(f"VACUUM FULL {table}")
        watch.done("reach carried over to the root records")
        for index, definition in indexes:
            cursor.execute(definition)
        watch.done(f"{len(indexes)} indexes")
        cursor.execute("DROP TABLE made_matter")
        cursor.execute("DROP INDEX made_clocks")
        cursor.execute("VACUUM (ANALYZE)")
        watch.done("vacuum, analyze")
        cursor.execute("INSERT INTO reporting_dirty (matter_id, since) SELECT id, now() FROM access_matter")
        cursor.execute("SET session_replication_role = origin")
        count_cells(watch)
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute(WRONG)
        if cursor.fetchone()[0]:
            sys.exit("Reach or feed differ from what the triggers derive: the program changed, mend REACH and FEED.")
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        watch.done(f"checked; {cursor.fetchone()[0]}")
    connection.close()


def count_cells(watch: Watch) -> None:
    """The cells by the program's own step."""
    from django.db import connections

    from reporting import cells

    with connections["owner"].cursor() as cursor:
        cursor.execute("SET work_mem = '256MB'")
    taken = cells.refresh(50_000, using="owner")
    connections.close_all()
    watch.done(f"{taken:>9,} matters counted into cells")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("matters", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--again", action="store_true", help="make it anew though it is there")
    given = parser.parse_args()
    admin_address = places.admin()
    if given.again:
        places.drop(admin_address, places.database(given.matters))
    if places.exists(admin_address, places.database(given.matters)):
        print(f"{places.database(given.matters)} is there already; --again makes it anew.")
    else:
        make(given.matters, given.workers, admin_address)
