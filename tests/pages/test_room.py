"""A page offers to add what can be added: nothing that would be refused whoever asks."""

import re
from datetime import date
from decimal import Decimal

import pytest

from actip.accounts import person
from actip.records import actions, shapes
from tests.access.conftest import _plain_static  # noqa: F401  a fixture
from tests.access.story import Story
from tests.cases.conftest import Trial
from tests.compensation.test_court import Court
from tests.compensation.test_state import Office, granted
from tests.factories import make
from tests.victims.browsers import browsing

TRIAGED = {"danger": "concern", "duplicates": "none_found"}
pytestmark = pytest.mark.django_db


def offers(user, record) -> set[str]:
    """The record types that somebody's page of a record offers to add below it."""
    with browsing(user) as browser:
        page = browser.get(shapes.address(record)).content.decode()
    return set(re.findall(r'href="/([a-z-]+)/new/\?', page))


def is_changed_here(user, record) -> bool:
    """Whether somebody's page of a record offers to correct it."""
    with browsing(user) as browser:
        return f'href="{shapes.address(record)}change/' in browser.get(shapes.address(record)).content.decode()


@pytest.mark.parametrize(("band", "corrected", "is_child"), [
    ("15_17", "", True), ("25_over", "", False), ("unknown", "", False), ("25_over", "under_15", True), ("15_17", "18_24", False),
])  # fmt: skip
def test_a_child_file_is_a_childs(world, band, corrected, is_child):
    pmj = world.user("PMJ")
    basis = "document" if corrected else ""
    with person.as_user(pmj):
        she = make("people", by=pmj, age_band=band, corrected_age_band=corrected, corrected_age_basis=basis)

    assert ("child-files" in offers(pmj, she)) is is_child


def test_nothing_new_begins_in_a_merged_record_and_its_savings_are_paid_out(world):
    pmj, second = world.user("PMJ"), world.add_user("PMJ", "province", "second")
    with person.as_user(pmj):
        kept, merged = (make("people", by=pmj) for _ in range(2))
        hers, theirs = (make("needs-assessments", by=pmj, person=one) for one in (kept, merged))
        merge = make("merges", by=pmj, person=kept, merged=merged)
    before = offers(pmj, merged)
    with person.as_user(second):
        actions.move(merge, "approve", by=second)

    assert [is_changed_here(pmj, one) for one in (kept, merged, hers, theirs)] == [True, False, True, False]
    assert len(before) > len(offers(pmj, merged)) > 0
    assert offers(pmj, merged) <= {"savings", "income-entries"}
    assert offers(pmj, kept) == before


def test_one_identification_at_a_time(world):
    pmj, story = world.user("PMJ"), Story(world)
    before = offers(pmj, story.victim)
    with person.as_user(pmj):
        make("identification-decisions", by=pmj, person=story.victim)

    assert "identification-decisions" in before
    assert "identification-decisions" not in offers(pmj, story.victim)


def test_one_programme_of_a_witness_at_a_time(world):
    wpo, story = world.user("WPO"), Story(world)
    with person.as_system("shared"):
        actions.assign(story.victim.matter, by=None, agency=wpo.agency, basis="protection")
    before = offers(wpo, story.victim)
    with person.as_user(wpo):
        programme = make("witness-programmes", by=wpo, person=story.victim)
    during = offers(wpo, story.victim)
    with person.as_user(wpo):
        actions.move(programme, "refuse", by=wpo, facts={"decided_on": date(2026, 2, 1), "refusal": "no_threat"})

    assert ["witness-programmes" in found for found in (before, during, offers(wpo, story.victim))] == [
        True,
        False,
        True,
    ]


def test_a_case_is_opened_from_a_report_that_was_triaged(world):
    pol = world.user("POL")
    with person.as_user(pol):
        report = make("reports", by=pol)
    before = offers(pol, report)
    with person.as_user(pol):
        actions.move(report, "triage", by=pol, facts=TRIAGED)

    assert ("cases" in before, "cases" in offers(pol, report)) == (False, True)


def test_nothing_is_added_to_a_merged_report(world):
    hot = world.user("HOT")
    with person.as_user(hot):
        kept, merged = (make("reports", by=hot) for _ in range(2))
        before = offers(hot, merged)
    with person.as_user(hot):
        told = [make("reporters", by=hot, report=one) for one in (kept, merged)]
        actions.move(merged, "triage", by=hot, facts=TRIAGED)
        actions.move(merged, "merge", by=hot, facts={"merged_into": kept})

    assert ("reporters" in before, offers(hot, merged) & {"reporters", "cases"}) == (True, set())
    assert [is_changed_here(hot, one) for one in told] == [True, False]


def test_the_file_lies_with_one_prosecutor(world):
    trial, pro = Trial(world), world.user("PRO")
    before = offers(pro, trial.case)
    file = trial.received()
    during = offers(pro, trial.case)
    trial.move("PRO", file, "indict", decided_on=date(2026, 1, 30))

    assert ["prosecutions" in found for found in (before, during, offers(pro, trial.case))] == [True, False, True]


def test_an_appeal_needs_a_judgment_and_early_testimony_has_none(world):
    trial, court = Trial(world), world.user("CRT")
    charged = trial.heard()
    before = offers(court, charged)
    judgment = trial.judgment(charged, 0, "convicted")
    early = trial.make("CRT", "court-cases", case=trial.case, kind="early_testimony", prosecution=None)

    assert before & {"judgments", "appeals"} == {"judgments"}
    assert offers(court, charged) >= {"judgments", "appeals"}
    assert "appeals" in offers(court, judgment)
    assert not offers(court, early) & {"judgments", "appeals"}


def test_who_holds_an_item_hands_it_over(world):
    pol, colleague = world.user("POL"), world.add_user("POL", "police", "colleague")
    with person.as_user(pol):
        item = make("evidence", by=pol, case=make("cases", by=pol))

    assert ["custody-transfers" in offers(user, item) for user in (pol, colleague)] == [True, False]


def test_money_for_a_shared_debt_stands_on_its_first_order(world):
    court = Court(world)
    shared = {"punitive": Decimal(0), "is_joint": True}
    first = court.order("999.00", **shared)
    other = court.make(
        "orders", claim=court.claim, suspect=court.defendants[1], amount=Decimal("999.00"), same_debt_as=first, **shared
    )
    below = {"receipts", "order-changes"}

    assert (offers(court.user, first) & below, offers(court.user, other) & below) == (below, set())


def test_what_was_granted_stays(world):
    office = Office(world)
    before = offers(office.officer, office.application)

    assert ("state-heads" in before, "state-heads" in offers(office.officer, granted(office))) == (True, False)
