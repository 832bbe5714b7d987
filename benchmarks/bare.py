"""The same rows by hand-written SQL, one psycopg2 connection, orjson: no Django, no row security, no audit, no templates."""

from collections import defaultdict

import orjson

from actip.accounts import person
from actip.accounts.backend.base import BEGUN
from benchmarks import places

PAGE = """
SELECT f.touched_at, c.id, m.number, c.version, c.opened_on, c.investigator, c.exploitation, c.province, c.status
FROM (SELECT f.* FROM unnest(%(tokens)s::int[]) k(token) CROSS JOIN LATERAL (
          SELECT f.touched_at, f.matter_id FROM access_feed f WHERE f.token = k.token AND f.kind = 'case'
          ORDER BY f.touched_at DESC, f.matter_id DESC LIMIT 51) f
      ORDER BY f.touched_at DESC, f.matter_id DESC LIMIT 51) f
JOIN cases_case c ON c.id = f.matter_id JOIN access_matter m ON m.id = c.matter_id
ORDER BY f.touched_at DESC, f.matter_id DESC"""
COUNT = """
SELECT count(DISTINCT matter_id) FROM unnest(%(tokens)s::int[]) k(token) CROSS JOIN LATERAL (
    SELECT f.matter_id FROM access_feed f WHERE f.token = k.token AND f.kind = 'case' LIMIT 1001) f"""
PEOPLE = """
SELECT p.case_id, p.id, m.number, p.sex, p.age_band, p.nationality, p.status
FROM victims_person p JOIN access_matter m ON m.id = p.matter_id WHERE p.case_id = ANY (%(cases)s::uuid[])
ORDER BY p.created_at, p.id"""
CASE = """
SELECT c.id, m.number, c.version, c.report_id, c.opened_on, c.investigator, c.exploitation, c.province, c.is_online, c.is_special_case,
       c.facts, c.status, c.opinion_on, c.received_by_prosecutor_on, c.decided_on, c.closed_on, c.close_reason, c.created_at, c.updated_at,
       m.opened_at, m.touched_at
FROM cases_case c JOIN access_matter m ON m.id = c.matter_id WHERE c.id = %(case)s"""
PARTS = {
    "people": "SELECT id, sex, age_band, nationality, status FROM victims_person WHERE case_id = %(case)s",
    "suspects": "SELECT id, kind, nationality, sex, age_band, arrested_on FROM cases_suspect WHERE case_id = %(case)s",
    "charges": "SELECT id, suspect_id, provision, offence_on, status FROM cases_casecharge WHERE case_id = %(case)s",
    "assignments": "SELECT a.id, g.code, g.name_th, a.basis, a.state, a.is_lead, a.starts_at FROM access_assignment a"
    " JOIN accounts_agency g ON g.id = a.agency_id WHERE a.matter_id = %(case)s",
}
CELLS = """
SELECT indicator, year, breakdown, category, sum(n), sum(amount)::text FROM reporting_cell
WHERE token = ANY (%(tokens)s) GROUP BY 1, 2, 3, 4"""


class Bare:
    """Bare SQL over one benchmark database, for somebody who holds `tokens`."""

    def __init__(self, address: str, name: str, tokens: list[int]):
        self.connection = places.connect(address, name)
        self.cursor = self.connection.cursor()
        self.cursor.execute("SET max_parallel_workers_per_gather = 0")
        self.tokens = tokens

    def rows(self, statement: str, **values) -> tuple[list[str], list[tuple]]:
        self.cursor.execute(statement, values)
        return [column.name for column in self.cursor.description], self.cursor.fetchall()

    def cases(self, *, people: bool = True) -> bytes:
        """The first page of cases, counted to a cap, each with its people."""
        _names, rows = self.rows(PAGE, tokens=self.tokens)
        _names, [(count,)] = self.rows(COUNT, tokens=self.tokens)
        below = defaultdict(list)
        if people:
            keys = ("id", "number", "sex", "age_band", "nationality", "status")
            for case, *person in self.rows(PEOPLE, cases=[row[1] for row in rows[:50]])[1]:
                below[case].append(dict(zip(keys, person, strict=True)))
        keys = ("id", "number", "version", "opened_on", "investigator", "exploitation", "province", "status")
        results = [dict(zip(keys, row[1:], strict=True)) | {"people": below[row[1]]} for row in rows[:50]]
        return orjson.dumps({"count": min(count, 1000), "more": count > 1000, "results": results}, default=str)

    def case(self, case: str) -> bytes:
        """One case: the row with its number."""
        names, [row] = self.rows(CASE, case=case)
        return orjson.dumps(dict(zip(names, row, strict=True)), default=str)

    def case_page(self, case: str) -> bytes:
        """One case with what hangs below it: five statements, as its page needs."""
        names, [row] = self.rows(CASE, case=case)
        found = dict(zip(names, row, strict=True))
        for part, statement in PARTS.items():
            names, rows = self.rows(statement, case=case)
            found[part] = [dict(zip(names, each, strict=True)) for each in rows]
        return orjson.dumps(found, default=str)

    def case_page_audited(self, case: str, user) -> bytes:
        """The same with what opening a record must do besides: one transaction, who acts, the audit event, sealed at commit."""
        self.cursor.execute("BEGIN")
        self.act(user)
        found = self.case_page(case)
        self.cursor.execute("SELECT actip.audit('open', 'cases', %s, %s::uuid, '', '{}', '{}', '')", [case, case])
        self.cursor.execute("COMMIT")
        return found

    def act(self, user) -> None:
        """Set the signed context of the open transaction."""
        self.cursor.execute(f"SELECT {BEGUN}")
        context = person.signed(person.of(user), *self.cursor.fetchone()[0][:2])
        self.cursor.execute("SELECT set_config('actip.context', %s, true)", [context])

    def dashboard(self) -> bytes:
        found = defaultdict(list)
        for indicator, *cell in self.rows(CELLS, tokens=self.tokens)[1]:
            found[indicator].append(cell)
        return orjson.dumps(found, default=str)
