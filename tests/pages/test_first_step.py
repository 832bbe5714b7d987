"""What a page puts first can be done: what must be recorded before a step is proposed before it."""

from datetime import date
from decimal import Decimal

import pytest

from actip.records import shapes
from tests.access.conftest import _plain_static  # noqa: F401  a fixture
from tests.cases.conftest import Trial
from tests.compensation.test_court import Court
from tests.compensation.test_state import Office
from tests.victims.browsers import browsing

pytestmark = pytest.mark.django_db


def steps(user, record) -> dict[str, str]:
    """The steps on somebody's page of a record, in their order: label -> hint."""
    with browsing(user) as browser:
        found = browser.get(shapes.address(record)).context["steps"]
    return {str(step["label"]): step.get("hint", "") for step in found}


def first(user, record) -> str:
    return next(iter(steps(user, record)))


def test_a_claim_has_a_head_before_it_is_prepared_and_an_order_before_the_court_has_decided(world):
    court = Court(world)
    claim = court.move(court.move(court.claim, "inform", informed_on=date(2026, 1, 8)), "wish")
    wished = steps(court.user, claim)
    head = court.make("claim-heads", claim=claim, amount=Decimal("80000.00"))
    with_head = first(court.user, claim)
    claim = court.move(court.move(claim, "prepare", prepared_on=date(2026, 1, 9)), "claim", claimed_on=date(2026, 1, 9))

    assert head.status == "stands"
    assert (next(iter(wished)), wished["Claim is prepared"]) == (
        "New: head of a claim", "Needs: head of a claim, prepared on",
    )  # fmt: skip
    assert (with_head, first(court.user, claim)) == ("Claim is prepared", "New: order")


def test_a_judgment_is_recorded_before_it_is_read(world):
    trial, court = Trial(world), world.user("CRT")
    listed = trial.move("CRT", trial.filed(), "list_evidence", evidence_listing_on=date(2026, 2, 20))
    heard = trial.move("CRT", listed, "hear")
    before = steps(court, heard)["Judgment read"]
    trial.judgment(heard, 0, "convicted")

    assert before == "Needs: judgment, judgment read on, red number"
    assert steps(court, heard)["Judgment read"] == "Needs: judgment read on, red number"


def test_early_testimony_lists_no_evidence_and_a_charge_does_not_end_as_testimony(world):
    trial, court = Trial(world), world.user("CRT")
    charged = trial.move("CRT", trial.filed(), "hear_early")
    early = trial.make("CRT", "court-cases", case=trial.case, kind="early_testimony", prosecution=None)
    early = trial.move("CRT", trial.move("CRT", early, "accept", accepted_on=date(2026, 2, 3)), "hear_early")
    evidence, testimony = "List the evidence", "End early testimony"

    assert [{evidence, testimony} & set(steps(court, one)) for one in (charged, early)] == [{evidence}, {testimony}]


def test_heads_come_before_the_committees_decision(world):
    office = Office(world)
    applied = office.move("apply", applied_on=date(2026, 3, 1))
    before = steps(office.committee, applied)["Committee granted"]
    office.make("state-heads", application=applied, granted=Decimal("30000.00"))

    assert before.startswith("Needs: head")
    assert not steps(office.committee, applied)["Committee granted"].startswith("Needs: head")
