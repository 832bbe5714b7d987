"""One case with everything in it, and browsers (Django clients) for any role."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from tests.factories import make
from tests.factories.cases import referred
from victims.models import Person

REPORT = {
    "received_at": "22/11/2569 09:32", "channel": "hotline_1300", "province": "TH-50", "exploitation": "begging",
    "danger": "concern", "people_count": "3", "summary": "สิ่งที่ผู้แจ้งเล่า",
}  # fmt: skip


class Story:
    """A report referred and accepted, a case, a suspect, a victim in a shelter, a payment asked for."""

    def __init__(self, world):
        hot, pol, pmj, shg = (world.user(role) for role in ("HOT", "POL", "PMJ", "SHG"))
        self.world = world
        with person.as_user(hot):
            self.report = make("reports", by=hot, external_id="A-1")
            self.reporter = make("reporters", by=hot, report=self.report)
            self.report = referred(self.report, by=hot, to=world.police)
        with person.as_user(pol):
            actions.move(self.report.matter.assignments.get(state="offered"), "accept", by=pol)
            self.case = make("cases", by=pol, report=self.report)
            self.suspect = make("suspects", by=pol, case=self.case)
            self.suspect_identity = make("suspect-identities", by=pol, suspect=self.suspect)
            self.charge = make("case-charges", by=pol, case=self.case, suspect=self.suspect)
            self.victim = make("people", by=pol, case=self.case)
            self.identity = make("identities", by=pol, person=self.victim)
            actions.assign(self.victim.matter, by=pol, agency=world.province, basis="protection")
        with person.as_system("a shelter"):
            self.shelter = make("shelters", agency=world.shelter)
            self.address = make("shelter-addresses", shelter=self.shelter)
        with person.as_user(pmj):
            self.decision = make("identification-decisions", by=pmj, person=self.victim)
            facts = {"protection_started_at": timezone.now()}
            self.decision = actions.move(self.decision, "protect", by=pmj, facts=facts)
            self.placement = make("placements", by=pmj, person=self.victim, shelter=self.shelter)
        with person.as_user(shg):
            actions.move(self.placement, "accept", by=shg)
            self.placement = actions.move(self.placement, "place", by=shg, facts={"placed_on": date(2026, 1, 10)})
            self.payment = make("fund-payments", by=shg, person=Person.objects.get())

    def records(self) -> dict:
        """Slug -> a record of that type."""
        return {
            "reports": self.report, "reporters": self.reporter, "cases": self.case, "suspects": self.suspect, "suspect-identities": self.suspect_identity,
            "case-charges": self.charge, "people": self.victim, "identities": self.identity,
            "identification-decisions": self.decision, "shelters": self.shelter, "shelter-addresses": self.address,
            "placements": self.placement, "fund-payments": self.payment,
        }  # fmt: skip


@pytest.fixture(autouse=True)
def _plain_static(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def story(world):
    return Story(world)


@pytest.fixture
def sign_in(world):
    """`sign_in("POL")` or `sign_in(user)`: a client signed in, reading English."""

    def signed_in(who) -> Client:
        user = world.user(who) if isinstance(who, str) else who
        client = Client(headers={"accept-language": "en"})
        client.cookies["django_language"] = "en"
        client.force_login(user)
        return client

    return signed_in
