"""What a page proposes as its one big step: never an end that is not the one foreseen, whatever else is open to her."""

import pytest

from actip.access import decide, matrix
from actip.records import catalogue

MOVING = [kind for kind in catalogue.all_types() if kind.workflow]
FORESEEN = {  # ends that are proposed; whoever adds one says here that it decides about nobody
    "appeals.decide", "cases.close", "court-cases.read_supreme_judgment", "custody-transfers.take", "hearings.hold",
    "judgments.confirm", "match-requests.answer", "reports.link", "returns.follow_up", "screenings.record",
    "searches.give_copy",
}  # fmt: skip


def proposals(kind):
    """(state, step) for every state and whatever role stands before it, with all its verbs."""
    flow = kind.workflow
    for role in matrix.roles():
        verbs = decide.granted(role, kind.code)
        for state in {state for move in flow.moves for state in move.sources}:
            step = flow.expected(
                [move for move in flow.open_from(state) if move.verb in verbs and move.is_of(role)], state
            )
            if step:
                yield state, step


@pytest.mark.parametrize("kind", MOVING, ids=lambda kind: kind.slug)
def test_an_end_is_proposed_only_where_it_is_the_one_foreseen(kind):
    ends = {f"{kind.slug}.{step.name}" for _state, step in proposals(kind) if kind.workflow.ends(step)}
    assert ends <= FORESEEN


@pytest.mark.parametrize("kind", MOVING, ids=lambda kind: kind.slug)
def test_what_is_proposed_is_work_and_changes_something(kind):
    assert [step.name for state, step in proposals(kind) if not step.is_work or step.target == state] == []


def test_an_end_that_completes_is_said_to_and_no_other():
    said = {f"{kind.slug}.{move.name}" for kind in MOVING for move in kind.workflow.moves if move.completes}
    assert said == FORESEEN
    assert all(
        kind.workflow.ends(move) and move.is_work for kind in MOVING for move in kind.workflow.moves if move.completes
    )


@pytest.mark.parametrize("kind", [kind for kind in MOVING if kind.workflow.goes_on], ids=lambda kind: kind.slug)
def test_work_goes_on_in_records_that_hang_below_and_come_to_an_end(kind):
    states = {state for state, _label in kind.model._meta.get_field(kind.workflow.field).choices}
    assert set(kind.workflow.goes_on) <= states
    for slug in kind.workflow.goes_on.values():
        assert slug in kind.children
        assert catalogue.get(slug).workflow


@pytest.mark.parametrize("kind", MOVING, ids=lambda kind: kind.slug)
def test_what_must_stand_first_stands_below(kind):
    assert {move.after for move in kind.workflow.moves if move.after} <= set(kind.children)


def test_a_case_before_the_court_waits_for_nobody_to_close_it():
    waiting = catalogue.get("cases").workflow.waits_for("POL", frozenset({"change"}))
    assert "indicted" not in waiting
    assert "non_prosecution" in waiting


def test_an_inquiry_leads_to_its_opinion_though_the_case_then_goes_on_before_the_prosecutor():
    flow = catalogue.get("cases").workflow
    for state in ("inquiry", "further_inquiry"):
        assert flow.expected(flow.open_from(state), state) is flow.by_name["send_opinion"]
    assert not flow.ends(flow.by_name["send_opinion"])
    assert flow.ends(flow.by_name["close"])
