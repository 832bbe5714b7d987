"""Measure the money pages at N ledger entries: `python benchmarks/money.py 2000000`. Needs the addresses of make_matters.py.

Makes the database benchmark_money_N: people with a claim, an order, two receipts and eight paid requests each, twenty entries a
person. One of each is made by the program; the others are copies of those rows, filled in the server past triggers and audit
(`session_replication_role = replica`), with the entries and lines that the triggers would have posted. One ministry reaches all of it.
"""

import argparse
import json
import sys
from functools import partial
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import make_matters, places  # noqa: E402

EACH = 20  # entries a person
PAYMENTS = 8
# n: number of the person, i: of her payment or receipt. A key is the hash of what it is of: a copy finds its parent without looking.
KEY = "md5('{kind}' || {n})::uuid"
COPIES = (
    ("access_matter", "matter", "generate_series(1, {people}) n",
     "'id', {matter}, 'number', 'V69-' || lpad(upper(to_hex(n / 65536)), 4, '0') || '-' || lpad(upper(to_hex(n % 65536)), 4, '0')"),
    ("victims_person", "person", "generate_series(1, {people}) n", "'id', {matter}, 'matter_id', {matter}"),
    ("compensation_claim", "claim", "generate_series(1, {people}) n", "'id', {claim}, 'matter_id', {matter}, 'person_id', {matter}"),
    ("compensation_order", "order", "generate_series(1, {people}) n",
     "'id', {order}, 'matter_id', {matter}, 'claim_id', {claim}, 'ordered_on', date '2026-01-01' - n % 3000,"
     " 'waiting_since', CASE WHEN n % 5 < 2 THEN date '2026-01-01' - n % 900 END"),
    ("compensation_receipt", "receipt", "generate_series(1, {people}) n, generate_series(1, 2) i",
     "'id', {receipt}, 'matter_id', {matter}, 'order_id', {order}, 'received_on', date '2026-01-01' - n % 700"),
    ("compensation_fundpayment", "payment", "generate_series(1, {people}) n, generate_series(1, {payments}) i",
     "'id', {payment}, 'matter_id', {matter}, 'person_id', {matter}, 'paid_on', date '2026-01-01' - (n * 8 + i) % 2000"),
)  # fmt: skip
ENTRIES = """
INSERT INTO compensation_entry (id, matter_id, code, regime, kind, on_day, record_type, record_id, note, posted_at)
SELECT md5(e.kind || r.id)::uuid, r.matter_id, '{code}', '{regime}', e.kind, r.{day}, '{slug}', r.id, '', now()
FROM {table} r CROSS JOIN (VALUES {kinds}) e(kind)"""
LINES = """
INSERT INTO compensation_line (entry_id, matter_id, code, regime, on_day, account, debit, credit, category, residence)
SELECT md5('{kind}' || r.id)::uuid, r.matter_id, '{code}', '{regime}', r.{day}, l.account, l.debit, l.credit, '', ''
FROM {table} r CROSS JOIN LATERAL (VALUES {lines}) l(account, debit, credit) WHERE l.debit > 0 OR l.credit > 0"""
POSTED = (
    ("compensation_claim", "CLM", "court", "claims", "claimed_on", "claim", "('court.asked', 1000, 0), ('court.claims', 0, 1000)"),
    ("compensation_order", "CLM", "court", "orders", "ordered_on", "order",
     "('court.owed', r.amount, 0), ('court.ordered', 0, r.amount - r.punitive), ('court.punitive', 0, r.punitive)"),
    ("compensation_receipt", "CLM", "court", "receipts", "received_on", "receipt",
     "('court.received', r.amount, 0), ('court.owed', 0, r.amount)"),
    ("compensation_fundpayment", "FPY", "fund", "fund-payments", "paid_on", "approval",
     "('fund.help', r.amount, 0), ('fund.payable', 0, r.amount)"),
    ("compensation_fundpayment", "FPY", "fund", "fund-payments", "paid_on", "payment",
     "('fund.payable', r.amount, 0), ('fund.bank', 0, r.amount)"),
)  # fmt: skip


def database(entries: int) -> str:
    return f"benchmark_money_{entries}"


def one_of_each() -> None:
    """The rows that are copied: a person with her claim, order, receipt and a paid request, past the actions."""
    from datetime import date
    from decimal import Decimal

    from django.utils import timezone

    from actip.accounts.models import User
    from actip.records import bulk
    from benchmarks import world
    from compensation import models
    from victims.models import Person

    users = {user.username: user for user in User.objects.using("owner").all()}
    ministry, day, now = users["dat-msdhs"].agency, date(2026, 1, 1), timezone.now()
    key = world.identity("money", 0)
    bulk.open_matters("person", ministry, [(key, "V69-0000-0000", now)])
    person = Person(id=key, matter_id=key, first_contact_on=day)
    claim = models.Claim(id=key, matter_id=key, person=person, claimed_on=day, status="claimed")
    order = models.Order(
        id=key, matter_id=key, claim=claim, ordered_on=day, amount=Decimal(80000), punitive=Decimal(20000)
    )
    receipt = models.Receipt(
        id=key, matter_id=key, order=order, received_on=day, amount=Decimal(1000), source="execution", document="1/2569"
    )
    payment = models.FundPayment(
        id=key, matter_id=key, person=person, kind="living", amount=Decimal(3000), purpose="x", payee_code="V69-0000-0000",
        requested_by_id=users["pmj-province-1300"].pk, requested_at=now, approved_by_id=users["fap-fund"].pk, approved_at=now,
        paid_by_id=users["pay-fund"].pk, paid_at=now, paid_on=day, residence="outside", status="paid",
    )  # fmt: skip
    for row in (person, claim, order, receipt, payment):
        bulk.insert([row])


