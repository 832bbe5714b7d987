"""Whoever may make one step of a workflow, and change nothing, changes nothing with the step."""

import pytest

from actip.accounts import person
from actip.records import actions
from tests.access.conftest import refuses, sql, tried
from tests.cases.conftest import as_owner
from tests.factories import make

pytestmark = pytest.mark.django_db

APPROVE = "UPDATE cases_casecharge SET status = 'approved', version = version + 1, updated_at = now()"
# One of each sort of column: a choice, a number, a text, a link, a fact of another step.
MORE = (
    "role = 'instigator'", "counts = 9", "permission_number = 'x'", "permission_on = '2026-01-01'", "laid_on = '2026-01-01'",
    "drop_reason = 'x'",
)  # fmt: skip


@pytest.fixture
def charge(world, story):
    pol = world.user("POL")
    with person.as_user(pol):
        return make("case-charges", by=pol, case=story.case, suspect=story.suspect)


def test_who_may_only_approve_a_charge_changes_nothing_else_with_it(world, charge):
    with world.as_("SPV"):
        assert tried(f"{APPROVE} WHERE id = %s", [charge.pk])  # the control: she may approve
        assert [more for more in MORE if tried(f"{APPROVE}, {more} WHERE id = %s", [charge.pk])] == []


def test_the_law_that_a_charge_stands_under_is_not_exchanged_with_its_approval(world, charge):
    with world.as_("SPV"):
        assert refuses(f"{APPROVE}, provision = 'ATIP-7' WHERE id = %s", [charge.pk])
        sql(f"{APPROVE}, penalty_en = 'none', max_months = 1 WHERE id = %s", [charge.pk])
    with world.as_("POL"):
        kept = type(charge).objects.get(pk=charge.pk)
    assert (kept.status, kept.penalty_en, kept.max_months) == ("approved", charge.penalty_en, charge.max_months)


def test_the_page_and_the_api_still_approve(world, charge):
    spv = world.user("SPV")
    with person.as_user(spv):
        assert actions.move(charge, "approve", by=spv).status == "approved"


def test_whoever_may_change_an_open_entry_changes_it_with_a_step_as_well(world, charge):
    lay = "UPDATE cases_casecharge SET status = 'laid', laid_on = '2026-01-01', counts = 2 WHERE id = %s"
    with world.as_("POL"):
        assert tried(lay, [charge.pk])


def test_a_step_out_of_a_closed_entry_opens_nothing_of_it(world, story):
    pol = world.user("POL")
    with person.as_user(pol):
        item = make("evidence", by=pol, case=story.case)
    with person.as_system("it went to court"):
        sql("UPDATE cases_evidence SET status = 'submitted_to_court' WHERE id = %s", [item.pk])
    give_back = "UPDATE cases_evidence SET status = 'returned', ended_on = '2026-01-09', end_reference = '1/2569'{} WHERE id = %s"
    with person.as_user(pol):
        assert refuses(give_back.format(", seized_place = 'elsewhere'"), [item.pk])
        assert tried(give_back.format(""), [item.pk])


def test_every_step_names_the_columns_it_writes_unless_its_verb_changes_the_whole_entry(world):
    """Payments too: whoever approves or pays writes what her step names (tests/compensation/test_step_columns.py)."""
    with world.as_("POL"):
        free = {row[0] for row in sql("SELECT DISTINCT verb FROM actip.move WHERE fields IS NULL")}

    assert free == {"change"}


def test_the_control_without_the_columns_of_a_step_anything_goes_with_it(world, charge):
    """A green run proves something only if it is the list that refuses."""
    more = f"{APPROVE}, role = 'instigator' WHERE id = %s"
    step = "UPDATE actip.move SET fields = {} WHERE slug = 'case-charges' AND target = 'approved'"
    with world.as_("SPV"):
        as_owner(step.format("NULL"))
        try:
            assert tried(more, [charge.pk])
        finally:
            as_owner(step.format("'{status,version,updated_at}'"))
        assert refuses(more, [charge.pk])
