"""Keeping historical profiles: batches staged by COPY, then set-based into the archive agency; done twice, kept once."""

import csv
import io
from collections import Counter
from datetime import date

from django.db import connection

from actip.access.numbers import new_number
from actip.accounts.models import Agency
from actip.records import bulk
from reporting.archive.ctdc import Profile

AGENCY = {
    "kind": "archive",
    "name_th": "คลังข้อมูลย้อนหลัง CTDC (ไม่ระบุตัวตน)",
    "name_en": "Archive: CTDC historical profiles (de-identified)",
}
COLUMNS = "external_id, number, year, sex, age_band, nationality, exploitation"
STAGE = """
    CREATE TEMP TABLE IF NOT EXISTS archive_line (
        matter_id uuid DEFAULT gen_random_uuid(), external_id text, number text, year int, sex text, age_band text,
        nationality text, exploitation text
    ) ON COMMIT DROP;
    TRUNCATE pg_temp.archive_line
"""
# The year is all that is known of the date, so the first of January stands for it.
KEEP = """
    INSERT INTO victims_person (id, version, created_at, updated_at, matter_id, first_contact_on, sex, age_band,
        nationality, exploitation, province, language, interpreter_needed, source, external_id, status)
    SELECT gen_random_uuid(), 1, now(), now(), matter_id, make_date(year, 1, 1), sex, age_band,
        nationality, exploitation, '', 'unknown', false, %s, external_id, 'historical'
    FROM pg_temp.archive_line
"""


class Archive:
    """Profiles of one source. Lines that are alike are told apart by counting: the 5th of a kind is `...#5` each time.

    So the same file, or the same file in another order, adds nothing a second time, and one that was cut short goes on.
    """

    def __init__(self, source: str):
        self.source = source
        self.seen: Counter[str] = Counter()

    def agency(self) -> Agency:
        """The archive agency of this source, made when it is missing."""
        return Agency.objects.get_or_create(code=f"archive-{self.source}", defaults=AGENCY)[0]

    def named(self, profile: Profile) -> tuple[str, Profile]:
        """A profile with the name by which it is found again: the line as published, and which of its kind."""
        self.seen[profile.source] += 1
        return f"{profile.source}#{self.seen[profile.source]}", profile

    def keep(self, profiles: list[tuple[str, Profile]]) -> int:
        """Keep what is not kept yet, in one transaction; returns how many."""
        if not profiles:
            return 0
        with bulk.loading(f"import of {self.source}"), connection.cursor() as cursor:
            agency = self.agency()
            cursor.execute(STAGE)
            cursor.copy_expert(f"COPY pg_temp.archive_line ({COLUMNS}) FROM STDIN WITH (FORMAT csv)", _as_csv(profiles))
            cursor.execute(
                "DELETE FROM pg_temp.archive_line l USING victims_person p WHERE p.source = %s AND p.external_id = l.external_id",
                [self.source],
            )
            cursor.execute("SELECT matter_id, number, make_date(year, 1, 1)::timestamptz FROM pg_temp.archive_line")
            matters = cursor.fetchall()
            bulk.open_matters("person", agency, matters, basis="archive")
            cursor.execute(KEEP, [self.source])
            bulk.touched((matter, at) for matter, _number, at in matters)
        return len(matters)


def _as_csv(profiles: list[tuple[str, Profile]]) -> io.StringIO:
    text = io.StringIO()
    writer = csv.writer(text)
    for name, profile in profiles:
        number = new_number("person", date(profile.year, 1, 1))
        writer.writerow(
            (name, number, profile.year, profile.sex, profile.age_band, profile.nationality, profile.exploitation)
        )
    text.seek(0)
    return text
