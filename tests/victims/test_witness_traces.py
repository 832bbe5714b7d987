"""A person under witness protection leaves no trace where others look: in counts, figures, or answers of the database."""

from datetime import date

import pytest

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions, leaving
from reporting import cells
from reporting.indicators import BY_CODE
from tests.access.conftest import sql
from tests.factories import make
from tests.victims.browsers import browsing
from tests.victims.test_witness import Witness

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]
NEVER = "0b0f3c0e-0000-4000-8000-00000000000a"


@pytest.fixture
def witness(world):
    """The victim is assigned to an officer of the police by name as well."""
    found = Witness(world)
    with person.as_system("assigned by name"):
        Assignment.objects.create(
            matter=found.victim.matter, agency=world.police, officer=world.user("POL"), basis="case_team"
        )
    return found


def test_until_when_she_was_reached_is_not_told(witness):
    witness.programme()
    for user in witness.others():
        with person.as_user(user):
            found = sql("SELECT actip.reached_until(%s), actip.reached_until(%s)", [witness.victim.pk, NEVER])
            assert found == [(None, None)], user
    with person.as_user(witness.pro):
        assert sql("SELECT actip.reached_until(%s) IS NOT NULL", [witness.victim.pk]) == [(True,)]


def test_the_supervisor_does_not_count_what_an_officer_holds_of_her(witness, world):
    officer, supervisor = world.user("POL"), world.user("SPV")
    with person.as_user(supervisor):
        assert leaving.counted(officer)["matters"] == len(leaving.plan(officer)) == 1
    programme = witness.programme()

    with person.as_user(supervisor):
        assert leaving.counted(officer)["matters"] == len(leaving.plan(officer)) == 0
    with browsing(supervisor) as browser:
        assert browser.get(f"/leaving/{officer.pk}/").context["hidden"] == 0
    with person.as_system("her account may be closed, which would tell as much if it could not"):
        sql("UPDATE accounts_user SET is_active = false WHERE id = %s", [officer.pk])
        sql("UPDATE accounts_user SET is_active = true WHERE id = %s", [officer.pk])
    witness.end(programme)
    with person.as_user(supervisor):
        assert leaving.counted(officer)["matters"] == 1


def test_no_figure_counts_her_that_opens_onto_nothing(witness, world):
    """Else the figure of an agency, less the list behind it, is she: her sex, age and nationality with it."""
    pmj, victims = world.user("PMJ"), BY_CODE["victims"]
    with person.as_user(pmj):
        decision = make("identification-decisions", by=pmj, person=witness.victim)
        facts = {
            "decided_on": date(2026, 1, 11), "reasons": "x", "act_found": True, "means_found": True, "purpose_found": True,
            "police_present": True, "msdhs_present": True, "other_present": "ngo", "own_words": "x",
        }  # fmt: skip
        actions.move(decision, "decide_victim", by=pmj, facts=facts)
    counted = {(2026, "", "")}
    for is_locked in (False, True):
        if is_locked:
            witness.programme()
        for is_refreshed in (False, True):
            if is_refreshed:
                with person.as_system("counting"):
                    cells.refresh()
            for role in ("PMJ", "SHG", "PRO"):
                there = counted if role == "PRO" or (role == "PMJ" and not is_locked) else set()
                with person.as_user(world.user(role)):
                    found = {key for key in cells.figures(victims) if not key[1]}
                    assert found == there, (role, is_locked, is_refreshed)
                    assert victims.rows(2026).count() == len(there)