def fill(cursor, people: int, watch: make_matters.Watch) -> None:
    """Copies of the one, then what they came to."""
    keys = {kind: KEY.format(kind=kind, n="n") for kind in ("matter", "claim", "order")}
    keys |= {kind: KEY.format(kind=kind, n="n || '.' || i") for kind in ("receipt", "payment")}
    for table, _kind, of, values in COPIES:
        given = {"people": people, "payments": PAYMENTS} | keys
        cursor.execute(
            f"INSERT INTO {table} SELECT made.* FROM (SELECT to_jsonb(t) AS row FROM {table} t LIMIT 1) one, {of.format(**given)},"
            f" jsonb_populate_record(NULL::{table}, one.row || jsonb_build_object({values.format(**given)})) AS made"
        )
        watch.done(f"{cursor.rowcount:>9,} rows of {table}")
    cursor.execute("TRUNCATE compensation_entry, compensation_line")
    for table, code, regime, slug, day, kind, lines in POSTED:
        given = {"table": table, "code": code, "regime": regime, "slug": slug, "day": day, "kind": kind, "lines": lines}
        cursor.execute(ENTRIES.format(kinds=f"('{kind}')", **given))
        entries = cursor.rowcount
        cursor.execute(LINES.format(**given))
        watch.done(f"{entries:>9,} entries, {cursor.rowcount:,} lines: {kind}")


def make(entries: int, admin: str) -> None:
    """The database, from the empty one."""
    watch = make_matters.Watch()
    places.bring_up_to_date(places.EMPTY)
    watch.done("empty database")
    name = database(entries)
    places.create(admin, name, places.EMPTY)
    places.set_up(name)
    make_matters.people_of_the_world()
    from django.db import connections

    from actip.records import bulk

    with bulk.loading("a benchmark"):
        one_of_each()
    connections.close_all()
    connection = places.connect(admin, name)
    with connection.cursor() as cursor:
        for setting in ("session_replication_role = replica", "maintenance_work_mem = '512MB'", "work_mem = '128MB'"):
            cursor.execute(f"SET {setting}")
        every = "^(access|cases|victims|compensation|vault|records_clock)"
        cursor.execute(make_matters.INDEXES.replace(every, "^compensation_(entry|line)"))
        indexes = cursor.fetchall()
        for index, _definition in indexes:
            cursor.execute(f"DROP INDEX {index}")
        fill(cursor, entries // EACH, watch)
        for _index, definition in indexes:
            cursor.execute(definition)
        watch.done(f"{len(indexes)} indexes")
        cursor.execute(
            "INSERT INTO reporting_dirty (matter_id, since) SELECT id, now() FROM access_matter ON CONFLICT DO NOTHING"
        )
        cursor.execute("SET session_replication_role = origin")
        make_matters.count_cells(watch)
        cursor.execute("VACUUM (ANALYZE)")
        watch.done("vacuum, analyze")
        cursor.execute(
            "SELECT count(*), (SELECT sum(debit) - sum(credit) FROM compensation_line) FROM compensation_entry"
        )
        print("entries, debits less credits:", cursor.fetchone(), flush=True)
    connection.close()


def measure(entries: int) -> dict[str, dict]:
    """p50 and p95 in milliseconds of each page, through the whole middleware, as the ministry's officer."""
    places.set_up(database(entries))
    from django.db import transaction

    from actip.access.models import Matter
    from actip.accounts import person
    from benchmarks import clock
    from benchmarks.measure import Session

    session = Session("dat-msdhs")
    with transaction.atomic(), person.as_user(session.user):
        numbers = list(Matter.objects.filter(kind="person").order_by("pk").values_list("number", flat=True)[:40])
    number = cycle(numbers)
    addresses = {
        "received / ordered with its queue": lambda: "/dashboard/court-money/",
        "statement of one person, Fund": lambda: f"/statements/?regime=fund&person={next(number)}",
        "statement of one person, court": lambda: f"/statements/?regime=court&per=defendant&person={next(number)}",
        "entries of one person": lambda: f"/statements/entries/?regime=fund&figure=paid&person={next(number)}",
    }
    found = {}
    for name, address in addresses.items():
        times = clock.measure(partial(lambda address: session.get(address()), address))
        found[name] = times.told()
        print(json.dumps({"entries": entries, "page": name} | times.told()), flush=True)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("entries", type=int)
    parser.add_argument("--again", action="store_true", help="make it anew though it is there")
    given = parser.parse_args()
    admin_address = places.admin()
    if given.again:
        places.drop(admin_address, database(given.entries))
    if not places.exists(admin_address, database(given.entries)):
        make(given.entries, admin_address)
    measure(given.entries)
