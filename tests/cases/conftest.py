"""Who takes reports in; a case of the police with a suspect and a charge; and one before the court, as prosecutor and court keep it."""

from datetime import date

import pytest
from django.db import connections

from actip.accounts import person
from actip.records import actions
from cases.models import Case, CaseCharge
from tests.access.conftest import _plain_static  # noqa: F401  a fixture
from tests.cases.browsers import browse  # noqa: F401  a fixture
from tests.cases.desk import caller, desk, lying, store  # noqa: F401  fixtures of evidence
from tests.cases.tips import send  # noqa: F401  a fixture of tips
from tests.factories import make


class Trial:
    """A case of the police with two suspects, a laid charge each, shared with prosecutor and court. Times are of 2026."""

    def __init__(self, world):
        self.world = world
        pol = world.user("POL")
        with person.as_user(pol):
            self.case = make("cases", by=pol)
            self.suspects = [make("suspects", by=pol, case=self.case) for _ in range(2)]
            self.charges = [make("case-charges", by=pol, case=self.case, suspect=one) for one in self.suspects]
            for charge in self.charges:
                actions.move(charge, "lay", by=pol, facts={"laid_on": date(2026, 1, 10)})
            for agency in ("prosecutor", "court", "amlo"):
                actions.assign(self.case.matter, by=pol, agency=world.agencies[agency], basis="case_team")
            self.number = self.case.matter.number
            self.case = actions.move(self.case, "inquire", by=pol)
            self.case = actions.move(self.case, "send_opinion", by=pol, facts={"opinion_on": date(2026, 1, 15)})

    def make(self, role: str, slug: str, **values):
        by = self.world.user(role)
        with person.as_user(by):
            return make(slug, by=by, **values)

    def move(self, role: str, record, step: str, **facts):
        """A step by the user of a role; returns the record as PostgreSQL has it."""
        by = self.world.user(role)
        with person.as_user(by):
            actions.move(record, step, by=by, facts=facts)
            return type(record).objects.get(pk=record.pk)

    def received(self, **values):
        """The file at the prosecutor."""
        return self.make("PRO", "prosecutions", case=self.case, **values)

    def filed(self, **values):
        """The charge before the court, accepted."""
        self.move("PRO", self.received(), "indict", decided_on=date(2026, 1, 30))
        court_case = self.make("PRO", "court-cases", case=self.case, **values)
        return self.move("CRT", court_case, "accept", accepted_on=date(2026, 2, 3))

    def heard(self):
        """The charge before the court, its evidence listed."""
        found = self.move("CRT", self.filed(), "list_evidence", evidence_listing_on=date(2026, 2, 20))
        return self.move("CRT", found, "hear")

    def judgment(self, court_case, place: int, outcome: str, **values):
        """A judgment on the charge of one of the suspects, entered and confirmed."""
        values = {"years": 8 if outcome == "convicted" else None} | values
        found = self.make(
            "CRT", "judgments", court_case=court_case, suspect=self.suspects[place], charge=self.charges[place], outcome=outcome,
            **values,
        )  # fmt: skip
        return self.move("CRT", found, "confirm")

    def read(self):
        """One convicted, one acquitted, and the judgment read."""
        court_case = self.heard()
        self.judgments = [self.judgment(court_case, 0, "convicted"), self.judgment(court_case, 1, "acquitted")]
        return self.move("CRT", court_case, "read_judgment", judgment_on=date(2026, 6, 1), red_number="คม 90/2569")

    def of_case(self) -> str:
        """The state of the case."""
        with person.as_user(self.world.user("POL")):
            return Case.objects.get().status

    def of_charges(self) -> list[str]:
        """The states of the charges, in order."""
        with person.as_user(self.world.user("POL")):
            found = {charge.pk: charge.status for charge in CaseCharge.objects.all()}
        return [found[charge.pk] for charge in self.charges]


@pytest.fixture
def hot(world):
    """The operator of the hotline, who acts."""
    user = world.user("HOT")
    with person.as_user(user):
        yield user


@pytest.fixture
def trial(world):
    return Trial(world)


@pytest.fixture
def case(world):
    pol = world.user("POL")
    with world.as_("POL"):
        found = make("cases", by=pol)
        for agency in (world.prosecutor, world.court):
            actions.assign(found.matter, by=pol, agency=agency, basis="case_team")
    return found


@pytest.fixture
def suspect(world, case):
    with world.as_("POL"):
        return make("suspects", by=world.user("POL"), case=case)


@pytest.fixture
def charge(world, case, suspect):
    with world.as_("POL"):
        return make("case-charges", by=world.user("POL"), case=case, suspect=suspect)


def as_owner(statement: str) -> None:
    """Run a statement as the deploying role, committed at once beside the test's transaction: to drill the hole of a control."""
    wrapper = connections["owner"]
    raw = wrapper.get_new_connection(wrapper.get_connection_params())
    try:
        raw.autocommit = True
        with raw.cursor() as cursor:
            cursor.execute(statement)
    finally:
        raw.close()
