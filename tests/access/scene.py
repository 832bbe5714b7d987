"""One committed world for the matrix: every role in one agency, and at every distance a matter of each kind with its records.

At each distance stand a `full` matter, with one record of every type, and a `bare` one, to which records can be added.
"""

import json
import uuid
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from actip.access.models import Assignment
from actip.accounts import person
from actip.accounts.models import Agency, User
from actip.records import catalogue
from tests.access import policy
from tests.factories import build

DAY = timedelta(days=1)
SESSION = "test"  # the name of the one session that each user has open


class Scene:
    """`rows[slug][distance]`: ids of what stands there; `spare[slug][distance]`: a new row as JSON, ready to insert."""

    def __init__(self):
        self.rows = {slug: {} for slug in policy.TYPES}
        self.payments = {state: {} for state in ("requested", "approved", "paid")}
        self.matters = {kind: {} for kind in policy.ROOTS}
        self.bare = {kind: {} for kind in policy.ROOTS}
        self.spare = {slug: {} for slug in policy.TYPES}
        self.number = 0
        with person.as_system("a scene"), transaction.atomic():
            self._people()
            self._registers()
            for distance in policy.DISTANCES:
                self._full(distance)
                self._bare(distance)

    def _people(self):
        self.mine, self.other, self.third = (
            Agency.objects.create(code=code, kind=kind, name_th=code, name_en=code, province="TH-10")
            for code, kind in (("mine", "shelter_gov"), ("other", "shelter_gov"), ("third", "fund"))
        )
        self.users = {role: self._user(role, self.mine) for role in policy.ROLES}
        self.colleague = self._user("POL", self.mine, "colleague")
        self.stranger = self._user("POL", self.other, "stranger")
        self.payer = self._user("PAY", self.third, "payer")
        self.approver = self._user("FAP", self.third, "approver")

    def _user(self, role: str, agency: Agency, name: str = "") -> User:
        return User.objects.create(
            username=name or role.lower(), role=role, agency=agency, password="!", sessions=[SESSION]
        )

    def _registers(self):
        self.shelters = {"own": self._shelter(self.mine), "foreign": self._shelter(self.other)}
        for distance in (*policy.DISTANCES, "left"):
            key = "left" if distance == "left" else f"stay:{distance}"
            self.shelters[key] = self._shelter(self.other)
        for key, shelter in self.shelters.items():
            self.rows["shelters"][key] = shelter.pk
            self.rows["shelter-addresses"][key] = self._keep("shelter-addresses", shelter=shelter).pk
        self.rows["published-figures"]["any"] = self._keep("published-figures").pk

    def _shelter(self, agency: Agency):
        return self._keep("shelters", agency=agency)

    def _keep(self, slug: str, **values):
        record = build(slug, **values)
        record.save(force_insert=True)
        return record

    def _open(self, kind: str, distance: str) -> uuid.UUID:
        self.number += 1
        key = uuid.uuid4()
        with connection.cursor() as cursor:
            cursor.execute("SELECT actip.open_matter(%s, %s, %s)", [key, kind, f"T-{self.number:06d}"])
        Assignment.objects.bulk_create(Assignment(matter_id=key, **values) for values in self._assignments(distance))
        return key

    def _assignments(self, distance: str) -> list[dict]:
        """How a matter at this distance is assigned."""
        now, mine = timezone.now() - 2 * DAY, {"agency": self.mine, "basis": "case_team", "assigned_by": self.stranger}
        one = {
            "agency": {},
            "colleague": {"officer": self.colleague},
            "other_agency": {"agency": self.other},
            "ended": {"state": "ended"},
            "declined": {"state": "declined", "reason": "no"},
            "running": {"until": now + 3 * DAY},
            "running_colleague": {"officer": self.colleague, "until": now + 3 * DAY},
            "over": {"until": now + DAY},
            "not_yet": {"starts_at": now + 3 * DAY},
            "offered": {"state": "offered", "basis": "referral"},
        }
        if distance in one:
            return [mine | {"starts_at": now} | one[distance]]
        until = {"officer": {}, "running_officer": {"until": now + 3 * DAY}}.get(distance)
        if until is None:
            return []
        return [mine | {"starts_at": now, "officer": user} | until for user in self.users.values()]

    def _root(self, slug: str, kind: str, distance: str):
        key = self._open(kind, distance)
        return self._keep(slug, id=key, matter_id=key)

    def _full(self, distance: str):
        report, case, victim = (
            self._root(slug, kind, distance)
            for slug, kind in (("reports", "report"), ("cases", "case"), ("people", "person"))
        )
        for kind, root in (("report", report), ("case", case), ("person", victim)):
            self.matters[kind][distance] = root.pk
        suspect = self._keep("suspects", case=case, matter_id=case.pk)
        made = {
            "reports": report, "cases": case, "people": victim, "suspects": suspect,
            "suspect-identities": self._keep("suspect-identities", suspect=suspect, matter_id=case.pk),
            "case-charges": self._keep("case-charges", case=case, suspect=suspect, matter_id=case.pk),
            "identities": self._keep("identities", person=victim, matter_id=victim.pk),
            "identification-decisions": self._keep("identification-decisions", person=victim, matter_id=victim.pk),
            "placements": self._keep(
                "placements", person=victim, matter_id=victim.pk, shelter=self.shelters[f"stay:{distance}"]
            ),
        }  # fmt: skip
        made |= {slug: self._keep(slug, **links) for slug, links in self._others(made, case, victim)}
        for slug, record in made.items():
            self.rows[slug][distance] = record.pk
        if distance == "agency":
            self.ended_stay = self._keep(
                "placements", person=victim, matter_id=victim.pk, shelter=self.shelters["left"], status="left",
                left_reason="other", placed_on=date(2026, 1, 8), left_on=date(2026, 1, 9),
            ).pk  # fmt: skip
        for state in self.payments:
            self.payments[state][distance] = self._payment(victim, state).pk

    def _payment(self, victim, state: str):
        done = {"requested_by": self.stranger, "requested_at": timezone.now(), "payee_code": "T-PAYEE", "status": state}
        if state != "requested":
            done |= {"approved_by": self.approver, "approved_at": timezone.now()}
        if state == "paid":
            done |= {
                "paid_by": self.payer,
                "paid_at": timezone.now(),
                "paid_on": date(2026, 2, 1),
                "residence": "outside",
            }
        return self._keep("fund-payments", person=victim, matter_id=victim.pk, **done)

    def _bare(self, distance: str):
        """Roots with nothing below them but a suspect, and what could be added there."""
        case, victim = self._root("cases", "case", distance), self._root("people", "person", distance)
        self.bare["case"][distance], self.bare["person"][distance] = case.pk, victim.pk
        suspect = self._keep("suspects", case=case, matter_id=case.pk)
        self.bare_suspects = {**getattr(self, "bare_suspects", {}), distance: suspect.pk}
        here, there = {"case": case, "matter_id": case.pk}, {"person": victim, "matter_id": victim.pk}
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM access_matter WHERE id = %s", [victim.pk])
            code = cursor.fetchone()[0]
        new = {
            "suspects": build("suspects", **here),
            "suspect-identities": build("suspect-identities", suspect=suspect, matter_id=case.pk),
            "case-charges": build("case-charges", suspect=suspect, **here),
            "identities": build("identities", **there),
            "identification-decisions": build("identification-decisions", **there),
            "placements": build("placements", **there, kind="outside"),
            "fund-payments": build("fund-payments", **there, requested_at=timezone.now(), payee_code=code),
        }
        new |= {slug: build(slug, **links) for slug, links in self._others(new, case, victim)}
        for slug, record in new.items():
            self.spare[slug][distance] = self.as_row(record)

    @staticmethod
    def _others(known: dict, case, victim) -> list[tuple[str, dict]]:
        """Record types of a case or a person that need nothing but it: their factory does the rest."""
        roots = {"case": case, "person": victim}
        plain = [
            (slug, roots[kind]) for slug, (_code, kind) in policy.TYPES.items()
            if kind in roots and slug not in known and slug not in ("cases", "people", "fund-payments")
        ]  # fmt: skip
        return [(slug, {catalogue.get(slug).parent: root, "matter_id": root.pk}) for slug, root in plain]

    @staticmethod
    def as_row(record) -> dict:
        """A row as SQL would insert it; sealed columns get bytes that look like ciphertext."""
        found = {}
        for field in record._meta.concrete_fields:
            value = field.value_from_object(record)
            if field.get_internal_type() == "BinaryField":
                value = "\\x00"
            elif field.column == "key_id":
                value = uuid.uuid4()
            elif field.name in ("created_at", "updated_at"):
                value = timezone.now()
            found[field.column] = value
        return json.loads(json.dumps(found, default=str))
