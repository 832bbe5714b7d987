"""Bulk intake and the triage queue: `python benchmarks/intake.py 1000000`. Needs the addresses that make_matters.py needs.

Makes a file of N tips, imports it by `manage.py import_reports` into a database of its own (triggers, row security and the audit
trail as always), and measures the pool with N tips in it; then the queue, with all of them taken out of the pool.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import places  # noqa: E402
from benchmarks.make_matters import INDEXES  # noqa: E402

NAME = "benchmark_intake"
TIMES = 30
FORMS = ("pornography", "other_sexual", "prostitution", "unknown")
DANGERS = ("concern", "unknown", "none_seen", "immediate")
# What taking all of them out of the pool does, at once and past the trail.
TAKEN_OUT = (
    "INSERT INTO access_matter (id, kind, number, status, opened_at, touched_at, reach)"
    " SELECT id, 'report', 'R69-' || lpad(upper(to_hex(n / 65536)), 4, '0') || '-' || lpad(upper(to_hex(n % 65536)), 4, '0'),"
    " 'received', received_at, received_at, ARRAY[0, 4 * agency_id, 4 * agency_id + 1]"
    " FROM (SELECT *, row_number() OVER () n FROM cases_tip) t",
    "INSERT INTO access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason, version, created_at,"
    " updated_at) SELECT gen_random_uuid(), id, agency_id, 'opened', 'accepted', true, received_at, '', '', 1, now(), now()"
    " FROM cases_tip",
    "INSERT INTO cases_report (id, matter_id, version, created_at, updated_at, received_at, channel, province, district, country,"
    " is_online, exploitation, danger, people_count, summary, children_count, language, interpreter_needed, relation, is_anonymous,"
    " external_id, duplicates, close_reason, status, intake_agency_id, reach)"
    " SELECT id, id, 1, now(), now(), received_at, channel, province, district, country, is_online, exploitation, danger,"
    " people_count, summary, children_count, language, false, 'organisation', false, external_id, '', '', 'received', agency_id,"
    " ARRAY[0, 4 * agency_id, 4 * agency_id + 1] FROM cases_tip",
    "INSERT INTO access_feed (token, matter_id, kind, status, touched_at) SELECT t.token, m.id, m.kind, m.status, m.touched_at"
    " FROM access_matter m, unnest(m.reach) AS t(token) WHERE t.token <> 0 AND m.id IN (SELECT id FROM cases_tip)",
    "UPDATE cases_tip SET report_id = id, answered_at = now()",
)


def tips(count: int) -> str:
    """A file of that many lines, each with a number of its own; about 300 bytes a line, as such tips are."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as file:
        for number in range(count):
            tip = {
                "external_id": str(200_000_000 + number * 7), "received_at": f"2026-{number % 10 + 1:02d}-{number % 28 + 1:02d}T{number % 24:02d}:15:00Z",
                "exploitation": FORMS[number % 4], "danger": DANGERS[number % 7 % 4], "people_count": 1, "children_count": number % 2,
                "country": "TH", "summary": f"ผู้ให้บริการแจ้งว่าพบการส่งภาพผ่านบัญชีหนึ่ง เหตุที่ {number} โปรดตรวจสอบต่อ",
            }  # fmt: skip
            file.write(json.dumps(tip, ensure_ascii=False) + "\n")
    return file.name


def people():
    """An agency with all of the tips, and one with a few reports of its own."""
    from django.db import transaction

    from actip.accounts import person
    from actip.accounts.models import Agency, User
    from cases.models import Report

    with transaction.atomic(), person.as_system("benchmark"):
        made = []
        for code, kind, role in (("large", "police", "TIC"), ("small", "hotline", "HOT")):
            agency = Agency.objects.create(code=code, kind=kind, name_th=code, name_en=code, province="TH-10")
            made.append(User.objects.create(username=code, role=role, agency=agency, password="!"))
    from actip.records import actions

    with person.as_user(made[1]), transaction.atomic():
        for _number in range(60):
            values = {"channel": "hotline_1300", "province": "TH-10", "exploitation": "begging", "danger": "concern"}
            actions.save(Report(people_count=1, summary="x", **values), by=made[1])
    return made


def measure(user, address: str) -> tuple[float, float]:
    """Milliseconds of a page, p50 and p95, through the whole middleware."""
    from django.test import Client

    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(user, backend="actip.accounts.authentication.Backend")
    times = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        answer = browser.get(address)
        times.append(1000 * (time.perf_counter() - begun))
        if answer.status_code != 200:
            sys.exit(f"{address}: {answer.status_code}")
    return statistics.median(times), sorted(times)[int(0.95 * TIMES)]


def main(count: int) -> None:
    admin = places.admin()
    places.drop(admin, NAME)
    places.bring_up_to_date(places.EMPTY)
    places.create(admin, NAME, places.EMPTY)
    places.set_up(NAME)
    import logging

    from django.core.management import call_command

    logging.disable(logging.WARNING)
    large, small = people()
    file = tips(count)
    load = os.getloadavg()[0]
    try:
        begun, used = time.monotonic(), time.process_time()
        call_command("import_reports", file, agency="large")
        took, own = time.monotonic() - begun, time.process_time() - used
    finally:
        Path(file).unlink()
    print(
        f"Intake of {count:,} tips: {took:.1f} s, {count / took:,.0f} a second; {own:.1f} s of it work of this process"
        f" (load average {load:.1f} before, {os.getloadavg()[0]:.1f} after)"
    )
    connection = places.connect(admin, NAME)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        told(f"{count:,} in the pool", large, ("/intake/pool/", "/intake/pool/?danger=immediate", "/", "/reports/"))
        take_out_all(cursor)
        cursor.execute("VACUUM (ANALYZE)")
    told(
        f"{count:,} in the queue",
        large,
        ("/intake/", "/intake/?channel=ncmec", "/intake/?danger=none_seen", "/intake/?channel=media"),
    )
    told(f"60 of its own beside {count:,} of others", small, ("/intake/",))
    connection.close()


def take_out_all(cursor) -> None:
    """Every tip becomes a report; indexes are made anew afterwards, which is quicker at a million."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(
        INDEXES.replace("^(access|cases|victims|compensation|vault|records_clock)", "^(access_|cases_report)")
    )
    indexes = cursor.fetchall()
    for statement in (*(f"DROP INDEX {index}" for index, _ in indexes), *TAKEN_OUT, *(making for _, making in indexes)):
        cursor.execute(statement)
    cursor.execute("SET session_replication_role = origin")


def told(what: str, user, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        half, most = measure(user, address)
        print(f"{what}: {address:32} p50 {half:7.1f} ms, p95 {most:7.1f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tips", type=int, nargs="?", default=100_000)
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}")
    main(given.tips)
