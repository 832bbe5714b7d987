"""A file of one unit with a record of each kind, and an officer of another unit with a case of her own, who must find nothing of it."""

from datetime import UTC, datetime

from django.test import Client

from actip.accounts import person
from actip.records import catalogue
from tests.factories import make

NAME, PHONE = "Khun Canary Faraway", "0898765432"


class File:
    """A file of one unit (`holder`) with a record of each kind, and an officer of another unit (`intruder`) who has a case of her own."""

    def __init__(self, world):
        self.world, self.holder = world, world.user("POL")
        self.intruder = world.add_user("POL", "police_two", "intruder")
        with person.as_user(self.holder):
            by = {"by": self.holder}
            report, case = make("reports", **by), make("cases", **by)
            suspect = make("suspects", **by, case=case)
            item = make("evidence", **by, case=case, description="CANARY-ITEM")
            self.records = {
                "reports": report, "cases": case, "suspects": suspect, "evidence": item,
                "suspect-identities": make("suspect-identities", **by, suspect=suspect, full_name=NAME, phone=PHONE),
                "case-charges": make("case-charges", **by, case=case, suspect=suspect),
                "searches": make("searches", **by, case=case, searched_at=datetime(2026, 1, 8, tzinfo=UTC)),
                "remands": make("remands", **by, suspect=suspect),
                "evidence-alarms": make("evidence-alarms", **by, evidence=item, note="CANARY-NOTE"),
                "people": make("people", **by, case=case),
            }  # fmt: skip
            self.case, self.item, self.number = case, item, case.matter.number
        with person.as_user(self.intruder):
            self.own = make("cases", by=self.intruder)
            self.own_number = self.own.matter.number

    @property
    def canaries(self) -> list[str]:
        return [*(str(record.pk) for record in self.records.values()), self.number, "CANARY-ITEM", "CANARY-NOTE", NAME]

    def browser(self, user) -> Client:
        with person.as_system("reads English"):
            type(user).objects.filter(pk=user.pk).update(language="en")
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(user, backend="actip.accounts.authentication.Backend")
        return client

    def told(self, text: str, asked: str = "") -> list[str]:
        """What of the file stands in an answer; what the address itself names does not count."""
        return [canary for canary in self.canaries if canary in text and canary not in asked]

    def state(self, slug: str) -> str:
        with person.as_user(self.holder):
            kind = catalogue.get(slug)
            return getattr(kind.model._default_manager.get(pk=self.records[slug].pk), kind.workflow.field)
