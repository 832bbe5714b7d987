"""Records of the past, gathered in memory and written at once with the dates of what they tell."""

import uuid
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from actip.access.models import Assignment, Matter
from actip.accounts.models import Agency
from actip.records import bulk, catalogue
from actip.records.base import RootRecord
from actip.vault import fields
from actip.vault.blind import store_tokens
from cases.models import Case, CaseCharge, Report, Suspect, SuspectIdentity
from compensation.models import FundPayment
from reporting.numbers import new_number
from victims.models import IdentificationDecision, Person, Placement, VictimIdentity

ORDER = (
    Report, Case, Suspect, SuspectIdentity, CaseCharge, Person, VictimIdentity, IdentificationDecision, Placement, FundPayment, Assignment,
)  # fmt: skip

Row = TypeVar("Row", bound=models.Model)


class Ledger:
    """Everything drawn by chance comes from `rng`, so that the same seed gives the same records, keys and numbers included."""

    def __init__(self, seed: int):
        self.rng = Random(seed)  # noqa: S311  a demonstration, not a secret
        self.opened: dict[tuple[str, Agency], list] = defaultdict(list)
        self.rows: dict[type[models.Model], list] = defaultdict(list)
        self.begun: dict[uuid.UUID, datetime] = {}
        self.touched: dict[uuid.UUID, datetime] = {}

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def moment(self, day: date) -> datetime:
        """Some minute of the working hours of a day."""
        minute = time(self.rng.randrange(8, 17), self.rng.randrange(60))
        return timezone.make_aware(datetime.combine(day, minute))

    def day_after(self, day: date, least: int, most: int, *, latest: date | None = None) -> date:
        """A day so many days later, not beyond the latest."""
        found = day + timedelta(days=self.rng.randint(least, most))
        return min(found, latest) if latest else found

    def matter(self, kind: str, agency: Agency, at: datetime) -> Matter:
        """A new matter led by an agency."""
        number = new_number(kind, at, self.rng.choice)
        matter = Matter(id=self.uuid(), kind=kind, number=number)
        self.opened[kind, agency].append((matter.id, number, at))
        self.begun[matter.id] = self.touched[matter.id] = at
        return matter

    def add(self, row: Row, at: datetime) -> Row:
        """A record to be written; its matter was last touched then, or later."""
        record: Any = row
        record.id = record.matter_id if isinstance(record, RootRecord) else self.uuid()
        self.rows[type(record)].append(record)
        if record.matter_id in self.touched:
            self.touched[record.matter_id] = max(self.touched[record.matter_id], at)
        return row

    def share(self, matter: Matter, agency: Agency, basis: str, at: datetime, **values) -> None:
        """Another agency reaches a matter from then on."""
        self.add(Assignment(matter=matter, agency=agency, basis=basis, starts_at=at, **values), at)

    def write(self, reason: str) -> None:
        """All in one transaction, so that a load that was cut short begins again from nothing."""
        with bulk.loading(reason):
            for (kind, agency), matters in self.opened.items():
                bulk.open_matters(kind, agency, matters)
            for model in ORDER:
                self._insert(model)
            bulk.touched(self.touched.items())

    def _insert(self, model: type[models.Model]) -> None:
        rows = self.rows[model]
        if hasattr(model, "search_keys"):
            fields.prepare(rows)
            code = catalogue.of(model).code
            for row in rows:
                store_tokens(code, row.pk, row.matter_id, row.search_keys())
        bulk.insert(rows)
