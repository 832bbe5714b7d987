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
from tests.access import policy
from tests.factories import build, links

ROOT_SLUGS = {"report": "reports", "case": "cases", "person": "people"}
# Record types below a root that others hang from or point to, upper ones first.
PARENTS = [
    slug for slug in policy.IN_MATTERS
    if slug not in ROOT_SLUGS.values() and any(slug in links(other).values() for other in policy.IN_MATTERS)
]  # fmt: skip
DAY = timedelta(days=1)
SESSION = "test"  # the name of the one session that each user has open


class Scene:
    """`rows[slug][distance]`: ids of what stands there; `spare[slug][distance]`: a new row as JSON, ready to insert."""

    def __init__(self):
        self.rows = {slug: {} for slug in policy.TYPES}
        self.payments = {state: {} for state in ("requested", "approved", "paid", "returned")}
        self.matters = {kind: {} for kind in policy.ROOTS}
        self.bare = {kind: {} for kind in policy.ROOTS}
        self.spare = {slug: {} for slug in policy.TYPES}
        self.bare_parents = {slug: {} for slug in PARENTS}
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
            username=name or role.lower(),
            role=role,
            agency=agency,
            password="!",
            sessions=[SESSION],
            is_child_cleared=True,
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
        more = {"age_band": "15_17"} if slug == "people" else {}  # who has a child file is a child
        return self._keep(slug, id=key, matter_id=key, **more)

    def _full(self, distance: str):
        made = {ROOT_SLUGS[kind]: self._root(ROOT_SLUGS[kind], kind, distance) for kind in policy.ROOTS}
        for kind in policy.ROOTS:
            self.matters[kind][distance] = made[ROOT_SLUGS[kind]].pk
        payments = {state: self._payment(made["people"], state) for state in ("requested", "approved", "paid")}
        for slug in policy.IN_MATTERS:
            if slug not in made and slug != "fund-payments":
                known = made | {"fund-payments": payments["approved"]}
                made[slug] = self._keep(slug, **self._links(slug, known), **self._stay(slug, distance))
        for slug, record in made.items():
            self.rows[slug][distance] = record.pk
        victim = made["people"]
        if distance == "agency":
            self.ended_stay = self._keep(
                "placements", person=victim, matter_id=victim.pk, shelter=self.shelters["left"], status="left",
                left_reason="other", placed_on=date(2026, 1, 8), left_on=date(2026, 1, 9),
            ).pk  # fmt: skip
        for state, payment in payments.items():
            self.payments[state][distance] = payment.pk

    def _stay(self, slug: str, distance: str) -> dict:
        if slug == "state-applications":
            return {"entered_by": self.stranger, "payee_code": "T-PAYEE"}
        return {"shelter": self.shelters[f"stay:{distance}"]} if slug == "placements" else {}

    @staticmethod
    def _links(slug: str, known: dict) -> dict:
        """The parent of a record, what else it must point to, and its matter."""
        root = known[ROOT_SLUGS[policy.TYPES[slug][1]]]
        return {name: known[other] for name, other in links(slug).items()} | {"matter_id": root.pk}

    def _payment(self, victim, state: str):
        done = {"requested_by": self.stranger, "requested_at": timezone.now(), "payee_code": "T-PAYEE", "status": state}
        if state != "requested":
            done |= {"approved_by": self.approver, "approved_at": timezone.now()}
        if state == "returned":
            done |= {"return_reason": "closed"}
        if state in ("paid", "returned"):
            done |= {
                "paid_by": self.payer,
                "paid_at": timezone.now(),
                "paid_on": date(2026, 2, 1),
                "residence": "outside",
            }
        return self._keep("fund-payments", person=victim, matter_id=victim.pk, **done)

    def _bare(self, distance: str):
        """Roots with nothing below them but what others hang from, and what could be added there."""
        known = {ROOT_SLUGS[kind]: self._root(ROOT_SLUGS[kind], kind, distance) for kind in policy.ROOTS}
        for kind in policy.ROOTS:
            self.bare[kind][distance] = known[ROOT_SLUGS[kind]].pk
        for slug in PARENTS:
            if slug == "fund-payments":
                known[slug] = self._payment(known["people"], "returned")
                self.payments["returned"][distance] = known[slug].pk
            else:
                known[slug] = self._keep(slug, **self._links(slug, known), **self._stay(slug, distance))
            self.bare_parents[slug][distance] = known[slug].pk
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM access_matter WHERE id = %s", [known["people"].pk])
            code = cursor.fetchone()[0]
        more = {
            "placements": {"kind": "outside"},
            "fund-payments": {"requested_at": timezone.now(), "payee_code": code},
            "state-applications": {"payee_code": code},
        }
        for slug in policy.IN_MATTERS:
            if slug not in ROOT_SLUGS.values():
                self.spare[slug][distance] = self.as_row(build(slug, **self._links(slug, known), **more.get(slug, {})))

    def more(self, slug: str) -> dict:
        """Distance -> a further row of a type, besides those of `rows`."""
        at = {ROOT_SLUGS[kind]: places for kind, places in self.bare.items()} | self.bare_parents
        return at.get(slug, {})

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
