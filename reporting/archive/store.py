"""Keeping historical profiles: batch by batch into the archive agency; done twice, kept once."""

import uuid
from collections import Counter
from datetime import date, datetime

from django.utils import timezone

from actip.access.models import Matter
from actip.accounts.models import Agency
from actip.records import bulk
from reporting.archive.ctdc import Profile
from reporting.numbers import new_number
from victims.models import Person

AGENCY = {
    "kind": "archive",
    "name_th": "คลังข้อมูลย้อนหลัง CTDC (ไม่ระบุตัวตน)",
    "name_en": "Archive: CTDC historical profiles (de-identified)",
}


class Archive:
    """Profiles of one source. Lines that are alike are told apart by counting: the 5th of a kind is `...#5` each time.

    So the same file, or the same file in another order, adds nothing a second time, and one that was cut short goes on.
    """

    def __init__(self, source: str):
        self.source = source
        self.seen: Counter[str] = Counter()

    def named(self, profile: Profile) -> tuple[str, Profile]:
        """A profile with the name by which it is found again: the line as published, and which of its kind."""
        self.seen[profile.source] += 1
        return f"{profile.source}#{self.seen[profile.source]}", profile

    def keep(self, profiles: list[tuple[str, Profile]]) -> int:
        """Keep what is not kept yet, in one transaction; returns how many."""
        if not profiles:
            return 0
        with bulk.loading(f"import of {self.source}"):
            names = [name for name, _profile in profiles]
            known = set(
                Person.objects.filter(source=self.source, external_id__in=names).values_list("external_id", flat=True)
            )
            people = [self._person(name, profile) for name, profile in profiles if name not in known]
            began = {person.pk: _new_year(person.first_contact_on) for person in people}
            numbers = [new_number("person", person.first_contact_on) for person in people]
            matters = [(person.pk, number, began[person.pk]) for person, number in zip(people, numbers, strict=True)]
            bulk.open_matters("person", self._agency(), matters, basis="archive")
            bulk.insert(people)
            bulk.touched(began.items())
        return len(people)

    def _agency(self) -> Agency:
        """The archive agency of this source, made when it is missing."""
        return Agency.objects.get_or_create(code=f"archive-{self.source}", defaults=AGENCY)[0]

    def _person(self, name: str, profile: Profile) -> Person:
        """A profile as a record. The year is all that is known of the date: the first of January stands for it."""
        key = uuid.uuid4()
        return Person(
            id=key, matter=Matter(id=key), first_contact_on=date(profile.year, 1, 1), sex=profile.sex, age_band=profile.age_band,
            nationality=profile.nationality, exploitation=profile.exploitation, source=self.source, external_id=name,
            status="historical",
        )  # fmt: skip


def _new_year(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, 1, 1, 12))  # noqa: DTZ001  made aware in Bangkok
